import { PerfAgentError } from "../../contract/errors.ts";
import type { RunDocument } from "../../contract/run.ts";
import type { StoredRun } from "../../ports/run-store.ts";
import type { Agent } from "../agent.ts";
import { readDocument } from "../run-bundle.ts";

/** A run's document; null: its folder is not here any more, or is damaged, which must not hide what is known of all others. */
export async function documentIfHere(
  { folders }: Pick<Agent, "folders">,
  { directory }: Pick<StoredRun, "directory">,
): Promise<RunDocument | null> {
  try {
    return await readDocument(await folders.open(directory));
  } catch (error) {
    if (error instanceof PerfAgentError) return null;
    throw error;
  }
}
