import { replayRun } from "../../../services/replay-run.ts";
import type { CommandContext } from "../command-context.ts";

export async function replay(context: CommandContext, positional: readonly string[]): Promise<number> {
  const { analysis, directory, files } = await replayRun(await context.agent(), positional[0] ?? "latest");
  const { verdict, runId } = analysis.document;
  if (context.globals().json) context.printJson({ schemaVersion: 1, runId, directory, verdict, identical: files });
  else context.print(`${runId}: ${verdict}; ${files.join(", ")} came out the same, byte for byte`);
  return 0;
}
