import type { RegressionsDocument } from "../../../contract/history-document.ts";
import type { LedgerEntry } from "../../../contract/ledger.ts";
import { PerfAgentError } from "../../../contract/errors.ts";
import { acceptRegression, listRegressions, reopenRegression } from "../../../services/regressions.ts";
import { textOption, type CommandContext, type OptionValues } from "../command-context.ts";
import { untilOf } from "../read-until.ts";
import { renderRegressions } from "../terminal/render-regressions.ts";

export async function regressions(
  context: CommandContext,
  positional: readonly string[],
  options: OptionValues,
): Promise<number> {
  const [action = "list", id] = positional;
  const agent = await context.agent();
  const text = (name: string): string => textOption(options, name) ?? "";
  switch (action) {
    case "list": {
      const service = textOption(options, "service");
      const entries = await listRegressions(agent, {
        closed: options["all"] === true,
        ...(service === undefined ? {} : { service }),
      });
      return show(context, entries);
    }
    case "accept": {
      const until = untilOf(
        { until: textOption(options, "until"), for: textOption(options, "for") },
        agent.clock.now(),
      );
      return show(context, [await acceptRegression(agent, { id: idOf(action, id), reason: text("reason"), until })]);
    }
    case "reopen":
      return show(context, [await reopenRegression(agent, idOf(action, id))]);
    default:
      throw PerfAgentError.of("PA_USAGE", `"${action}" is none of list, accept, reopen`);
  }
}

function idOf(action: string, id: string | undefined): string {
  if (id === undefined)
    throw PerfAgentError.of("PA_USAGE", `regressions ${action} needs an id; \`perf-agent regressions\` lists them`);
  return id;
}

function show(context: CommandContext, entries: readonly LedgerEntry[]): number {
  if (context.globals().json)
    context.printJson({ schemaVersion: 1, regressions: [...entries] } satisfies RegressionsDocument);
  else context.print(renderRegressions(entries, context.style));
  return 0;
}
