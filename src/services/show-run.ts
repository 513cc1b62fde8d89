import type { Analysis, RunDocument } from "../contract/run.ts";
import type { StoredRun } from "../ports/run-store.ts";
import type { Agent } from "./agent.ts";
import { judge, placed, readDocument, readInputs } from "./run-bundle.ts";

/** The document of a run, with the places of its files. */
export async function showRun(agent: Agent, nameOrPath: string): Promise<RunDocument> {
  const folder = await agent.folders.open(nameOrPath);
  return placed(await readDocument(folder), folder.directory);
}

/** A run as judged, for people to read; nothing is written. */
export async function showAnalysis(
  agent: Agent,
  nameOrPath: string,
): Promise<{ analysis: Analysis; directory: string }> {
  const folder = await agent.folders.open(nameOrPath);
  const { analysis } = await judge(await readInputs(folder));
  return { analysis, directory: folder.directory };
}

/** Known runs, newest first. */
export async function listRuns(
  agent: Agent,
  filter: { service?: string; limit: number },
): Promise<readonly StoredRun[]> {
  return (await agent.store()).runs.list(filter);
}
