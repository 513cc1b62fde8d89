import { baselineRunSchema, type BaselineEndpoint, type BaselineRun } from "../contract/baseline.ts";
import type { StoredRun } from "./run-store.ts";

/** A day of epoch ms, so that runs have dates that read well. */
export const dayMs = 86_400_000;

export function baselineEndpoint(changes: Partial<BaselineEndpoint> = {}): BaselineEndpoint {
  return {
    scenario: "buy",
    endpoint: "checkout",
    requests: 1000,
    failedRequests: 1,
    ratePerSecond: 10,
    p50: 40,
    p90: 80,
    p95: 100,
    p99: 200,
    histogram: null,
    ...changes,
  };
}

/** A run of plan `peak` on `perf`, comparable with others of fingerprint `f1`. */
export function baselineRun(runId: string, startedAt: number, changes: Partial<BaselineRun> = {}): BaselineRun {
  return baselineRunSchema.parse({
    runId,
    startedAt,
    verdict: "pass",
    fingerprint: "f1",
    environment: "perf",
    plan: "peak",
    tags: {},
    endpoints: [baselineEndpoint()],
    ...changes,
  });
}

export function storedRun(runId: string, startedAt: number, changes: Partial<StoredRun> = {}): StoredRun {
  return {
    runId,
    startedAt,
    finishedAt: startedAt + 60_000,
    service: "shop",
    environment: "perf",
    planName: "peak",
    state: "finished",
    verdict: "pass",
    fingerprint: "f1",
    directory: `/runs/${runId}`,
    tags: {},
    reason: "objectives were met",
    ...changes,
  };
}
