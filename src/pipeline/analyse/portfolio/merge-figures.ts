import type { BaselineRun } from "../../../contract/baseline.ts";
import { readHistogram } from "../../../contract/histogram-text.ts";
import { Histogram } from "../../../stats/histogram.ts";

export interface MergedFigures {
  /** Of the merged distributions; null: nothing was measured, or an endpoint keeps no distribution. Percentiles are never averaged. */
  readonly p95Ms: number | null;
  /** Fraction; null: there were no requests. */
  readonly errorRate: number | null;
}

/** Figures over all endpoints of all the runs, as if they had been one. */
export function mergeFigures(runs: readonly BaselineRun[]): MergedFigures {
  const endpoints = runs.flatMap((run) => run.endpoints).filter(({ requests }) => requests > 0);
  const requests = endpoints.reduce((sum, endpoint) => sum + endpoint.requests, 0);
  const failed = endpoints.reduce((sum, endpoint) => sum + endpoint.failedRequests, 0);
  return { p95Ms: p95Of(endpoints), errorRate: requests === 0 ? null : failed / requests };
}

function p95Of(endpoints: BaselineRun["endpoints"]): number | null {
  const whole = new Histogram();
  for (const { histogram } of endpoints) {
    const kept = histogram === null ? null : readHistogram(histogram);
    if (kept === null) return null;
    whole.addBuckets(kept);
  }
  return whole.quantile(0.95);
}
