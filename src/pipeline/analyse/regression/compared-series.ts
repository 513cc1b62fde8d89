import type { BaselineEndpoint, BaselineRun } from "../../../contract/baseline.ts";
import type { Comparison, ComparisonRules } from "../../../contract/comparison.ts";

/** A figure of an endpoint that is compared. */
export interface Statistic {
  readonly name: "p50" | "p90" | "p95" | "p99" | "throughput";
  readonly unit: Comparison["unit"];
  /** It counts for the verdict. */
  readonly primary: boolean;
  /** Of a percentile; null: a rate. */
  readonly quantile: number | null;
  /** +1: more is worse, −1: less is worse. */
  readonly worse: 1 | -1;
}

/** Figures that are compared by their logarithm. Error rates are compared by counts: test-errors.ts. */
export const statistics: readonly Statistic[] = [
  { name: "p95", unit: "ms", primary: true, quantile: 0.95, worse: 1 },
  { name: "p50", unit: "ms", primary: false, quantile: 0.5, worse: 1 },
  { name: "p90", unit: "ms", primary: false, quantile: 0.9, worse: 1 },
  { name: "p99", unit: "ms", primary: false, quantile: 0.99, worse: 1 },
  { name: "throughput", unit: "per-second", primary: false, quantile: null, worse: -1 },
];

export function valueOf(endpoint: BaselineEndpoint, { name }: Statistic): number {
  return name === "throughput" ? endpoint.ratePerSecond : endpoint[name];
}

/** Smallest change that matters, as a share of `before`; of p99 twice as much, as it is the noisiest. */
export function thresholdOf({ name, unit }: Statistic, before: number, rules: ComparisonRules): number {
  const share = name === "p99" ? 2 * rules.atLeast : rules.atLeast;
  return unit === "ms" ? Math.max(share, rules.atLeastMs / before) : share;
}

/** One endpoint of one scenario in this run and in the earlier ones that have it, newest first. */
export interface Series {
  readonly scenario: string;
  readonly endpoint: string;
  /** null: this run has no request of it. */
  readonly current: BaselineEndpoint | null;
  readonly earlier: readonly BaselineEndpoint[];
}

/** Earlier values that a logarithm can be taken of. */
export function usableValues({ earlier }: Series, statistic: Statistic): number[] {
  return earlier.map((endpoint) => valueOf(endpoint, statistic)).filter(isUsable);
}

export function isUsable(value: number): boolean {
  return Number.isFinite(value) && value > 0;
}

/**
 * Every endpoint of this run, then those that it lacks and most of the earlier runs have. An earlier run that has one endpoint twice
 * does not count for it: it is one run, and which of the two figures is its own cannot be told.
 */
export function seriesOf(current: BaselineRun, runs: readonly BaselineRun[]): Series[] {
  const earlier = new Map<string, BaselineEndpoint[]>();
  for (const run of runs) {
    for (const [key, endpoint] of onlyOnes(run)) {
      const known = earlier.get(key);
      if (known === undefined) earlier.set(key, [endpoint]);
      else known.push(endpoint);
    }
  }
  const present = current.endpoints.map((endpoint) => ({
    scenario: endpoint.scenario,
    endpoint: endpoint.endpoint,
    current: endpoint,
    earlier: earlier.get(keyOf(endpoint)) ?? [],
  }));
  const here = new Set(current.endpoints.map(keyOf));
  const lost = [...earlier.values()].flatMap((endpoints) => {
    const [latest] = endpoints;
    if (latest === undefined || here.has(keyOf(latest)) || endpoints.length * 2 <= runs.length) return [];
    return [{ scenario: latest.scenario, endpoint: latest.endpoint, current: null, earlier: endpoints }];
  });
  return [...present, ...lost];
}

/** Endpoints of a run by key, without those that stand in it more than once. */
function onlyOnes({ endpoints }: BaselineRun): Map<string, BaselineEndpoint> {
  const found = new Map<string, BaselineEndpoint>();
  const repeated = new Set<string>();
  for (const endpoint of endpoints) {
    const key = keyOf(endpoint);
    if (found.has(key)) repeated.add(key);
    else found.set(key, endpoint);
  }
  for (const key of repeated) found.delete(key);
  return found;
}

/** Name of an endpoint within its scenario, for maps. */
export function keyOf({ scenario, endpoint }: { readonly scenario: string; readonly endpoint: string }): string {
  return JSON.stringify([scenario, endpoint]);
}
