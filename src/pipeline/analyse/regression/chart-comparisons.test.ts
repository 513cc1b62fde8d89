import { describe, expect, test } from "vitest";
import { basisOf, endpointAt, runAt } from "../../../../test/support/compared-runs.ts";
import type { BaselineEndpoint } from "../../../contract/baseline.ts";
import { defaultComparisonRules } from "../../../contract/comparison.ts";
import { chartSchema } from "../../../contract/run.ts";
import { chartComparisons } from "./chart-comparisons.ts";
import { compareWithBaselines } from "./compare.ts";

/** All samples in one bucket, around 100 ms and around 200 ms. */
const [low, high] = ["exp64;900;99;100;0;bs:9", "exp64;900;199;200;0;dk:9"];
/** Two levels: six runs at 80 ms, then six at 100 ms. */
const history = Array.from({ length: 12 }, (_, i) =>
  runAt(i + 1, 0, {
    tags: { commit: `c${i + 1}` },
    endpoints: [
      endpointAt((i < 6 ? 80 : 100) + (i % 3) / 10, { histogram: low }),
      endpointAt(50, { endpoint: "search" }),
    ],
  }),
);

function charts(p95: number, runs = history) {
  const current = runAt(99, 0, {
    endpoints: [endpointAt(p95, { histogram: high }), endpointAt(50, { endpoint: "search" })],
  });
  const basis = basisOf(runs);
  const compared = compareWithBaselines(current, basis, defaultComparisonRules);
  return chartComparisons({ current, basis, rules: defaultComparisonRules, ...compared });
}

function many(p95: number): BaselineEndpoint[] {
  return Array.from({ length: 20 }, (_, i) => endpointAt(p95, { endpoint: `e${i}` }));
}

describe("charts of comparisons", () => {
  test("an endpoint with a finding has its history, oldest first, with levels and change points", () => {
    const [chart] = charts(200);
    expect(chartSchema.parse(chart)).toEqual(chart);
    expect(chart).toMatchObject({ id: "history:buy/checkout", kind: "points", xUnit: "date", yUnit: "ms" });
    expect(chart?.x).toEqual([...history.map(({ startedAt }) => startedAt), 99_000]);
    const [earlier, now] = chart?.series ?? [];
    expect(earlier?.values.slice(0, 3)).toEqual([80, 80.1, 80.2]);
    expect(earlier?.values.at(-1)).toBeNull();
    expect(now?.values.at(-1)).toBe(200);
    expect(now?.values.filter((value) => value !== null)).toHaveLength(1);
    expect(chart?.marks).toEqual([{ x: 7000, label: expect.stringMatching(/^\+\d\d\.\d % at c7$/) }]);
    const levels = chart?.limits.map(({ value }) => value) ?? [];
    expect(levels[1]).toBeCloseTo((levels[0] ?? NaN) * 1.05, 6);
    expect(levels).toHaveLength(4);
  });

  test("the distribution of this run stands over that of the earlier ones, in shares", () => {
    const [, chart] = charts(200);
    expect(chartSchema.parse(chart)).toEqual(chart);
    expect(chart).toMatchObject({ id: "change:buy/checkout", kind: "distribution", yUnit: "fraction" });
    const [now, earlier] = chart?.series ?? [];
    expect([now?.name, earlier?.name]).toEqual(["this run", "12 earlier runs"]);
    expect([earlier?.values[0], earlier?.values.at(-1)]).toEqual([1, 0]);
    expect([now?.values[0], now?.values.at(-1)]).toEqual([0, 1]);
  });

  test("no finding, no chart; no earlier run, no chart", () => {
    const calm = history.map((run) => ({
      ...run,
      endpoints: [endpointAt(100), endpointAt(50, { endpoint: "search" })],
    }));
    expect(charts(100, calm)).toEqual([]);
    expect(charts(200, [])).toEqual([]);
  });

  test("twelve endpoints at most", () => {
    const current = runAt(99, 0, { endpoints: many(200) });
    const basis = basisOf(Array.from({ length: 8 }, (_, i) => runAt(i + 1, 0, { endpoints: many(100) })));
    const compared = compareWithBaselines(current, basis, defaultComparisonRules);
    expect(chartComparisons({ current, basis, rules: defaultComparisonRules, ...compared })).toHaveLength(12);
  });
});
