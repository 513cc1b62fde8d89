import type { BaselineEndpoint, BaselineRun } from "../../../contract/baseline.ts";
import type { ComparisonRules } from "../../../contract/comparison.ts";
import type { PairedResult, PairedStatus } from "../../../contract/paired-comparison.ts";
import { benjaminiHochberg } from "../../../stats/benjamini-hochberg.ts";
import { sampleMoments } from "../../../stats/sample-moments.ts";
import { studentT, studentTQuantile } from "../../../stats/student-t.ts";
import { keyOf } from "./compared-series.ts";
import { detectableChange, strictLevel } from "./detectable-change.ts";
import { pairErrors, pairLatencies, type PairedValues } from "./pair-values.ts";
import { alpha, falseDiscoveryRate, mostRuns } from "./settings.ts";

/** Neighbouring runs of the two builds. */
export interface RunPair {
  readonly before: BaselineRun;
  readonly after: BaselineRun;
}

/** Fewer pairs conclude nothing. */
export const fewestPairs = 3;

const latencies = ["p50", "p95", "p99"] as const;
/** They count for the conclusion. */
const primary = new Set(["p95", "errors"]);

/**
 * Compares two builds by the differences of neighbouring runs (duet benchmarking, Bulej et al. 2020): d_i = ln after − ln before of each
 * pair (of error rates the difference of fractions), SE = max(s, least spread)/√k, t = mean d/SE on k − 1 degrees of freedom. Each
 * statistic is its own family. Fewer than three pairs with both values: `inconclusive` without figures of the test.
 */
export function comparePairs(pairs: readonly RunPair[], rules: ComparisonRules): PairedResult[] {
  const series = seriesOf(pairs);
  const indexed = pairs.map(({ before, after }) => [indexOf(before), indexOf(after)] as const);
  return [...latencies, "errors" as const].flatMap((statistic) => {
    const tests = series.map((name) => {
      const values = indexed.flatMap(([before, after]) => {
        const [a, b] = [before.get(keyOf(name)), after.get(keyOf(name))];
        return a === undefined || b === undefined ? [] : [[a, b] as const];
      });
      const paired = statistic === "errors" ? pairErrors(values, rules) : pairLatencies(values, statistic, rules);
      return testSeries({ ...name, statistic, paired, family: series.length });
    });
    const slower = benjaminiHochberg(tests.map(({ pSlower }) => pSlower));
    const faster = benjaminiHochberg(tests.map(({ pSlower }) => (pSlower === null ? null : 1 - pSlower)));
    return tests.map((test, place) => conclude(test, slower[place] ?? null, faster[place] ?? null));
  });
}

/** What all figures say together: one slower endpoint is enough; a p95 without a conclusion leaves all without one. */
export function concludePairs(results: readonly PairedResult[]): PairedStatus {
  const counting = results.filter((result) => result.primary);
  const has = (status: PairedStatus): boolean => counting.some((result) => result.status === status);
  if (has("slower")) return "slower";
  if (counting.length === 0) return "inconclusive";
  // Error rates of few requests are rarely settled: they accuse, and do not leave undecided.
  if (counting.some(({ statistic, status }) => statistic === "p95" && status === "inconclusive")) return "inconclusive";
  return has("faster") ? "faster" : "no-slower";
}

interface Name {
  readonly scenario: string;
  readonly endpoint: string;
}

function seriesOf(pairs: readonly RunPair[]): Name[] {
  const names = new Map<string, Name>();
  for (const { before, after } of pairs)
    for (const { scenario, endpoint } of [...before.endpoints, ...after.endpoints])
      names.set(keyOf({ scenario, endpoint }), { scenario, endpoint });
  return [...names.values()];
}

/** Its endpoints by name; of one that stands there twice the first. */
function indexOf({ endpoints }: BaselineRun): Map<string, BaselineEndpoint> {
  return new Map(endpoints.toReversed().map((endpoint) => [keyOf(endpoint), endpoint]));
}

interface Test {
  readonly result: PairedResult;
  /** null: too few pairs. */
  readonly pSlower: number | null;
  /** On the scale of the differences. */
  readonly change: number;
  readonly upper: number;
  readonly threshold: number;
}

function testSeries({
  scenario,
  endpoint,
  statistic,
  paired,
  family,
}: Name & { readonly statistic: string; readonly paired: PairedValues; readonly family: number }): Test {
  const { differences, unit, before, after, leastSpread, threshold, toEffect } = paired;
  const pairs = differences.length;
  const { mean, squares } = sampleMoments(differences);
  const base: PairedResult = {
    scenario,
    endpoint,
    statistic,
    unit,
    status: "inconclusive",
    before,
    after,
    effect: pairs === 0 ? null : toEffect(mean),
    interval: null,
    p: null,
    pAdjusted: null,
    mde: null,
    pairs,
    pairsNeeded: null,
    primary: primary.has(statistic),
  };
  if (pairs < fewestPairs) return { result: base, pSlower: null, change: 0, upper: Infinity, threshold };
  const freedom = pairs - 1;
  const spread = Math.max(Math.sqrt(squares / freedom), leastSpread);
  const error = spread / Math.sqrt(pairs);
  const pSlower = studentT(-mean / error, freedom);
  const reach = studentTQuantile(0.975, freedom) * error;
  const visible = (k: number): number =>
    (studentTQuantile(1 - strictLevel(family), k - 1) + studentTQuantile(0.9, k - 1)) * (spread / Math.sqrt(k));
  return {
    pSlower,
    change: mean,
    upper: mean + reach,
    threshold,
    result: {
      ...base,
      interval: [toEffect(mean - reach), toEffect(mean + reach)],
      p: pSlower,
      mde:
        unit === "ms"
          ? detectableChange(error, freedom, { family, threshold: toEffect(threshold) })
          : Math.max(visible(pairs), threshold + studentTQuantile(0.9, freedom) * error),
      pairsNeeded: firstOf(fewestPairs, mostRuns, (k) => visible(k) <= threshold),
    },
  };
}

function firstOf(from: number, to: number, holds: (value: number) => boolean): number | null {
  for (let value = from; value <= to; value++) if (holds(value)) return value;
  return null;
}

function conclude({ result, pSlower, change, upper, threshold }: Test, slower: number | null, faster: number | null) {
  if (pSlower === null || slower === null || faster === null) return result;
  const told = { ...result, pAdjusted: slower };
  if (slower <= falseDiscoveryRate && pSlower <= alpha && change >= threshold)
    return { ...told, status: "slower" as const };
  if (faster <= falseDiscoveryRate && 1 - pSlower <= alpha && -change >= threshold)
    return { ...told, status: "faster" as const };
  return { ...told, status: upper < threshold ? ("no-slower" as const) : ("inconclusive" as const) };
}
