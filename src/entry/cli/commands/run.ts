import { startRun } from "../../../services/start-run.ts";
import { writeJunit } from "../../../services/write-junit.ts";
import { textOption, type CommandContext, type OptionValues } from "../command-context.ts";
import { toRunRequest } from "../plan-request.ts";
import { presentVerdict } from "../present-verdict.ts";
import { createRunListener } from "../run-listener.ts";

export async function run(
  context: CommandContext,
  positional: readonly string[],
  options: OptionValues,
): Promise<number> {
  const agent = await context.agent();
  const { listener, clear } = createRunListener(context);
  const request = toRunRequest(positional, options, "run");
  const finished = await startRun(agent, request, listener).finally(clear);
  const junitFile = textOption(options, "junit") ?? null;
  if (junitFile !== null) await writeJunit(agent, finished.analysis, junitFile);
  presentVerdict(context, { ...finished, junitFile });
  if (finished.narrative !== null) context.tell(finished.narrative);
  return finished.exitCode;
}
