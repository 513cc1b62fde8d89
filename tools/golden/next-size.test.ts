import { describe, expect, test } from "vitest";
import { bestTrial, nextSize, type Trial } from "./next-size.ts";

const bounds = { neutral: 10, guess: 20, largest: 1000 };

describe("next size to try", () => {
  test.each([
    { name: "nothing tried: the guess", trials: [], size: 20 },
    { name: "between neutral and a trial that is too strong", trials: [{ size: 20, effect: 0.4 }], size: 15 },
    {
      name: "beyond one that is too weak, a little further than the line says",
      trials: [{ size: 20, effect: 0.1 }],
      size: 31,
    },
    { name: "at most four times as far", trials: [{ size: 20, effect: 0.01 }], size: 50 },
    { name: "four times as far from one without effect", trials: [{ size: 20, effect: -0.01 }], size: 50 },
    {
      name: "between the two around the wish",
      trials: [
        { size: 50, effect: 0.3 },
        { size: 30, effect: 0.1 },
      ],
      size: 40,
    },
    {
      name: "trials of one size count once",
      trials: [
        { size: 20, effect: 0.3 },
        { size: 20, effect: 0.5 },
      ],
      size: 15,
    },
    {
      name: "noise that turned two sizes round is levelled",
      trials: [
        { size: 20, effect: 0.15 },
        { size: 30, effect: 0.1 },
        { size: 40, effect: 0.3 },
      ],
      size: 33.33,
    },
  ])("$name", ({ trials, size }) => {
    expect(nextSize(trials, 0.2, bounds)).toBeCloseTo(size, 6);
  });

  test("never beyond the largest", () => {
    expect(nextSize([{ size: 900, effect: 0.01 }], 0.5, bounds)).toBe(1000);
  });

  test.each([
    { name: "a straight line", effectOf: (size: number) => (size - 10) / 400 },
    { name: "a curve", effectOf: (size: number) => ((size - 10) / 300) * ((size - 10) / 300) },
    { name: "a step that sets in late", effectOf: (size: number) => Math.max(0, (size - 120) / 500) },
  ])("$name is found in few trials", ({ effectOf }) => {
    const trials: Trial[] = [];
    for (let trial = 0; trial < 8; trial++) {
      const size = nextSize(trials, 0.2, bounds);
      trials.push({ size, effect: effectOf(size) });
    }
    expect(Math.abs((bestTrial(trials, 0.2)?.effect ?? 0) - 0.2)).toBeLessThan(0.02);
  });

  test("the best trial is the nearest; none without trials", () => {
    const trials = [0.1, 0.19, 0.4].map((effect, index) => ({ size: index, effect }));
    expect(bestTrial(trials, 0.2)).toEqual({ size: 1, effect: 0.19 });
    expect(bestTrial([], 0.2)).toBeNull();
  });
});
