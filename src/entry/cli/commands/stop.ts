import { stopRun } from "../../../services/stop-run.ts";
import { textOption, type CommandContext, type OptionValues } from "../command-context.ts";

export async function stop(
  context: CommandContext,
  positional: readonly string[],
  options: OptionValues,
): Promise<number> {
  const agent = await context.agent();
  const mode = options["now"] === true ? "now" : "graceful";
  const reason = textOption(options, "reason");
  const text = `stopped by \`perf-agent stop\`${reason === undefined ? "" : `: ${reason}`}`;
  const { runId } = await stopRun(agent, positional[0] ?? "latest", { mode, text });
  if (context.globals().json) context.printJson({ schemaVersion: 1, runId, mode });
  else
    context.print(
      mode === "now" ? `${runId} is ended at once` : `${runId} winds down: requests under way end, then clean-up runs`,
    );
  return 0;
}
