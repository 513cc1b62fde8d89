import { array, assert, constantFrom, integer, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { measures, type LimitRule } from "../../src/contract/window.ts";
import { WindowStore } from "../../src/pipeline/collect/window-store.ts";
import { goldenRun, sampleSecond } from "./test-support/sample-run.ts";
import { toWindows } from "./to-windows.ts";

const samples = array(integer({ min: 0, max: 500 }), { maxLength: 30 });
const firstSecond = 1_700_000_004_000;

/** The same samples through the product's own collector. */
function collected(seconds: readonly (readonly number[])[], limits: readonly LimitRule[]) {
  const store = new WindowStore(limits);
  for (const [second, hundredths] of seconds.entries()) {
    store.select(firstSecond + second * 1000);
    for (const value of hundredths)
      store.add(store.series("main", "get-order"), measures.indexOf("latency"), value * 10_000);
  }
  return store.take("all");
}

describe("windows of golden runs", () => {
  test("are those that the collector makes of the same samples, with exact counts at every limit", () => {
    expect(() => {
      assert(
        property(
          array(samples, { minLength: 1, maxLength: 4 }),
          array(constantFrom(0, 0.5, 1.25, 2, 9), { maxLength: 4 }),
          (seconds, ms) => {
            const limits = ms.map((limitMs): LimitRule => ({
              measure: "latency",
              endpoint: null,
              scenario: "main",
              limitMs,
            }));
            const run = goldenRun({
              firstSecond,
              series: [
                { scenario: "main", endpoint: "get-order", seconds: seconds.map((values) => sampleSecond(values)) },
              ],
            });
            const ours = toWindows(run, limits).filter(({ series }) => series.length > 0);
            const theirs = collected(seconds, limits).filter(({ series }) => series.length > 0);
            expect(ours.map(({ at, series }) => ({ at, series }))).toEqual(
              theirs.map(({ at, series }) => ({ at, series })),
            );
          },
        ),
      );
    }).not.toThrow();
  });

  test("a limit of another endpoint, scenario or measure is not counted", () => {
    const run = goldenRun({ series: [{ scenario: "main", endpoint: "get-order", seconds: [sampleSecond([100])] }] });
    const rule: LimitRule = { measure: "latency", endpoint: "get-order", scenario: null, limitMs: 1 };
    const others = [{ endpoint: "stock" }, { scenario: "others" }, { measure: "waiting" as const }];
    const limitsAt = (rules: readonly LimitRule[]) => toWindows(run, rules)[0]?.series[0]?.limits;
    expect(limitsAt(others.map((other) => ({ ...rule, ...other })))).toEqual([]);
    expect(limitsAt([rule])).toEqual([{ limitMs: 1, below: 0, equal: 1, maxBelow: -Infinity, minAbove: Infinity }]);
  });

  test("failures are their own distribution, and each request is an iteration of its scenario", () => {
    const run = goldenRun({
      firstSecond,
      series: [
        { scenario: "others", endpoint: "a", seconds: [sampleSecond([100, 200], [200])] },
        { scenario: "others", endpoint: "b", seconds: [sampleSecond([300])] },
      ],
    });
    const [window] = toWindows(run);
    expect(window?.series.map(({ key, count }) => [key.endpoint, key.measure, count])).toEqual([
      ["a", "latency", 2],
      ["a", "failed-latency", 1],
      ["b", "latency", 1],
    ]);
    expect(window?.errors).toEqual([
      { scenario: "others", endpoint: "a", kind: "other", value: "", count: 1, firstAt: firstSecond },
    ]);
    expect(window?.counters).toEqual([{ scenario: "others", endpoint: "", name: "iterations", value: 3 }]);
  });
});
