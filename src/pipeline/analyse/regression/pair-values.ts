import type { BaselineEndpoint, PerQuantile } from "../../../contract/baseline.ts";
import type { ComparisonRules } from "../../../contract/comparison.ts";
import { leastSpread } from "./settings.ts";

/** One endpoint in two neighbouring runs. */
type EndpointPair = readonly [before: BaselineEndpoint, after: BaselineEndpoint];

/** One figure of one endpoint over all pairs that have it on both sides. */
export interface PairedValues {
  readonly unit: "ms" | "fraction";
  /** after − before: of ln milliseconds, or of fractions. */
  readonly differences: readonly number[];
  /** Means over the pairs: geometric of latency, arithmetic of fractions; null: there are none. */
  readonly before: number | null;
  readonly after: number | null;
  /** Smallest standard deviation of a difference that is believed. */
  readonly leastSpread: number;
  /** Smallest change that matters, on the scale of the differences. */
  readonly threshold: number;
  /** From the scale of the differences to that of effects. */
  readonly toEffect: (difference: number) => number;
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** A percentile; values that are not above 0 have no logarithm and drop their pair. The threshold of p99 is twice that of others. */
export function pairLatencies(
  pairs: readonly EndpointPair[],
  statistic: keyof PerQuantile,
  { atLeast, atLeastMs }: ComparisonRules,
): PairedValues {
  const logs = pairs
    .map(([before, after]) => [Math.log(before[statistic]), Math.log(after[statistic])] as const)
    .filter((pair) => pair.every((log) => Number.isFinite(log)));
  const [a, b] = [meanOf(logs.map(([before]) => before)), meanOf(logs.map(([, after]) => after))];
  const share = statistic === "p99" ? 2 * atLeast : atLeast;
  const none = logs.length === 0;
  return {
    unit: "ms",
    differences: logs.map(([before, after]) => after - before),
    before: none ? null : Math.exp(a),
    after: none ? null : Math.exp(b),
    // Of a difference of two runs.
    leastSpread: leastSpread * Math.SQRT2,
    threshold: Math.log1p(none ? share : Math.max(share, atLeastMs / Math.exp(a))),
    toEffect: Math.expm1,
  };
}

/**
 * Share of requests that failed. A difference cannot be surer than counting makes it: its least variance is that of two binomial shares,
 * with the share of all runs after Laplace's rule (one more failure, one more success), so that runs without any failure keep an
 * interval.
 */
export function pairErrors(pairs: readonly EndpointPair[], { atLeastErrors }: ComparisonRules): PairedValues {
  const counted = pairs.filter((pair) => pair.every(({ requests }) => requests > 0));
  const shares = counted.map(
    ([before, after]) => [before.failedRequests / before.requests, after.failedRequests / after.requests] as const,
  );
  const sum = (read: (endpoint: BaselineEndpoint) => number): number =>
    counted.flat().reduce((total, endpoint) => total + read(endpoint), 0);
  const share = (sum(({ failedRequests }) => failedRequests) + 1) / (sum(({ requests }) => requests) + 2);
  const perPair = meanOf(counted.map(([before, after]) => 1 / before.requests + 1 / after.requests));
  const none = counted.length === 0;
  return {
    unit: "fraction",
    differences: shares.map(([before, after]) => after - before),
    before: none ? null : meanOf(shares.map(([before]) => before)),
    after: none ? null : meanOf(shares.map(([, after]) => after)),
    leastSpread: none ? 0 : Math.sqrt(share * (1 - share) * perPair),
    threshold: atLeastErrors,
    toEffect: (difference) => difference,
  };
}
