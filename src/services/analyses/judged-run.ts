import type { AnalysisQuery } from "../../contract/api/analyses.ts";
import { PerfAgentError } from "../../contract/errors.ts";
import type { RunFolder } from "../../ports/run-folders.ts";
import type { StoredRun } from "../../ports/run-store.ts";
import { laterAnalysis } from "../keep-analysis.ts";
import { isOver } from "../live/live-state.ts";
import { bundleFiles } from "../run-bundle.ts";
import { knownRun } from "../runs/known-run.ts";
import type { Service } from "../service.ts";

export interface JudgedRun {
  readonly stored: StoredRun;
  readonly folder: RunFolder;
}

/** A run with a verdict and its folder. Throws PA_RUN_NOT_FOUND, PA_RUN_NOT_OVER, and PA_ANALYSIS_NOT_FOUND where it was never judged. */
export async function judgedRun(service: Service, runId: string): Promise<JudgedRun> {
  const { stored, state } = await knownRun(service, runId);
  if (!isOver(state)) throw PerfAgentError.of("PA_RUN_NOT_OVER", `run ${runId} is ${state}`);
  if (stored.verdict === null) {
    throw PerfAgentError.of("PA_ANALYSIS_NOT_FOUND", `run ${runId} is ${state} and was never judged`, {
      remedy: "Its line says why it did not come that far.",
    });
  }
  return { stored, folder: await openFolder(service, stored) };
}

/** Throws PA_RUN_NOT_FOUND without telling where on this machine it was looked for. */
async function openFolder({ folders }: Service, { runId, directory }: StoredRun): Promise<RunFolder> {
  try {
    return await folders.open(directory);
  } catch (error) {
    throw PerfAgentError.of("PA_RUN_NOT_FOUND", `the folder of run ${runId} is not here any more`, { cause: error });
  }
}

/** The part of the run's folder that an analysis lies in: "" or `analyses/N/`. Throws PA_ANALYSIS_NOT_FOUND. */
export async function placeOfAnalysis(
  { stored, folder }: JudgedRun,
  asked: AnalysisQuery["analysis"],
): Promise<{ readonly place: string; readonly number: number | null }> {
  const number = asked === "latest" ? await newestAnalysis(folder) : (asked ?? null);
  if (number === null) return { place: "", number };
  const place = laterAnalysis(number);
  if (await folder.has(`${place}${bundleFiles.document}`)) return { place, number };
  throw PerfAgentError.of("PA_ANALYSIS_NOT_FOUND", `run ${stored.runId} has no analysis ${number}`);
}

/** null: it was never judged again. */
async function newestAnalysis(folder: RunFolder): Promise<number | null> {
  let number = 0;
  while (await folder.has(`${laterAnalysis(number + 1)}${bundleFiles.document}`)) number += 1;
  return number === 0 ? null : number;
}
