import type { BaselineEndpoint, BaselineRun, PerQuantile } from "../../src/contract/baseline.ts";

/** What is known of one endpoint in one run: milliseconds. */
export interface EndpointFigures {
  readonly endpoint: string;
  readonly scenario?: string;
  readonly requests?: number;
  readonly values: PerQuantile;
}

/** Enough for a p95; the data does not say how many there were. */
const manyRequests = 1000;

/** A run as the detector gets it, out of measured figures. `place` orders runs in time. */
export function buildRun(runId: string, place: number, endpoints: readonly EndpointFigures[]): BaselineRun {
  return {
    runId,
    startedAt: place * 3_600_000,
    verdict: "pass",
    fingerprint: "evaluation",
    traits: {},
    environment: "evaluation",
    plan: "evaluation",
    tags: {},
    judgedMs: 600_000,
    scenarios: [],
    objectives: [],
    control: null,
    endpoints: endpoints.map(({ endpoint, scenario = "main", requests = manyRequests, values }): BaselineEndpoint => ({
      scenario,
      endpoint,
      requests,
      failedRequests: 0,
      ratePerSecond: requests / 600,
      ...values,
      histogram: null,
    })),
  };
}

/** The figures of data that has one value a run: that value stands for every percentile. */
export function singleValue(endpoint: string, value: number): EndpointFigures {
  return { endpoint, values: { p50: value, p90: value, p95: value, p99: value } };
}
