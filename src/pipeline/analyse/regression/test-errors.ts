import { betaQuantile } from "../../../stats/regularized-beta.ts";
import {
  betweenRunCorrelation,
  overdispersedBinomialTest,
  type FailureCount,
} from "../../../stats/overdispersed-binomial-test.ts";
import { studentTQuantile } from "../../../stats/student-t.ts";
import { formatCount } from "../../../contract/format-quantity.ts";
import type { BaselineEndpoint } from "../../../contract/baseline.ts";
import type { Comparison } from "../../../contract/comparison.ts";
import type { Series } from "./compared-series.ts";
import { strictLevel, type Demand } from "./detectable-change.ts";
import { enoughRuns, mostRuns } from "./settings.ts";
import { blankComparison, missingEndpoint, type Tested } from "./tested.ts";
import type { TestContext } from "./test-values.ts";

const errorRate = { name: "errors", unit: "fraction", primary: true } as const;

/** Earlier runs with counts that can be true. */
export function usableCounts({ earlier }: Series): FailureCount[] {
  return earlier.map(countOf).filter(isUsable);
}

function countOf({ failedRequests, requests }: BaselineEndpoint): FailureCount {
  return { failures: failedRequests, requests };
}

/** Beyond what a run can send, counts are no longer exact, and a search over them would not end. */
const mostRequests = 1e12;

function isUsable({ failures, requests }: FailureCount): boolean {
  return (
    Number.isInteger(failures) &&
    Number.isInteger(requests) &&
    requests > 0 &&
    requests <= mostRequests &&
    failures >= 0 &&
    failures <= requests
  );
}

/**
 * Test of the share of failed requests by counts: an exact binomial test, widened by how much the earlier runs differ. The effect is the
 * difference of fractions; its interval is Newcombe's (1998, method 10) from two Wilson intervals, with counts divided by the design
 * effect 1 + (n − 1)·ρ and Student's t in place of the normal quantile.
 */
export function testErrors(series: Series, context: Pick<TestContext, "rules" | "family">): Tested {
  const { current, earlier } = series;
  const baseline = usableCounts(series);
  const blank = blankComparison(series, errorRate, baseline.length);
  if (current === null) return missingEndpoint(blank, earlier);
  const now = countOf(current);
  const unusable = earlier.length - baseline.length;
  const notes = unusable === 0 ? [] : [`${formatCount(unusable, "earlier run")} without usable counts left out`];
  if (!isUsable(now)) {
    const status = baseline.length === 0 ? "no-baseline" : "inconclusive";
    const why = `${now.failures} failures of ${now.requests} requests cannot be compared`;
    return { comparison: { ...blank, status, notes: [why, ...notes] }, test: null };
  }
  const known = { ...blank, after: shareOf(now), notes };
  if (baseline.length === 0) return { comparison: known, test: null };
  const before = shareOf(sumOf(baseline));
  const change = shareOf(now) - before;
  const described: Comparison = { ...known, before, effect: change };
  if (baseline.length < enoughRuns) return { comparison: described, test: null };
  const interval = intervalOf(now, baseline);
  const threshold = context.rules.atLeastErrors;
  const demand = { family: context.family, threshold };
  return {
    comparison: { ...described, interval, mde: detectableIncrease(now.requests, baseline, demand) },
    test: {
      pWorse: overdispersedBinomialTest({ ...now, baseline }),
      pBetter: overdispersedBinomialTest({ ...mirrored(now), baseline: baseline.map(mirrored) }),
      change,
      upper: interval[1],
      threshold,
      asBad: 0,
      asGood: 0,
      needs: () => furtherBaselines(now.requests, baseline, demand),
    },
  };
}

/** Successes counted as failures: a fall of the error rate is a rise of the others'. */
function mirrored({ failures, requests }: FailureCount): FailureCount {
  return { failures: requests - failures, requests };
}

function sumOf(counts: readonly FailureCount[]): FailureCount {
  return counts.reduce(
    (sum, count) => ({ failures: sum.failures + count.failures, requests: sum.requests + count.requests }),
    { failures: 0, requests: 0 },
  );
}

function shareOf({ failures, requests }: FailureCount): number {
  return failures / requests;
}

function intervalOf(now: FailureCount, baseline: readonly FailureCount[]): [number, number] {
  const correlation = betweenRunCorrelation(baseline);
  const z = studentTQuantile(0.975, baseline.length - 1);
  const worth = (requests: number): number => requests / (1 + (requests - 1) * correlation);
  const after = shareOf(now);
  const before = shareOf(sumOf(baseline));
  const [afterLow, afterHigh] = wilson(after, worth(now.requests), z);
  const weight = baseline.reduce((sum, { requests }) => sum + worth(requests), 0);
  const [beforeLow, beforeHigh] = wilson(before, weight, z);
  return [
    after - before - Math.hypot(after - afterLow, beforeHigh - before),
    after - before + Math.hypot(afterHigh - after, before - beforeLow),
  ];
}

/** Wilson's (1927) interval of a share seen among `count` trials, which need not be whole. */
function wilson(share: number, count: number, z: number): [number, number] {
  const square = z * z;
  const middle = (share + square / (2 * count)) / (1 + square / count);
  const reach = (z / (1 + square / count)) * Math.sqrt((share * (1 - share)) / count + square / (4 * count * count));
  return [Math.max(0, middle - reach), Math.min(1, middle + reach)];
}

/**
 * The smallest increase that would be found with 90 % probability: the least number of failures that passes both the test and the
 * practical threshold, and the share that gives at least so many in nine runs of ten (Clopper and Pearson), its trials divided by the
 * design effect. 1 less the share before: not even failures alone would pass.
 */
function detectableIncrease(
  requests: number,
  baseline: readonly FailureCount[],
  { threshold, family }: Demand,
): number {
  const before = shareOf(sumOf(baseline));
  const level = strictLevel(family);
  const passes = (failures: number): boolean =>
    failures / requests - before >= threshold && overdispersedBinomialTest({ failures, requests, baseline }) <= level;
  if (!passes(requests)) return 1 - before;
  let [low, high] = [0, requests];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (passes(middle)) high = middle;
    else low = middle + 1;
  }
  const effect = 1 + (requests - 1) * betweenRunCorrelation(baseline);
  if (high === requests) return 1 - before;
  return betaQuantile(0.9, high / effect, (requests - high) / effect + 1) - before;
}

/**
 * Further baseline runs like the present ones until the test alone would find an increase of the threshold; 0: the present ones do. Further
 * runs of this build are not pooled, so that no number of them is told.
 */
function furtherBaselines(
  requests: number,
  baseline: readonly FailureCount[],
  { threshold, family }: Demand,
): { readonly baselines: number | null; readonly candidates: null } {
  for (let more = 0; baseline.length + more <= mostRuns; more += 5) {
    const copies = Array.from({ length: more }, (_, i) =>
      baseline.slice(i % baseline.length, (i % baseline.length) + 1),
    );
    if (detectableIncrease(requests, [...baseline, ...copies.flat()], { threshold: 0, family }) <= threshold)
      return { baselines: more, candidates: null };
  }
  return { baselines: null, candidates: null };
}
