import { PerfAgentError } from "../contract/errors.ts";
import type { Agent } from "./agent.ts";
import { judge, readInputs } from "./run-bundle.ts";
import { saveRun } from "./save-run.ts";

const passable: ReadonlySet<string> = new Set(["PA_RUN_BUNDLE_DAMAGED", "PA_RUN_NOT_FOUND"]);

/** Fills the store from the run folders. Folders that hold no run, or one that did not come to its end, are passed over and named. */
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
      if (!(error instanceof PerfAgentError) || !passable.has(error.mistakes[0]?.code ?? "")) throw error;
      passedOver.push(`${name}: ${error.mistakes.map(({ text }) => text).join("; ")}`);
    }
  }
  return { runs, passedOver };
}
