import { describe, expect, it } from "vitest";
import type { Comparison, ComparisonStatus } from "../../../../src/contract/comparison.ts";
import { orderedComparisons } from "./order-comparisons.ts";

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

  it("are all of them where asked", () => {
    expect(names(true)).toEqual(["large", "small", "detail", "better", "same", "new"]);
  });
});
