import { expect, test } from "vitest";
import type { BaselineRun } from "../../../contract/baseline.ts";
import { defaultComparisonRules } from "../../../contract/comparison.ts";
import { qnScale } from "../../../stats/qn-scale.ts";
import { calibrateSeries } from "./calibrate.ts";

function runsOf(values: Readonly<Record<string, readonly number[]>>): BaselineRun[] {
  const length = Math.max(...Object.values(values).map((column) => column.length));
  return Array.from({ length }, (_, index) => ({
    runId: `run ${index}`,
    startedAt: index,
    verdict: "pass" as const,
    fingerprint: "f",
    traits: {},
    environment: "local",
    plan: "plan",
    tags: {},
    judgedMs: null,
    scenarios: [],
    objectives: [],
    control: null,
    endpoints: Object.entries(values).flatMap(([endpoint, column]) => {
      const ms = column[index];
      if (ms === undefined) return [];
      return [
        {
          scenario: "buy",
          endpoint,
          requests: 100,
          failedRequests: 0,
          ratePerSecond: 10,
          p50: ms / 2,
          p90: ms,
          p95: ms,
          p99: ms,
          histogram: null,
        },
      ];
    }),
  }));
}

const quiet = [100, 101, 99.5, 100.4, 100.2, 99.8, 100.9, 99.2, 100.1, 100.6];
const loud = quiet.map((ms) => 100 * Math.exp(8 * Math.log(ms / 100)));
const of = (series: ReturnType<typeof calibrateSeries>, endpoint: string, statistic = "p95") =>
  series.find((one) => one.endpoint === endpoint && one.statistic === statistic);

test("tells the robust scale of ln value as noise floor, by endpoint and statistic", () => {
  const series = calibrateSeries(runsOf({ quiet, loud }), defaultComparisonRules);
  expect(series.map(({ endpoint, statistic }) => `${statistic} ${endpoint}`)).toEqual([
    ...["p50", "p90", "p95", "p99"].map((statistic) => `${statistic} quiet`),
    ...["p50", "p90", "p95", "p99"].map((statistic) => `${statistic} loud`),
  ]);
  expect(of(series, "quiet")?.spread).toBeCloseTo(qnScale(quiet.map(Math.log)), 12);
  expect(of(series, "loud")?.spread).toBeCloseTo(8 * (of(series, "quiet")?.spread ?? NaN), 9);
  // Halving every value changes no spread of its logarithm.
  expect(of(series, "quiet", "p50")?.spread).toBeCloseTo(of(series, "quiet")?.spread ?? NaN, 12);
});

test("a quiet endpoint needs few runs, a loud one more than are ever used", () => {
  const series = calibrateSeries(runsOf({ quiet, loud }), defaultComparisonRules);
  expect(of(series, "quiet")?.runsNeeded).toBeGreaterThanOrEqual(5);
  expect(of(series, "quiet")?.runsNeeded).toBeLessThanOrEqual(10);
  expect(of(series, "loud")?.runsNeeded).toBeNull();
  expect(of(series, "loud")?.mde).toBeGreaterThan(of(series, "quiet")?.mde ?? Infinity);
  // MDE90 of a quiet endpoint is a little above what matters, 5 %; that of a p99 above 10 %.
  expect(of(series, "quiet")?.mde).toBeGreaterThan(0.05);
  expect(of(series, "quiet", "p99")?.mde).toBeGreaterThan(0.1);
});

test("runs that are all equal have the smallest floor that is believed", () => {
  const series = calibrateSeries(runsOf({ constant: [50, 50, 50, 50, 50] }), defaultComparisonRules);
  expect(of(series, "constant")?.spread).toBe(0.005);
});

test.each([
  ["four runs", [100, 101, 99, 100]],
  ["a zero", [100, 101, 0, 100, 99, 100]],
  ["a value that is no number", [100, 101, NaN, 100, 99, 100]],
])("nothing is said of an endpoint with %s", (_, values) => {
  const series = calibrateSeries(runsOf({ quiet, values }), defaultComparisonRules);
  expect(of(series, "values")).toBeUndefined();
  expect(of(series, "quiet")).toBeDefined();
});

test("an endpoint that is fast must move by milliseconds, so fewer runs do", () => {
  const [fast] = [calibrateSeries(runsOf({ fast: loud.map((ms) => ms / 100) }), defaultComparisonRules)];
  expect(of(fast, "fast")?.runsNeeded).toBe(5);
});
