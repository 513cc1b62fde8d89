import { describe, expect, test } from "vitest";
import { seededRandom } from "../../src/stats/seeded-random.ts";
import type { GoldenBlock, GoldenRun } from "../golden/golden-run.ts";
import { labelGroups } from "../golden/label-groups.ts";
import { sloPairs } from "../golden/slo-pairs.ts";
import { goldenRun, sampleSecond } from "../golden/test-support/sample-run.ts";
import { cleanRuns, goldenComparisons, GoldenJudge } from "./golden-comparisons.ts";
import { goldenObjectives } from "./golden-objectives.ts";

const endpoints = ["get-order", "stock"];
const runs = 8;

/** Runs of four seconds, clean and with get-order 30 % slower by turns; levels differ from run to run by half a percent. */
function block(): GoldenBlock {
  const random = seededRandom("golden cases");
  const made = Array.from({ length: 2 * runs }, (_, position): GoldenRun => {
    const state = position % 2 === 0 ? "clean" : "lock-large";
    const level = 6000 * (1 + 0.005 * random());
    return goldenRun({
      id: `development-1/${position}-${state}`,
      state,
      position,
      startedAt: 1_700_000_000_000 + position * 60_000,
      series: endpoints.map((endpoint) => {
        const factor = state !== "clean" && endpoint === "get-order" ? 1.3 : 1;
        const second = () =>
          sampleSecond(Array.from({ length: 100 }, () => Math.round(level * factor * (1 + 0.1 * random()))));
        return { scenario: "main", endpoint, seconds: [second(), second(), second(), second()] };
      }),
    });
  });
  return {
    schemaVersion: 1,
    name: "development-1",
    half: "development",
    seed: "s",
    groups: [{ name: "lock-large", fault: "lock", wanted: 0.3, settings: {} }],
    order: made.map(({ state }) => state),
    mainEndpoint: "get-order",
    warmUpSeconds: 0,
    judgedSeconds: 4,
    provenance: {
      machine: { processor: "", cores: 2, memoryMegabytes: 1, system: "" },
      node: "",
      engine: "",
      product: "",
      plan: "",
      begunAt: 0,
    },
    runs: made,
  };
}

/** The same run, twenty-five times as fast. */
const small = (run: GoldenRun): GoldenRun => ({
  ...run,
  series: run.series.map((series) => ({
    ...series,
    seconds: series.seconds.map(({ latencies, failed }) => ({ latencies: latencies.map((ms) => ms / 25), failed })),
  })),
});

/** Levels that differ by up to 6 % from run to run. */
const factorOf = (position: number): number => 1 + 0.06 * ((position % 5) / 2 - 1);

describe("golden cases", () => {
  const set = { blocks: [block()] };
  const cases = labelGroups(set);
  const scored = goldenComparisons(cases, new GoldenJudge());
  const told = (state: string, endpoint: string) =>
    scored.filter((_, i) => cases[i]?.group === state && cases[i]?.endpoint === endpoint).map((each) => each.case);

  test("the slower endpoint is accused and confirmed, by runs as the product makes them", () => {
    const slower = told("lock-large", "get-order");
    expect(slower).toHaveLength(6);
    for (const each of slower) {
      expect(each).toMatchObject({
        group: "development, stable",
        truth: "changed",
        verdict: "regression-suspected",
        confirmation: "regression-suspected",
      });
      expect(each.size).toBeCloseTo(0.3, 1);
      expect(each.effect).toBeCloseTo(0.3, 1);
    }
  });

  test("clean runs are the same with the same, and nothing in them is accused", () => {
    expect(told("clean", "stock").map(({ truth, verdict }) => [truth, verdict])).toEqual(
      Array.from({ length: 6 }, () => ["unchanged", "no-regression"]),
    );
    const clean = cleanRuns(cases, scored);
    expect(clean).toHaveLength(6);
    expect(clean.some(({ accused, confirmed }) => accused || confirmed)).toBe(false);
    expect(clean.every(({ milliseconds }) => milliseconds > 0)).toBe(true);
  });

  test("whole groups are what intervals resample, and judged runs are what they count", () => {
    expect(new Set(scored.map(({ cluster }) => cluster))).toEqual(
      new Set(["development-1/clean", "development-1/lock-large"]),
    );
    expect(new Set(scored.map(({ unit }) => unit)).size).toBe(12);
  });

  test("what is slower by less than a millisecond is neither to be found nor to be left alone", () => {
    const { runs: made, ...facts } = block();
    const quick = labelGroups({ blocks: [{ ...facts, runs: made.map(small) }] });
    const slower = goldenComparisons(quick, new GoldenJudge(), () => new Map()).filter(
      (_, i) => quick[i]?.group === "lock-large" && quick[i]?.endpoint === "get-order",
    );
    expect(slower.map((each) => each.case.truth)).toEqual(Array.from({ length: 6 }, () => "ambiguous"));
    // 1 ms of about 2.5 ms.
    for (const { oracleMde } of slower) expect(oracleMde).toBeGreaterThan(0.35);
  });

  test("every rival has what it needs", () => {
    const first = scored.find((each) => each.case.truth === "changed");
    expect([...(first?.rivals.values() ?? [])]).toEqual([true, true, true, true, true]);
  });

  test("verdicts of objectives are those of arithmetic, and far limits are certain and right", () => {
    const pairs = goldenObjectives(sloPairs(set), false);
    expect(pairs.length).toBeGreaterThan(20);
    expect(pairs.filter(({ scored: each, recomputed }) => each.case.verdict !== recomputed)).toEqual([]);
    const far = pairs.map((pair) => pair.scored.case).filter(({ size }) => Math.abs(size ?? 0) > 0.1);
    expect(far.length).toBeGreaterThan(5);
    expect(far.filter(({ certain, truth, verdict }) => certain !== true || truth !== verdict)).toEqual([]);
  });

  test("with a history less is certain, as runs differ by more than one of them shows", () => {
    const wild = block();
    const differing = wild.runs.map((run) => ({
      ...run,
      series: run.series.map((series) => ({
        ...series,
        seconds: series.seconds.map(({ latencies, failed }) => ({
          latencies: latencies.map((ms) => ms * factorOf(run.position)),
          failed,
        })),
      })),
    }));
    const pairs = sloPairs({ blocks: [{ ...wild, runs: differing }] });
    const counts = [false, true].map(
      (withHistory) => goldenObjectives(pairs, withHistory).filter((pair) => pair.scored.case.certain === true).length,
    );
    expect(counts[1]).toBeLessThan(counts[0] ?? 0);
  });
});
