import type { RunListener } from "../../../services/run-request.ts";
import { startRun } from "../../../services/start-run.ts";
import { writeJunit } from "../../../services/write-junit.ts";
import { textOption, type CommandContext, type OptionValues } from "../command-context.ts";
import { toInconclusiveAs, toPlanRequest, toTags } from "../plan-request.ts";
import { presentVerdict } from "../present-verdict.ts";
import { createLiveDisplay } from "../terminal/live-display.ts";
import { renderGuard, renderHeader, renderNotice, renderReview } from "../terminal/render-header.ts";
import { deafToBuildServers } from "../terminal/terminal-text.ts";

export async function run(
  context: CommandContext,
  positional: readonly string[],
  options: OptionValues,
): Promise<number> {
  const agent = await context.agent();
  const { json, quiet } = context.globals();
  const { style } = context;
  const output = json ? context.system.stderr : context.system.stdout;
  const live = createLiveDisplay({
    write: (text) => {
      if (!quiet) output.write(deafToBuildServers(text));
    },
    isTerminal: output.isTerminal && !quiet,
    columns: () => output.columns,
    colour: output.isTerminal && style.colour,
  });
  const listener: RunListener = {
    engine: (sentence) => context.tell(sentence),
    recovered: ({ text }) => context.tell(renderNotice("warn", text, style)),
    notice: (sentence) => context.tell(renderNotice("info", sentence, style)),
    header: ({ runId, loaded, found }) => {
      const { name, target, seed } = loaded.plan;
      const engine = { name: "k6", version: found.version };
      context.tell(renderHeader({ plan: name, environment: target.environment, seed, engine, runId }, style));
      context.tell("");
    },
    guard: (decision, preview) => context.tell(renderGuard(decision, preview, style)),
    review: (review) => context.tell(renderReview(review, style)),
    event: ({ kind, level, text }) => {
      // The verdict and the guard's warnings are shown in full of their own.
      if (level === "info" || kind === "verdict" || kind === "guard") return;
      live.clear();
      context.tell(renderNotice(level, text, style));
    },
    progress: (progress) => live.show(progress),
  };
  const request = {
    ...toPlanRequest(positional, options),
    tags: toTags(options),
    baselinesFile: textOption(options, "baselines") ?? null,
    keepSamples: options["keepSamples"] === true,
    inconclusiveAs: toInconclusiveAs(options),
    purpose: "run" as const,
    basis: null,
  };
  const finished = await startRun(agent, request, listener).finally(() => live.clear());
  const junitFile = textOption(options, "junit") ?? null;
  if (junitFile !== null) await writeJunit(agent, finished.analysis, junitFile);
  presentVerdict(context, { ...finished, junitFile });
  if (finished.narrative !== null) context.tell(finished.narrative);
  return finished.exitCode;
}
