import { expect, test } from "vitest";
import { defaultComparisonRules, type Comparison } from "../../contract/comparison.ts";
import { undoRegressions } from "./explain.ts";

const slower: Comparison = {
  endpoint: "checkout",
  scenario: "buy",
  statistic: "p95",
  status: "regression-suspected",
  before: 391,
  after: 449,
  unit: "ms",
  effect: 0.148,
  interval: [0.109, 0.187],
  p: 0.0004,
  pAdjusted: 0.002,
  mde: 0.061,
  baselineRuns: 12,
  primary: true,
  needs: null,
  notes: [],
  accepted: null,
};

test.each<[string, Partial<Comparison>, string]>([
  ["a percentile, by the share that matters", {}, "passes if p95 of checkout in buy < 411 ms (now 449 ms)"],
  [
    "a fast percentile, by the milliseconds that matter",
    { before: 2, after: 4, scenario: "" },
    "passes if p95 of checkout < 3 ms (now 4 ms)",
  ],
  [
    "an error rate, by its points",
    { statistic: "errors", unit: "fraction", before: 0.001, after: 0.02, status: "regression-confirmed" },
    "passes if errors of checkout in buy < 0.60 % (now 2.00 %)",
  ],
])("a regression of %s is undone", (_, change, sentence) => {
  expect(undoRegressions([{ ...slower, ...change }], defaultComparisonRules)).toEqual([sentence]);
});

test.each<[string, Partial<Comparison>]>([
  ["is accepted", { accepted: "r1" }],
  ["only describes", { primary: false }],
  ["is none", { status: "no-regression" }],
])("nothing is asked of a change that %s", (_, change) => {
  expect(undoRegressions([{ ...slower, ...change }], defaultComparisonRules)).toEqual([]);
});
