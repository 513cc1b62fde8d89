import type { Analysis } from "../contract/run.ts";
import { renderJunit } from "../pipeline/report/render-junit.ts";
import type { Agent } from "./agent.ts";

/** Writes a verdict as JUnit XML where the CI system looks for it. */
export async function writeJunit(agent: Agent, analysis: Analysis, file: string): Promise<void> {
  await agent.documents.write(file, renderJunit(analysis), { overwrite: true });
}
