import type { Analysis } from "../contract/run.ts";
import { exitCodeOf } from "../pipeline/analyse/verdict.ts";
import type { Agent } from "./agent.ts";
import { keepAnalysis } from "./keep-analysis.ts";
import { loadSlos } from "./load-plan.ts";
import { readInputs } from "./run-bundle.ts";

/**
 * Judges a kept run again, with other objectives when some are named, and keeps the result as `analyses/N/` of its folder.
 * Limits that were not declared when the samples were read are decided from the histogram, and say so (`exact: false`).
 */
export async function analyseRun(
  agent: Agent,
  nameOrPath: string,
  { sloFiles, inconclusiveAs }: { sloFiles: readonly string[]; inconclusiveAs: "pass" | "fail" | undefined },
): Promise<{ analysis: Analysis; directory: string; exitCode: number }> {
  const folder = await agent.folders.open(nameOrPath);
  await folder.verify();
  const inputs = await readInputs(folder);
  const slos = sloFiles.length === 0 ? inputs.slos : (await loadSlos(agent, sloFiles, "", inputs.plan)).slos;
  const { analysis, number } = await keepAnalysis(folder, inputs, { slos });
  return {
    analysis,
    directory: `${folder.directory}/analyses/${number}`,
    exitCode: exitCodeOf(analysis.document.verdict, { inconclusiveAs }),
  };
}
