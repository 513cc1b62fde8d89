import { showAnalysis, showRun } from "../../../services/show-run.ts";
import type { CommandContext } from "../command-context.ts";
import { presentVerdict } from "../present-verdict.ts";

export async function show(context: CommandContext, positional: readonly string[]): Promise<number> {
  const agent = await context.agent();
  const run = positional[0] ?? "latest";
  if (context.globals().json) context.printJson(await showRun(agent, run));
  else {
    const { analysis, directory } = await showAnalysis(agent, run);
    presentVerdict(context, { analysis, directory, exitCode: analysis.document.exitCode });
  }
  return 0;
}
