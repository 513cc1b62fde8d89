import type { AnalyseRequest } from "../../contract/api/runs.ts";
import type { BaselineSeries } from "../../contract/baseline-series.ts";
import type { RunDocument } from "../../contract/run.ts";
import type { RunFolder } from "../../ports/run-folders.ts";
import { readSeriesText } from "../carry-baselines.ts";
import { keepAnalysis, laterAnalysis } from "../keep-analysis.ts";
import { understandGiven } from "../load-plan.ts";
import { createTurns } from "../plans/in-turn.ts";
import { bundleFiles, placed, readInputs } from "../run-bundle.ts";
import type { Service } from "../service.ts";
import type { AnalysisPayload } from "./analysis-payload.ts";
import { basisOfSeries } from "./basis-of-series.ts";
import { judgedRun } from "./judged-run.ts";
import { queueAnalysis } from "./queue-analysis.ts";
import { keepShown } from "./shown-analysis.ts";
import { sloInputsOf } from "./slo-inputs.ts";

/** Windows of so many bytes are judged while somebody waits; more are the job loop's matter. */
const longBytes = 8_000_000;

export interface AnalyseAgain extends AnalyseRequest {
  readonly actor: string;
  /** Counts only where the analysis becomes a job: a short one is done when it is answered. */
  readonly idempotencyKey: string | null;
}

/** The document of a later analysis with its number, or the job that makes it. */
export type AnalysedAgain = LaterAnalysis | { readonly jobId: string };

/**
 * Judges a kept run again, with other objectives or baselines when some are given. Throws what `judgedRun` throws, PA_SLO_INVALID,
 * PA_BASELINE_INVALID, PA_RUN_BUNDLE_DAMAGED, PA_IDEMPOTENCY.
 */
export async function analyseAgain(
  service: Service,
  { runId, slos, baselines, actor, idempotencyKey }: AnalyseAgain,
): Promise<AnalysedAgain> {
  const { folder } = await judgedRun(service, runId);
  const payload: RunPayload = {
    of: "run",
    runId,
    slos: [...sloInputsOf(slos)],
    baselines: baselines === undefined ? null : seriesOf(baselines),
    actor,
  };
  if (await isLong(folder)) return queueAnalysis(service, payload, idempotencyKey);
  return judgeAgain(service, payload);
}

/** Two analyses of one run at a time would take the same number. */
const inTurn = createTurns();

type RunPayload = Extract<AnalysisPayload, { readonly of: "run" }>;

interface LaterAnalysis {
  readonly runId: string;
  readonly number: number;
  readonly document: RunDocument;
}

/** Does what a payload asks for. Throws as `analyseAgain`. */
export function judgeAgain(service: Service, payload: RunPayload): Promise<LaterAnalysis> {
  return inTurn(payload.runId, () => judge(service, payload));
}

async function judge(
  service: Service,
  { runId, slos: given, baselines: series, actor }: RunPayload,
): Promise<LaterAnalysis> {
  const { stored, folder } = await judgedRun(service, runId);
  await folder.verify();
  const inputs = await readInputs(folder);
  const { startedAt, imported } = inputs.record;
  const { analysis, number } = await keepAnalysis(folder, inputs, {
    slos: given.length === 0 ? inputs.slos : understandGiven(given, inputs.plan).slos,
    ...(series === null
      ? {}
      : { baselines: basisOfSeries(inputs.baselines, series, { runId, startedAt, ownFingerprint: !imported }) }),
  });
  await keepShown(service, folder, laterAnalysis(number), { analysis, narrative: null });
  const { audit } = await service.store();
  await audit.record({
    at: service.clock.now(),
    actor,
    action: "analyse",
    outcome: "done",
    runId,
    subject: `${stored.planName} on ${stored.environment}`,
    reasons: [
      `analysis ${number}: ${analysis.document.verdict}`,
      ...(given.length === 0 ? [] : ["other objectives"]),
      ...(series === null ? [] : ["other baselines"]),
    ],
  });
  return { runId, number, document: placed(analysis.document, `${folder.directory}/analyses/${number}`) };
}

/** As JSON text, so that mistakes are placed as those of a file are. */
function seriesOf(baselines: Readonly<Record<string, unknown>>): BaselineSeries {
  return readSeriesText(JSON.stringify(baselines), "json", "baselines");
}

async function isLong(folder: RunFolder): Promise<boolean> {
  return (await folder.readFrom(bundleFiles.windows, longBytes, 1)).length > 0;
}
