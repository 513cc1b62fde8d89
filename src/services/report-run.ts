import type { Agent } from "./agent.ts";
import { bundleFiles, judge, readInputs } from "./run-bundle.ts";

export type ReportFormat = "html" | "markdown" | "json" | "junit";

/** A report of a run in one format, as text. */
export async function reportRun(agent: Agent, nameOrPath: string, format: ReportFormat): Promise<string> {
  const folder = await agent.folders.open(nameOrPath);
  if (format === "html") return folder.read(bundleFiles.html);
  if (format === "markdown") return folder.read(bundleFiles.markdown);
  if (format === "json") return folder.read(bundleFiles.document);
  const { renderJunit } = await import("../pipeline/report/render-junit.ts");
  return renderJunit((await judge(await readInputs(folder))).analysis);
}

/** Writes a report to a file, replacing what was there. */
export async function writeReport(agent: Agent, nameOrPath: string, format: ReportFormat, file: string): Promise<void> {
  await agent.documents.write(file, await reportRun(agent, nameOrPath, format), { overwrite: true });
}
