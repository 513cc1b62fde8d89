import { describe, expect, test } from "vitest";
import { labelGroups } from "./label-groups.ts";
import { blockOf, blockWith, runOf } from "./test-support/sample-block.ts";

const around = (ms: number): number[] => [-0.2, -0.1, 0, 0.1, 0.2, -0.15, 0.15, 0.05].map((step) => ms + step);

describe("labels of groups", () => {
  test("a slower group is positive, an equal one negative, one in between ambiguous", () => {
    const block = blockOf({ clean: around(50), slow: around(60), equal: around(50), between: around(52) });
    const truths = labelGroups({ blocks: [block] }).map(({ group, truth }) => `${group} ${truth}`);
    expect([...new Set(truths)]).toEqual(["clean negative", "slow positive", "equal negative", "between ambiguous"]);
  });

  test("at most six candidates of a state, the first of the order", () => {
    const cases = labelGroups({ blocks: [blockOf({ clean: around(50), slow: around(60) })] });
    expect(cases.filter(({ group }) => group === "slow").map(({ candidate }) => candidate.position)).toEqual([
      8, 9, 10, 11, 12, 13,
    ]);
  });

  test("a run is not in its own label", () => {
    // One run of the group is far off. Judged by the others it is as they are; they, judged with it, are not certain.
    const block = blockOf({ clean: around(50), slow: [300, ...around(60)] });
    const slow = labelGroups({ blocks: [block] }).filter(({ group }) => group === "slow");
    expect(slow.map(({ truth }) => truth)).toEqual(["positive", ...Array<string>(5).fill("ambiguous")]);
    expect(slow[0]?.change.effect).toBeCloseTo(0.2, 2);
  });

  test("neither the candidate nor its rerun is among its baselines", () => {
    for (const each of labelGroups({ blocks: [blockOf({ clean: around(50), slow: around(60) })] })) {
      expect(each.baselines.map(({ state }) => state)).not.toContain("slow");
      expect(each.baselines).not.toContain(each.candidate);
      expect(each.baselines).not.toContain(each.rerun);
      expect(each.baselines).toHaveLength(each.group === "clean" ? 6 : 8);
      expect(each.rerun).not.toBe(each.candidate);
      expect(each.rerun.state).toBe(each.candidate.state);
      expect(each.rerunBaselines).toEqual(each.baselines);
    }
  });

  test("whoever waits for further runs of the state gets two others", () => {
    for (const { candidate, later } of labelGroups({ blocks: [blockOf({ clean: around(50), slow: around(60) })] }))
      expect(new Set([candidate, ...later]).size).toBe(3);
  });

  test("a case compares with clean runs of its own block only", () => {
    const first = { ...blockOf({ clean: around(50), slow: around(60) }), name: "first" };
    const second = { ...blockOf({ clean: around(80), slow: around(81) }), name: "second" };
    const cases = labelGroups({ blocks: [first, second] });
    for (const { cluster, baselines } of cases) {
      const own = cluster.startsWith("first/") ? first : second;
      expect(baselines.every((run) => own.runs.includes(run))).toBe(true);
    }
    expect(new Set(cases.map(({ cluster }) => cluster))).toEqual(
      new Set(["first/clean", "first/slow", "second/clean", "second/slow"]),
    );
  });

  test.each([
    { clean: [50, 50.1, 50.2, 49.9, 49.8], stable: true },
    { clean: [50, 53, 47, 55, 46], stable: false },
  ])("stable by the spread of clean runs: $stable", ({ clean, stable }) => {
    const cases = labelGroups({ blocks: [blockOf({ clean, slow: [60, 70, 80, 90, 100] })] });
    expect(new Set(cases.map((each) => each.stable))).toEqual(new Set([stable]));
  });

  test("every endpoint has cases of its own", () => {
    const clean = around(50).map((ms, position) => runOf("clean", position, { main: ms, stock: 5 }));
    const slow = around(60).map((ms, index) => runOf("slow", 8 + index, { main: ms, stock: 5 }));
    const cases = labelGroups({ blocks: [blockWith([...clean, ...slow])] });
    const told = cases.map(({ group, scenario, endpoint, truth }) => [group, scenario, endpoint, truth].join(" "));
    expect([...new Set(told)]).toEqual([
      "clean main main negative",
      "clean others stock negative",
      "slow main main positive",
      "slow others stock negative",
    ]);
  });

  test("a state of few runs has no cases yet", () => {
    const cases = labelGroups({ blocks: [blockOf({ clean: around(50), slow: [60, 61, 62, 63] })] });
    expect(new Set(cases.map(({ group }) => group))).toEqual(new Set(["clean"]));
    expect(labelGroups({ blocks: [blockOf({ clean: [50, 51], slow: around(60) })] })).toEqual([]);
  });
});
