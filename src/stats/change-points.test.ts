import { array, assert, double, integer, property, tuple } from "fast-check";
import { describe, expect, test } from "vitest";
import { naiveChangePoints } from "../../test/support/naive-change-points.ts";
import { changePoints } from "./change-points.ts";
import { seededRandom } from "./seeded-random.ts";

/** A series of levels, each for some runs, with normal noise of some percent. */
function drawSeries(
  levels: readonly (readonly [level: number, runs: number])[],
  noise: number,
  seed: string,
): number[] {
  const random = seededRandom(seed);
  return levels.flatMap(([level, runs]) =>
    Array.from(
      { length: runs },
      () => level * (1 + noise * Array.from({ length: 12 }, random).reduce((a, b) => a + b, -6)),
    ),
  );
}

function constant(level: number, runs: number): number[] {
  return Array.from({ length: runs }, () => level);
}

function places(values: readonly number[], leastChange?: number): number[] {
  return changePoints(values, leastChange === undefined ? {} : { leastChange }).map(({ index }) => index);
}

describe("change points", () => {
  test("are those of the slow twin", () => {
    const levels = array(tuple(double({ min: 50, max: 150, noNaN: true }), integer({ min: 1, max: 60 })), {
      minLength: 1,
      maxLength: 5,
    });
    expect(() => {
      assert(
        property(levels, double({ min: 0.001, max: 0.1, noNaN: true }), integer(), (drawn, noise, seed) => {
          const series = drawSeries(drawn, noise, `${seed}`);
          return JSON.stringify(places(series)) === JSON.stringify(naiveChangePoints(series, 0.05));
        }),
        { numRuns: 40 },
      );
    }).not.toThrow();
  });

  test.each([
    [
      "a step up",
      [
        [100, 30],
        [110, 20],
      ],
      [30],
    ],
    [
      "a step down",
      [
        [100, 30],
        [90, 20],
      ],
      [30],
    ],
    [
      "up and back, both",
      [
        [100, 30],
        [120, 8],
        [100, 30],
      ],
      [30, 38],
    ],
    [
      "three levels",
      [
        [100, 40],
        [112, 60],
        [130, 40],
      ],
      [40, 100],
    ],
    [
      "three runs after the step",
      [
        [100, 30],
        [115, 3],
      ],
      [30],
    ],
    [
      "two runs after the step: too few",
      [
        [100, 30],
        [115, 2],
      ],
      [],
    ],
    [
      "a step smaller than matters",
      [
        [100, 40],
        [103, 40],
      ],
      [],
    ],
    ["no step", [[100, 200]], []],
  ] as const)("%s", (said, levels, wanted) => {
    expect(places(drawSeries(levels, 0.01, said))).toEqual(wanted);
  });

  test("of a step tell the levels before and after and a small p", () => {
    const [change] = changePoints(
      drawSeries(
        [
          [100, 30],
          [110, 20],
        ],
        0.01,
        "levels",
      ),
    );
    expect(change?.before).toBeCloseTo(100, 0);
    expect(change?.after).toBeCloseTo(110, 0);
    expect(change?.p).toBeLessThan(1e-10);
    expect(change?.p).toBeGreaterThan(0);
  });

  test("are fewer when a change must be larger", () => {
    const series = drawSeries(
      [
        [100, 40],
        [108, 40],
        [150, 40],
      ],
      0.01,
      "larger",
    );
    expect(places(series)).toEqual([40, 80]);
    expect(places(series, 0.2)).toEqual([80]);
  });

  test("do not depend on the unit, and a mirrored series has mirrored ones", () => {
    const series = drawSeries(
      [
        [100, 33],
        [125, 41],
        [100, 26],
      ],
      0.02,
      "unit",
    );
    expect(places(series.map((value) => value / 1024))).toEqual(places(series));
    expect(places(series.toReversed())).toEqual([26, 67]);
  });

  test("are seldom found where nothing changes, even among the tails of real runs", () => {
    const random = seededRandom("nothing");
    const tail = (): number => Math.exp(0.01 * Math.tan(1.4 * (random() - 0.5) * 2));
    let accused = 0;
    for (let i = 0; i < 200; i++)
      if (changePoints(Array.from({ length: 100 }, () => 50 * tail())).length > 0) accused++;
    expect(accused).toBeLessThanOrEqual(6);
  });

  test("count places among all values where some are not finite", () => {
    const series = drawSeries(
      [
        [100, 30],
        [120, 30],
      ],
      0.01,
      "gaps",
    );
    series.splice(10, 0, NaN, Infinity);
    series.splice(50, 0, -Infinity);
    expect(places(series)).toEqual([32]);
  });

  test.each([
    ["nothing", []],
    ["one value", [4]],
    ["five values", [1, 1, 1, 9, 9]],
    ["equal values", constant(3, 500)],
    ["no numbers", constant(NaN, 100)],
    ["zeros", constant(0, 100)],
  ])("none in %s", (_, values) => {
    expect(changePoints(values)).toEqual([]);
  });

  test("two constant levels are one change, from zero too", () => {
    expect(changePoints([...constant(5, 12), ...constant(6, 12)])).toEqual([{ index: 12, before: 5, after: 6, p: 0 }]);
    expect(changePoints([...constant(0, 12), ...constant(0.02, 12)])).toMatchObject([{ index: 12, before: 0 }]);
  });
});
