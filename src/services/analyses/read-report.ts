import type { AnalysisQuery, ReportEnding } from "../../contract/api/analyses.ts";
import { bundleFiles } from "../run-bundle.ts";
import type { Service } from "../service.ts";
import { judgedRun, placeOfAnalysis } from "./judged-run.ts";

const names: Readonly<Record<ReportEnding, string>> = {
  html: bundleFiles.html,
  md: bundleFiles.markdown,
  json: bundleFiles.document,
};

/** A report of a run as it was written, byte for byte. Throws what `judgedRun` throws, PA_ANALYSIS_NOT_FOUND and PA_RUN_BUNDLE_DAMAGED. */
export async function readReport(
  service: Service,
  { runId, ending, analysis }: AnalysisQuery & { readonly runId: string; readonly ending: ReportEnding },
): Promise<string> {
  const run = await judgedRun(service, runId);
  const { place } = await placeOfAnalysis(run, analysis);
  return run.folder.read(`${place}${names[ending]}`);
}
