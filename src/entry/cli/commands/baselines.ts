import type { BaselinesDocument } from "../../../contract/history-document.ts";
import { PerfAgentError } from "../../../contract/errors.ts";
import { exportBaselines, importBaselines } from "../../../services/carry-baselines.ts";
import { dropBaseline, listBaselines, pinBaseline, unpinBaseline } from "../../../services/pin-baseline.ts";
import { textOption, type CommandContext, type OptionValues } from "../command-context.ts";
import { toCount } from "../plan-request.ts";
import { renderBaselines } from "../terminal/render-baselines.ts";

const mostListed = 100_000;

export async function baselines(
  context: CommandContext,
  positional: readonly string[],
  options: OptionValues,
): Promise<number> {
  const [action = "list", subject] = positional;
  if (action === "list") return list(context, options);
  if (subject === undefined && ["pin", "unpin", "drop", "export", "import"].includes(action))
    throw PerfAgentError.of("PA_USAGE", `baselines ${action} needs ${action.endsWith("port") ? "a file" : "a run"}`);
  const agent = await context.agent();
  const target = subject ?? "";
  switch (action) {
    case "pin": {
      const { runId, label } = await pinBaseline(agent, target, textOption(options, "label"));
      return done(context, { runId, label }, `pinned ${runId} as "${label}"`);
    }
    case "unpin":
      await unpinBaseline(agent, target);
      return done(context, { runId: target }, `unpinned ${target}`);
    case "drop": {
      const runId = await dropBaseline(agent, target);
      return done(context, { runId }, `dropped ${runId}: later runs are not compared with it; its folder stays`);
    }
    case "export":
    case "import": {
      const count =
        action === "import"
          ? await importBaselines(agent, target, { decisions: true })
          : await exportBaselines(agent, {
              service: serviceOf(options),
              file: target,
              last: toCount(options, "last", 1, mostListed),
            });
      return done(
        context,
        { file: target, runs: count },
        `${action}ed ${count} ${count === 1 ? "run" : "runs"}: ${target}`,
      );
    }
    default:
      throw PerfAgentError.of("PA_USAGE", `"${action}" is none of list, pin, unpin, drop, export, import`);
  }
}

async function list(context: CommandContext, options: OptionValues): Promise<number> {
  const service = textOption(options, "service");
  const filter = { limit: toCount(options, "limit", 1, mostListed), ...(service === undefined ? {} : { service }) };
  const heads = await listBaselines(await context.agent(), filter);
  if (context.globals().json)
    context.printJson({ schemaVersion: 1, baselines: [...heads] } satisfies BaselinesDocument);
  else context.print(renderBaselines(heads, context.style));
  return 0;
}

function serviceOf(options: OptionValues): string {
  const service = textOption(options, "service");
  if (service === undefined) throw PerfAgentError.of("PA_USAGE", "baselines export needs --service NAME");
  return service;
}

function done(context: CommandContext, facts: object, text: string): number {
  if (context.globals().json) context.printJson({ schemaVersion: 1, ...facts });
  else context.print(text);
  return 0;
}
