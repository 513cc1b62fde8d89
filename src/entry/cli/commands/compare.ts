import { PerfAgentError } from "../../../contract/errors.ts";
import { comparePaired } from "../../../services/compare-paired.ts";
import { compareRuns } from "../../../services/compare-runs.ts";
import { showRun } from "../../../services/show-run.ts";
import { textOption, type CommandContext, type OptionValues } from "../command-context.ts";
import { toCount, toRunRequest } from "../plan-request.ts";
import { createSeriesListener } from "../run-listener.ts";
import { renderCompare } from "../terminal/render-compare.ts";
import { renderPaired } from "../terminal/render-reruns.ts";

export async function compare(
  context: CommandContext,
  positional: readonly string[],
  options: OptionValues,
): Promise<number> {
  const [before = "", after = ""] = positional;
  if (options["paired"] === true) return comparePairedBuilds(context, { before, after }, options);
  if (textOption(options, "plan") !== undefined)
    throw PerfAgentError.of(
      "PA_USAGE",
      "--plan is for `compare --paired`, which makes runs; two runs are compared as they are",
    );
  const agent = await context.agent();
  const [a, b] = [await showRun(agent, before), await showRun(agent, after)];
  if (context.globals().json) context.printJson(compareRuns(a, b));
  else context.print(renderCompare(a, b, context.style));
  return 0;
}

async function comparePairedBuilds(
  context: CommandContext,
  builds: { readonly before: string; readonly after: string },
  options: OptionValues,
): Promise<number> {
  const plan = textOption(options, "plan");
  if (plan === undefined)
    throw PerfAgentError.of("PA_USAGE", "--paired makes runs of two builds: name the plan with --plan");
  const pairs = toCount(options, "pairs", 3, 30);
  const request = { ...builds, pairs, run: toRunRequest([plan], options, "paired") };
  const { listener, clear } = createSeriesListener(context);
  const document = await comparePaired(await context.agent(), request, listener).finally(clear);
  if (context.globals().json) context.printJson(document);
  else context.print(renderPaired(document, context.style));
  return document.exitCode;
}
