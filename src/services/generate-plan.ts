import type { GuardDecision } from "../contract/policy.ts";
import type { ScriptBundle } from "../contract/script-bundle.ts";
import { generateScript } from "../pipeline/generate/k6/generate-script.ts";
import type { Agent } from "./agent.ts";
import { admit, loadPlan, type LoadedPlan, type PlanRequest } from "./load-plan.ts";

/** Understands the plan, asks the guard, writes the script. Refusals stand in the decision; nothing is thrown for them. */
export async function generate(
  agent: Agent,
  request: PlanRequest,
): Promise<{ loaded: LoadedPlan; decision: GuardDecision; bundle: ScriptBundle }> {
  const loaded = await loadPlan(agent, request);
  const decision = await admit(agent, loaded);
  const { plan, data, uploads, slos, preview } = loaded;
  return { loaded, decision, bundle: generateScript({ plan, data, uploads, slos, preview }) };
}

/** Writes the script into `directory`. Throws PA_FILE_EXISTS unless `overwrite`. Returns the paths written. */
export async function writeGenerated(
  agent: Agent,
  bundle: ScriptBundle,
  directory: string,
  options: { overwrite: boolean },
): Promise<string[]> {
  const paths: string[] = [];
  for (const file of bundle.files) {
    const path = `${directory}/${file.path}`;
    const content =
      "text" in file ? file.text : Uint8Array.from(atob(file.base64), (character) => character.charCodeAt(0));
    await agent.documents.write(path, content, options);
    paths.push(path);
  }
  return paths;
}
