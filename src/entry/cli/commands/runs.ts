import { recoverRuns } from "../../../services/background/recover-runs.ts";
import { rebuildStore } from "../../../services/rebuild-store.ts";
import { listRuns } from "../../../services/show-run.ts";
import { PerfAgentError } from "../../../contract/errors.ts";
import { textOption, type CommandContext, type OptionValues } from "../command-context.ts";
import { renderNotice } from "../terminal/render-header.ts";
import { renderRuns } from "../terminal/render-runs.ts";

export async function runs(
  context: CommandContext,
  _positional: readonly string[],
  options: OptionValues,
): Promise<number> {
  const agent = await context.agent();
  for (const { text } of await recoverRuns(agent)) context.tell(renderNotice("warn", text, context.style));
  if (options["rebuild"] === true) {
    const { runs: count, passedOver } = await rebuildStore(agent);
    context.tell(`${count} runs read from their folders`);
    for (const text of passedOver) context.tell(`passed over: ${text}`);
  }
  const limit = Number(options["limit"]);
  if (!Number.isInteger(limit) || limit < 1) throw PerfAgentError.of("PA_USAGE", "--limit takes a whole number from 1");
  const list = await listRuns(agent, { service: textOption(options, "service"), limit });
  if (context.globals().json) context.printJson({ schemaVersion: 1, runs: list });
  else context.print(renderRuns(list, context.style));
  return 0;
}
