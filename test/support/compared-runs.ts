import { comparisonBasisSchema, type ComparisonBasis } from "../../src/contract/comparison.ts";
import type { BaselineEndpoint, BaselineRun } from "../../src/contract/baseline.ts";
import { seededRandom } from "../../src/stats/seeded-random.ts";
import { baselineEndpoint, baselineRun } from "../../src/ports/baseline-runs.contract.ts";

/** A basis of these runs and what a test changes. */
export function basisOf(runs: readonly BaselineRun[], changes: Partial<ComparisonBasis> = {}): ComparisonBasis {
  const empty = comparisonBasisSchema.parse({ schemaVersion: 1, fingerprint: "f1", runs: [] });
  return { ...empty, runs: [...runs], ...changes };
}

/** An endpoint of 9,000 requests whose percentiles stand in a fixed ratio to its p95. */
export function endpointAt(p95: number, changes: Partial<BaselineEndpoint> = {}): BaselineEndpoint {
  const figures = { p50: p95 / 2, p90: p95 * 0.9, p95, p99: p95 * 1.5 };
  return baselineEndpoint({ requests: 9000, failedRequests: 0, ...figures, ...changes });
}

/** Run number `number` of one endpoint. */
export function runAt(number: number, p95: number, changes: Partial<BaselineRun> = {}): BaselineRun {
  return baselineRun(`run-${number}`, number * 1000, { endpoints: [endpointAt(p95)], ...changes });
}

/** Standard normal numbers from a seed (Box and Muller). */
export function normals(seed: string): () => number {
  const random = seededRandom(seed);
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
