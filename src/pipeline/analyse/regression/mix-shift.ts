import { Histogram } from "../../../stats/histogram.ts";
import { median } from "../../../stats/quantile-type7.ts";
import { formatChange, formatShare } from "../../../contract/format-quantity.ts";
import type { BaselineEndpoint, BaselineRun } from "../../../contract/baseline.ts";
import type { ComparisonRules, Finding } from "../../../contract/comparison.ts";
import { keyOf } from "./compared-series.ts";
import { keptHistogram } from "./kept-histogram.ts";

/** A mix is another one when an endpoint's share of all requests moved by so much: drawn mixes differ by a few tenths of a percent. */
const leastMove = 0.005;

/** Newest runs whose pooled p95 is worked out. */
const readRuns = 10;

/**
 * Tells a change of the pooled p95 that is only one of the mix of endpoints: the pooled p95 moved by as much as matters, and with this
 * run's distributions weighted as in the earlier runs it did not. null: it did not move, the mix is the same, or distributions are not kept.
 */
export function mixShift(current: BaselineRun, runs: readonly BaselineRun[], rules: ComparisonRules): Finding | null {
  const now = sharesOf(current);
  const earlier = runs.map(sharesOf);
  const names = [...new Set([...now.keys(), ...earlier.flatMap((shares) => [...shares.keys()])])];
  const moves = names.map((key) => {
    const before = median(earlier.map((shares) => shares.get(key) ?? 0));
    return { key, before, after: now.get(key) ?? 0 };
  });
  const moved = moves.toSorted((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before))[0];
  if (runs.length === 0 || moved === undefined || Math.abs(moved.after - moved.before) < leastMove) return null;
  const pooled = pooledP95(current.endpoints, () => 1);
  const usual = new Map(moves.map((move) => [move.key, move.before]));
  const weighted = pooledP95(current.endpoints, (key) => (usual.get(key) ?? 0) / (now.get(key) ?? 1));
  // Distributions are long: those of the earlier runs are read only where the mix makes a difference.
  if (!(Math.abs(pooled / weighted - 1) >= rules.atLeast)) return null;
  const before = median(runs.slice(0, readRuns).map(({ endpoints }) => pooledP95(endpoints, () => 1)));
  const effect = pooled / before - 1;
  const alike = weighted / before - 1;
  if (!Number.isFinite(effect) || !Number.isFinite(alike)) return null;
  if (Math.abs(effect) < rules.atLeast || Math.abs(alike) >= rules.atLeast) return null;
  const endpoint = current.endpoints.find((one) => keyOf(one) === moved.key)?.endpoint ?? "an endpoint";
  const way = effect > 0 ? "slower" : "faster";
  return {
    kind: "mix-shift",
    status: "no-regression",
    scope: "service",
    text: `p95 of all requests together is ${formatShare(Math.abs(effect), 1)} ${way} because the mix changed: ${endpoint} is ${formatShare(moved.after, 1)} of the requests, before ${formatShare(moved.before, 1)}; weighted as before it is ${formatChange(alike)}`,
    series: [],
    effect,
    advisory: true,
  };
}

function sharesOf({ endpoints }: BaselineRun): Map<string, number> {
  const total = endpoints.reduce((sum, { requests }) => sum + requests, 0);
  return new Map(endpoints.map((endpoint) => [keyOf(endpoint), endpoint.requests / total]));
}

/** ms. Counts are multiplied by the endpoint's weight. NaN when a distribution is missing. */
function pooledP95(endpoints: readonly BaselineEndpoint[], weightOf: (key: string) => number): number {
  const pooled = new Histogram();
  for (const endpoint of endpoints) {
    const histogram = keptHistogram(endpoint);
    if (histogram === null) return NaN;
    const weight = weightOf(keyOf(endpoint));
    const buckets = histogram.buckets();
    const filled = buckets.reduce((sum, { count }) => sum + count, 0);
    if (weight === 0) continue;
    pooled.addBuckets({
      count: histogram.count * weight,
      sum: histogram.sum * weight,
      min: histogram.min,
      max: histogram.max,
      zeroCount: (histogram.count - filled) * weight,
      indexes: buckets.map(({ index }) => index),
      counts: buckets.map(({ count }) => count * weight),
    });
  }
  return pooled.quantile(0.95) ?? NaN;
}
