import type { Calibration } from "../contract/calibration.ts";
import type { CalibrateDocument } from "../contract/rerun-documents.ts";
import { calibrateSeries } from "../pipeline/analyse/regression/calibrate.ts";
import { enoughRuns } from "../pipeline/analyse/regression/settings.ts";
import type { Agent } from "./agent.ts";
import { withoutBaselines } from "./freeze-baselines.ts";
import type { StartRunRequest } from "./run-request.ts";
import { runSeries, totalOf, unusable, type SeriesListener } from "./run-series.ts";
import { prepareAudited } from "./start-run.ts";

/**
 * Runs one build against itself and tells how much figures differ although nothing changed; keeps that with the fingerprint, so that
 * later comparisons may fail a run. The runs are ordinary ones and enter the baseline. Throws what refuses a run.
 */
export async function calibratePlan(
  agent: Agent,
  request: StartRunRequest,
  runs: number,
  listener: SeriesListener,
): Promise<CalibrateDocument> {
  const prepared = await prepareAudited(agent, request, listener.run);
  try {
    const { plan, policy } = prepared.loaded;
    listener.total(totalOf(Array.from({ length: runs }, () => ({ prepared }))));
    const step = { prepared, request, label: null };
    const series = await runSeries(agent, { atMost: runs, next: () => step }, listener);
    const judged = series.runs.map(({ analysis }) => ({ analysis, why: unusable(analysis.document) }));
    const used = judged.filter(({ why }) => why === null).map(({ analysis }) => analysis.asBaseline);
    const calibration: Calibration | null =
      used.length < enoughRuns
        ? null
        : {
            schemaVersion: 1,
            fingerprint: withoutBaselines(agent, prepared, plan).fingerprint,
            service: plan.service,
            environment: plan.target.environment,
            plan: plan.name,
            at: agent.clock.now(),
            runIds: used.map(({ runId }) => runId),
            series: calibrateSeries(used, policy.compare),
          };
    if (calibration !== null) await (await agent.store()).book.calibrate(calibration);
    return {
      schemaVersion: 1,
      exitCode: series.interruptedBy ?? (calibration === null ? 4 : 0),
      asked: runs,
      unusable: judged.flatMap(({ analysis, why }) => (why === null ? [] : [{ runId: analysis.document.runId, why }])),
      calibration,
    };
  } finally {
    await prepared.dispose();
  }
}
