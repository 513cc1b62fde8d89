import { describe, expect, test } from "vitest";
import { seededRandom } from "../../src/stats/seeded-random.ts";
import type { FunctionRun } from "../data/faas-latency.ts";
import { faasComparisons } from "./faas-comparisons.ts";
import { historyChanges } from "./history-changes.ts";
import { jmeterObjectives } from "./jmeter-objectives.ts";
import { noiseComparisons } from "./noise-comparisons.ts";
import { findsChange, judgeNoiseRun, noiseRuns } from "./noise-runs.ts";
import { robustSpread, slotsOf } from "./noise-slots.ts";

const random = seededRandom("cases");
/** Values around a level, with a spread as a share. */
const around = (level: number, spread: number, count: number): number[] =>
  Array.from({ length: count }, () => level * (1 + spread * (random() - 0.5)));
const quiet = (id: string) => ({ id, group: "D8s long", values: around(2, 0.01, 260) });

describe("cases of cloud noise", () => {
  test("slots share no run, and lie in the order of the series", () => {
    const values = Array.from({ length: 40 }, (_, i) => i + 1);
    const slots = slotsOf({ id: "a", group: "g", values });
    expect(
      slots.flatMap(({ earlier, candidate, next, afterNext }) => [...earlier, candidate, next, afterNext]),
    ).toEqual(values.slice(0, 39));
    expect(slots.map(({ row }) => values[row])).toEqual(slots.map(({ candidate }) => candidate));
  });

  test("on a quiet machine every size is told, nothing is accused without a change, and reruns agree", () => {
    const scored = noiseComparisons([quiet("a")], "set");
    const verdicts = Map.groupBy(scored, (each) => each.case.size);
    const kinds = (size: number) => [...new Set(verdicts.get(size)?.map((each) => each.case.verdict))];
    expect(kinds(0)).toEqual(["no-regression"]);
    expect(kinds(0.2)).toEqual(["regression-suspected"]);
    const [changed] = verdicts.get(0.2) ?? [];
    expect(changed?.case).toMatchObject({ truth: "changed", confirmation: "regression-suspected" });
    expect(changed?.case.effect).toBeCloseTo(0.2, 1);
    expect(verdicts.get(0)?.every((each) => each.case.confirmation === null)).toBe(true);
    expect(new Set(scored.map((each) => each.case.id)).size).toBe(scored.length);
    expect(Object.fromEntries(changed?.rivals ?? [])).toEqual({
      "+10 % on the last run": true,
      "+10 % on the median": true,
      "change point, two runs later": true,
    });
  });

  test("the spread that an oracle knows is that from run to run, not that of drift", () => {
    const level = around(1, 0.02, 2000);
    const drifting = level.map((value, i) => value * Math.exp(i / 100));
    // Differences of evenly spread values of width w are triangular: their MAD is (1 − 1/√2)·w.
    const expected = (1.4826 * (1 - Math.SQRT1_2) * 0.02) / Math.SQRT2;
    for (const values of [level, drifting])
      expect(robustSpread({ id: "a", group: "g", values }) / expected).toBeCloseTo(1, 1);
    expect(robustSpread({ id: "a", group: "g", values: [5] })).toBe(0);
  });

  test("whole runs have 13 endpoints, use a slot once, and find one that changed", () => {
    const series = ["a", "b", "c", "d", "e"].map(quiet);
    const runs = noiseRuns([...series, { ...quiet("x"), group: "other" }], "D8s long");
    const used = runs.flatMap(({ slots }) => slots.map((slot) => `${slot.series.id}/${slot.row}`));
    expect(new Set(runs.map(({ slots }) => slots.length))).toEqual(new Set([13]));
    expect(new Set(used).size).toBe(used.length);
    expect(used.some((name) => name.startsWith("x"))).toBe(false);
    expect(runs.map((run) => judgeNoiseRun(run).accused)).not.toContain(true);
    expect(runs.map((run) => findsChange(run, 0.2))).not.toContain(false);
  });
});

describe("cases of functions", () => {
  const runsOf = (injected: number, factor: number, externalCall: boolean, count = 6): FunctionRun[] =>
    Array.from({ length: count }, (_, i) => ({
      id: `${injected}-${i}`,
      platform: "p",
      workload: `w${injected}`,
      injected,
      externalCall,
      before: around(100, 0.02, 60),
      after: around(100 * factor, 0.02, 60),
    }));
  const told = (runs: readonly FunctionRun[]) =>
    faasComparisons(runs, "set").map((each) => [each.case.group, each.case.truth, each.case.size, each.case.verdict]);

  test("each run is left out in turn, at p50 and p95", () => {
    const cases = told(runsOf(5, 1.2, false));
    expect(cases).toHaveLength(12);
    expect(new Set(cases.map((each) => JSON.stringify(each)))).toEqual(
      new Set(["p50", "p95"].map((q) => JSON.stringify([`p w5 ${q}`, "changed", 0.05, "regression-suspected"]))),
    );
  });

  test("the size of another call is measured, and its tail has no truth without an injection", () => {
    expect(told(runsOf(1, 1.8, true))[0]?.[2]).toBeCloseTo(0.8, 1);
    expect(
      told(runsOf(0, 1, true))
        .slice(0, 2)
        .map((each) => each.slice(0, 3)),
    ).toEqual([
      ["p w0 p50", "unchanged", 0],
      ["p w0 p95", "ambiguous", 0],
    ]);
  });

  test("five runs leave too few for a baseline", () => {
    expect(told(runsOf(5, 1.2, false, 5))).toEqual([]);
  });
});

describe("cases of histories", () => {
  const values = [...around(100, 0.01, 60), ...around(120, 0.01, 60), ...around(90, 0.01, 60)];
  const history = (changes: readonly number[], apart: readonly number[] = []) =>
    historyChanges([{ name: "h", values, changes, apart }], "set", 0.02).map((each) => [
      each.case.id,
      each.case.truth,
      each.case.verdict,
    ]);

  test.each([
    [
      "found",
      [61, 120],
      [],
      [
        ["h/61", "changed", "changed"],
        ["h/120", "changed", "changed"],
      ],
    ],
    [
      "missed",
      [30, 60, 120],
      [],
      [
        ["h/30", "changed", "unchanged"],
        ["h/60", "changed", "changed"],
        ["h/120", "changed", "changed"],
      ],
    ],
    [
      "named without reason",
      [60],
      [],
      [
        ["h/60", "changed", "changed"],
        ["h/120", "unchanged", "changed"],
      ],
    ],
    ["set apart", [60], [119], [["h/60", "changed", "changed"]]],
  ] as const)("%s", (_what, changes, apart, expected) => {
    expect(history(changes, apart)).toEqual(expected);
  });
});

describe("objectives on JMeter results", () => {
  test("arithmetic decides at the value itself, and the product says the same", () => {
    const samples = around(100, 1, 500).map((latency, i) => ({
      label: i % 3 === 0 ? "a" : "b",
      endedAt: 1_700_000_000_000 + i * 40,
      latencyMs: Math.round(latency),
      failed: i % 7 === 0,
    }));
    const scored = jmeterObjectives([{ name: "f", samples }], "set");
    expect(scored).toHaveLength(2 * 8 * 5 * 2);
    expect(scored.filter((each) => each.case.verdict !== each.case.truth)).toEqual([]);
    const truthAt = (distance: number, comparator: string) => [
      ...new Set(
        scored
          .filter((each) => each.case.size === distance && each.case.id.includes(` ${comparator} `))
          .map((each) => each.case.truth),
      ),
    ];
    expect([truthAt(0, "<"), truthAt(0, "<="), truthAt(0.02, "<"), truthAt(-0.02, "<=")]).toEqual([
      ["breached"],
      ["met"],
      ["met"],
      ["breached"],
    ]);
  });
});
