import { PerfAgentError } from "../contract/errors.ts";
import type { Analysis } from "../contract/run.ts";
import type { Agent } from "./agent.ts";
import { judge, readInputs } from "./run-bundle.ts";

/**
 * Rebuilds verdict and reports from a bundle, offline, and holds every byte against what the bundle has.
 * Throws PA_RUN_BUNDLE_DAMAGED when the bundle was changed, PA_REPLAY_DIFFERS when the agent comes to other bytes.
 */
export async function replayRun(
  agent: Agent,
  nameOrPath: string,
): Promise<{ analysis: Analysis; directory: string; files: readonly string[] }> {
  const folder = await agent.folders.open(nameOrPath);
  await folder.verify();
  const inputs = await readInputs(folder);
  const { analysis, files } = await judge(inputs);
  const differing: string[] = [];
  for (const [name, content] of Object.entries(files)) {
    if ((await folder.read(name)) !== content) differing.push(name);
  }
  if (differing.length > 0) {
    const versions =
      inputs.record.agentVersion === agent.version
        ? ""
        : ` (written by version ${inputs.record.agentVersion}, this is ${agent.version})`;
    throw PerfAgentError.of(
      "PA_REPLAY_DIFFERS",
      `${folder.directory}: ${differing.join(", ")} came out otherwise${versions}`,
    );
  }
  return { analysis, directory: folder.directory, files: Object.keys(files) };
}
