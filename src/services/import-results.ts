import type { BaselineSeries } from "../contract/baseline-series.ts";
import { defaultComparisonRules } from "../contract/comparison.ts";
import type { Mistake } from "../contract/errors.ts";
import type { Analysis, RunRecord } from "../contract/run.ts";
import { limitRulesOf } from "../contract/slo-set.ts";
import type { CollectionSummary } from "../contract/window.ts";
import { encodeWindows } from "../contract/encode-windows.ts";
import { exitCodeOf } from "../pipeline/analyse/verdict.ts";
import type { RunFolder } from "../ports/run-folders.ts";
import type { Agent } from "./agent.ts";
import { basisOfSeries } from "./analyses/basis-of-series.ts";
import { emptyBasis } from "./freeze-baselines.ts";
import { loadSlos } from "./load-plan.ts";
import { bundleFiles, judge, loadJudgement, toJson, type JudgedInputs } from "./run-bundle.ts";
import { newRunId } from "./start-run.ts";
import { saveRun } from "./save-run.ts";

const engines: Readonly<Record<CollectionSummary["format"], string>> = {
  "k6-csv": "k6",
  "k6-json": "k6",
  "jtl-csv": "jmeter",
  "jtl-xml": "jmeter",
};

/** All windows of a long run at once would take their size in memory once more. */
const windowsAtOnce = 64;

/** Where results that name none were measured. */
const nowhere = "imported";

export interface ImportRequest {
  readonly resultsFile: string;
  readonly sloFiles: readonly string[];
  readonly service: string;
  readonly environment?: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Runs to compare with, comparable by the word of whoever hands them in. */
  readonly baselines?: BaselineSeries | null;
  readonly inconclusiveAs: "pass" | "fail" | undefined;
}

/** Judges the results of somebody else's run like our own, over the whole run, and keeps it as a run folder. */
export async function importResults(
  agent: Agent,
  request: ImportRequest,
): Promise<{ analysis: Analysis; directory: string; exitCode: number; warnings: readonly Mistake[] }> {
  const { slos, warnings } = await loadSlos(agent, request.sloFiles, "", null);
  const [{ windows, summary }] = await Promise.all([
    agent.collectors.read(request.resultsFile, limitRulesOf(slos)),
    loadJudgement(),
  ]);
  const name = (request.resultsFile.split("/").at(-1) ?? "results").replace(/(\.(csv|json|jtl|xml|gz))+$/u, "");
  const runId = newRunId(agent, name);
  const record: RunRecord = {
    schemaVersion: 1,
    runId,
    state: "finished",
    stoppedBy: null,
    startedAt: summary.firstAt ?? 0,
    finishedAt: summary.lastAt,
    service: request.service,
    environment: request.environment ?? nowhere,
    plan: { name, sha256: "", seed: 0 },
    tags: { ...request.tags },
    engine: { name: engines[summary.format], version: "unknown" },
    agentVersion: agent.version,
    outcome: null,
    guard: { decision: "allow", hits: 0 },
    cost: { estimated: 0, actual: 0, currency: "EUR" },
    attempts: [],
    reducedTo: null,
    stoppedAt: null,
    cutIterations: null,
    imported: true,
    purpose: "run",
    control: null,
  };
  const nothing = emptyBasis(agent.documents.sha256(`imported:${name}`), {});
  const baselines =
    request.baselines === undefined || request.baselines === null
      ? nothing
      : basisOfSeries(nothing, request.baselines, { runId, startedAt: record.startedAt, ownFingerprint: false });
  const folder = await agent.folders.create(runId);
  const inputs: JudgedInputs = {
    record,
    plan: null,
    preview: null,
    slos,
    baselines,
    rules: defaultComparisonRules,
    collection: summary,
    windows,
    certificate: null,
  };
  // Half a folder would be taken for a run that was killed.
  const analysis = await keepJudged(folder, inputs).catch(async (error: unknown) => {
    await folder.discard();
    throw error;
  });
  await saveRun(agent, folder.directory, record, baselines, analysis);
  const exitCode = exitCodeOf(analysis.document.verdict, { inconclusiveAs: request.inconclusiveAs });
  return { analysis, directory: folder.directory, exitCode, warnings };
}

async function keepJudged(folder: RunFolder, inputs: JudgedInputs): Promise<Analysis> {
  const { record, slos, baselines, collection, windows } = inputs;
  await Promise.all([
    folder.write(bundleFiles.objectives, toJson(slos)),
    folder.write(bundleFiles.baselines, toJson(baselines)),
    folder.write(bundleFiles.record, toJson(record)),
    folder.write(bundleFiles.collection, toJson(collection)),
  ]);
  for (let from = 0; from < windows.length; from += windowsAtOnce)
    await folder.appendWindows(encodeWindows(windows.slice(from, from + windowsAtOnce)));
  const { analysis, files } = await judge(inputs);
  await Promise.all(Object.entries(files).map(([file, content]) => folder.write(file, content)));
  await folder.seal();
  return analysis;
}
