import { PerfAgentError } from "../contract/errors.ts";
import type { Agent } from "./agent.ts";
import { judge, readInputs } from "./run-bundle.ts";
import { saveRun } from "./save-run.ts";

/** Fills the store from the run folders. Folders of runs that did not come to their end are passed over and named. */
export async function rebuildStore(agent: Agent): Promise<{ runs: number; passedOver: readonly string[] }> {
  const passedOver: string[] = [];
  let runs = 0;
  for (const name of await agent.folders.list()) {
    try {
      const folder = await agent.folders.open(name);
      await folder.verify();
      const inputs = await readInputs(folder);
      const { analysis } = await judge(inputs);
      await saveRun(agent, folder.directory, inputs.record, inputs.baselines, analysis);
      runs += 1;
    } catch (error) {
      if (!(error instanceof PerfAgentError) || error.mistakes[0]?.code !== "PA_RUN_BUNDLE_DAMAGED") throw error;
      passedOver.push(`${name}: ${error.mistakes.map(({ text }) => text).join("; ")}`);
    }
  }
  return { runs, passedOver };
}
