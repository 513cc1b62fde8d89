import { describe, expect, test } from "vitest";
import { endpointAt } from "../../../../test/support/compared-runs.ts";
import { defaultComparisonRules, type Comparison } from "../../../contract/comparison.ts";
import { conclude } from "./conclude.ts";
import { testErrors } from "./test-errors.ts";

type Counts = readonly [failures: number, requests: number];

function compared(now: Counts, earlier: readonly Counts[]): Comparison | undefined {
  const endpoint = ([failedRequests, requests]: Counts) => endpointAt(100, { failedRequests, requests });
  const series = { scenario: "buy", endpoint: "checkout", current: endpoint(now), earlier: earlier.map(endpoint) };
  return conclude([testErrors(series, { rules: defaultComparisonRules, family: 1 })], true)[0];
}

const tenRuns = (counts: Counts): Counts[] => Array.from({ length: 10 }, () => counts);
/** Failures of 10,000 requests so many standard deviations from a share (binomial); a tenth of the runs lies below −1.28. */
const failuresAt = (share: number, deviations: number): number =>
  Math.round(10_000 * share + deviations * Math.sqrt(10_000 * share * (1 - share)));
const some: Counts[] = [5, 9, 12, 8, 11, 10, 7, 13, 10, 9].map((failures) => [failures, 10_000]);
const wild: Counts[] = [5, 400, 12, 200, 11, 10, 300, 13, 10, 9].map((failures) => [failures, 10_000]);

const width = (comparison: Comparison | undefined): number =>
  (comparison?.interval?.[1] ?? NaN) - (comparison?.interval?.[0] ?? NaN);

describe("comparison of error rates", () => {
  test.each<[string, Counts, Counts[], Partial<Comparison>]>([
    ["no failure ever, and many requests", [0, 10_000], tenRuns([0, 10_000]), { status: "no-regression", effect: 0 }],
    ["no failure ever, and few requests", [0, 100], tenRuns([0, 100]), { status: "inconclusive" }],
    ["one failed request in a hundred more", [110, 10_000], some, { status: "regression-suspected" }],
    ["sure, but not of weight", [40, 10_000], some, { status: "no-regression" }],
    ["of weight, but earlier runs differ as much", [150, 10_000], wild, { status: "inconclusive" }],
    ["far fewer", [1, 10_000], tenRuns([200, 10_000]), { status: "improved" }],
    ["nothing but failures before and now", [100, 100], tenRuns([100, 100]), { effect: 0, before: 1, after: 1 }],
    ["everything fails", [10_000, 10_000], some, { status: "regression-suspected", after: 1 }],
    ["four earlier runs", [5000, 10_000], some.slice(0, 4), { status: "provisional", p: null, mde: null }],
    ["none", [5000, 10_000], [], { status: "no-baseline", before: null, effect: null, after: 0.5 }],
    ["no request", [0, 0], some, { status: "inconclusive", after: null, p: null }],
    ["more failures than requests", [7, 3], some, { status: "inconclusive", after: null, p: null }],
    ["a part of a request", [0.5, 100], some, { status: "inconclusive", after: null, p: null }],
  ])("%s", (_, now, earlier, wanted) => {
    expect(compared(now, earlier)).toMatchObject({ unit: "fraction", statistic: "errors", primary: true, ...wanted });
  });

  test("the interval holds the difference, and is wider where earlier runs differ", () => {
    const [calm, restless] = [compared([20, 10_000], some), compared([120, 10_000], wild)];
    for (const comparison of [calm, restless]) {
      const [low, high] = comparison?.interval ?? [NaN, NaN];
      expect(low).toBeLessThan(comparison?.effect ?? NaN);
      expect(high).toBeGreaterThan(comparison?.effect ?? NaN);
    }
    expect(width(restless)).toBeGreaterThan(4 * width(calm));
  });

  test("what it says that it could see is found nine times in ten, and half of it seldom", () => {
    const mde = compared([10, 10_000], some)?.mde ?? NaN;
    expect(mde).toBeGreaterThan(defaultComparisonRules.atLeastErrors);
    const before = 94 / 100_000;
    expect(compared([failuresAt(before + mde, -1.2), 10_000], some)?.status).toBe("regression-suspected");
    expect(compared([failuresAt(before + mde, -1.5), 10_000], some)?.status).not.toBe("regression-suspected");
    expect(compared([failuresAt(before + mde / 2, 1.2), 10_000], some)?.status).not.toBe("regression-suspected");
  });

  test("without a conclusion it says what would help", () => {
    expect(compared([0, 100], tenRuns([0, 100]))?.needs).toEqual({ baselines: null, candidates: null });
    expect(compared([0, 100], tenRuns([0, 100]))?.mde).toBeGreaterThan(0.01);
  });
});
