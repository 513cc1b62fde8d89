import { describe, expect, test } from "vitest";
import { measureChange, truthOf } from "./measure-change.ts";

const logs = (values: readonly number[]): number[] => values.map(Math.log);

describe("measured change", () => {
  test("is the difference of means with Welch's 99 % interval", () => {
    // Means 0 and 0.1, variances 0.0001 and 0.0004, five runs each: t(.995; 5.88) = 3.7378, standard error 0.01.
    const unit = [-1, -1, 0, 1, 1].map((value) => value * 0.01);
    const { effect, interval } = measureChange(
      unit,
      unit.map((value) => 0.1 + 2 * value),
    );
    expect(Math.log1p(effect)).toBeCloseTo(0.1, 12);
    expect(Math.log1p(interval[0])).toBeCloseTo(0.1 - 0.037378, 4);
    expect(Math.log1p(interval[1])).toBeCloseTo(0.1 + 0.037378, 4);
  });

  test("of equal values is a point", () => {
    expect(measureChange([0, 0, 0], [0, 0, 0])).toEqual({ effect: 0, interval: [0, 0] });
  });

  test("does not depend on the unit", () => {
    const [before, after] = [
      [50, 51, 52],
      [60, 61, 63],
    ];
    const inMicroseconds = measureChange(logs(before.map((ms) => ms * 1000)), logs(after.map((ms) => ms * 1000)));
    expect(inMicroseconds.effect).toBeCloseTo(measureChange(logs(before), logs(after)).effect, 12);
  });

  test.each([
    { interval: [0.051, 0.2], truth: "positive" },
    { interval: [0.05, 0.2], truth: "ambiguous" },
    { interval: [0.03, 0.06], truth: "ambiguous" },
    { interval: [-0.02, 0.02], truth: "negative" },
    { interval: [-0.021, 0], truth: "ambiguous" },
    { interval: [-0.01, 0.021], truth: "ambiguous" },
    { interval: [-0.3, -0.2], truth: "ambiguous" },
    { interval: [NaN, NaN], truth: "ambiguous" },
  ] as const)("with the interval $interval is $truth", ({ interval, truth }) => {
    expect(truthOf({ effect: 0, interval })).toBe(truth);
  });
});
