import { expect, test } from "vitest";
import type { Comparison, ComparisonStatus } from "../contract/comparison.ts";
import { suspectedIn } from "./confirm-run.ts";

const comparison = (status: ComparisonStatus, changes: Partial<Comparison> = {}): Comparison => ({
  endpoint: "checkout",
  scenario: "buy",
  statistic: "p95",
  status,
  before: 100,
  after: 120,
  unit: "ms",
  effect: 0.2,
  interval: null,
  p: null,
  pAdjusted: null,
  mde: null,
  baselineRuns: 10,
  primary: true,
  needs: null,
  notes: [],
  accepted: null,
  ...changes,
});
const series = { scenario: "buy", endpoint: "checkout", statistic: "p95" };

test.each<[string, Comparison, boolean]>([
  ["suspected", comparison("regression-suspected"), true],
  ["confirmed already", comparison("regression-confirmed"), true],
  ["improved", comparison("improved"), false],
  ["undecided", comparison("inconclusive"), false],
  ["on a slower machine", comparison("environment-shift"), false],
  ["of too few runs", comparison("provisional"), false],
  ["only describing", comparison("regression-suspected", { primary: false }), false],
  ["accepted by somebody", comparison("regression-suspected", { accepted: "a1" }), false],
])("a slowdown that is %s", (_, one, wanted) => {
  expect(suspectedIn({ verdict: "warn", comparisons: [one] })).toEqual(wanted ? [series] : []);
});

test("an invalid run suspects nothing", () => {
  const comparisons = [comparison("regression-suspected")];
  expect(suspectedIn({ verdict: "invalid", comparisons })).toEqual([]);
});
