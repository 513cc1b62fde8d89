import { describe, expect, it } from "vitest";
import type { Comparison, ComparisonStatus } from "../../../../src/contract/comparison.ts";
import { countWorthShowing, orderedComparisons } from "./order-comparisons.ts";

function comparison(endpoint: string, status: ComparisonStatus, effect: number | null, primary = true): Comparison {
  return {
    endpoint,
    scenario: "buy",
    statistic: "p95",
    status,
    before: 1,
    after: 1,
    unit: "ms",
    effect,
    interval: null,
    p: null,
    pAdjusted: null,
    mde: null,
    baselineRuns: 10,
    primary,
    needs: null,
    notes: [],
    accepted: null,
  };
}

describe("the comparisons of a run", () => {
  const all = [
    comparison("same", "no-regression", 0.01),
    comparison("detail", "regression-suspected", 0.5, false),
    comparison("small", "regression-confirmed", 0.1),
    comparison("new", "no-baseline", null),
    comparison("large", "regression-confirmed", 0.3),
    comparison("better", "improved", -0.4),
  ];
  const names = (withAll: boolean): string[] => orderedComparisons(all, withAll).map(({ endpoint }) => endpoint);

  it("are those that count, worst and largest first", () => {
    expect(names(false)).toEqual(["large", "small", "better", "same"]);
  });

  it("are at first those that changed, and a few more", () => {
    const quiet = Array.from({ length: 9 }, (_, index) => comparison(`quiet ${index}`, "inconclusive", null));
    const loud = Array.from({ length: 8 }, (_, index) => comparison(`loud ${index}`, "regression-confirmed", 0.2));
    expect(countWorthShowing(quiet)).toBe(6);
    expect(countWorthShowing([...loud, ...quiet])).toBe(8);
    expect(countWorthShowing(loud)).toBe(8);
    expect(countWorthShowing(quiet.slice(0, 2))).toBe(2);
  });

  it("are all of them where asked", () => {
    expect(names(true)).toEqual(["large", "small", "detail", "better", "same", "new"]);
  });
});
