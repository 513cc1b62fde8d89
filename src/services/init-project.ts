import { PerfAgentError, type Mistake } from "../contract/errors.ts";
import { starterFiles } from "../pipeline/plan/starter-files.ts";
import type { Agent } from "./agent.ts";

/** Writes a commented plan, objectives, policy and data. Throws PA_FILE_EXISTS before anything is written. Returns the paths. */
export async function initProject(
  agent: Agent,
  directory: string,
  options: { overwrite: boolean },
): Promise<readonly string[]> {
  const files = starterFiles().map(({ path, text }) => ({
    path: directory === "." ? path : `${directory}/${path}`,
    text,
  }));
  if (!options.overwrite) {
    const mistakes: Mistake[] = [];
    for (const { path } of files) {
      if ((await agent.documents.readBytes(path)) !== null)
        mistakes.push({ code: "PA_FILE_EXISTS", text: `${path} exists` });
    }
    if (mistakes.length > 0) throw new PerfAgentError(mistakes);
  }
  for (const { path, text } of files) await agent.documents.write(path, text, { overwrite: options.overwrite });
  return files.map(({ path }) => path);
}
