import { describe, expect, it } from "vitest";
import { layOutEffect, reachOf } from "./effect-model.ts";

describe("a change on its line", () => {
  it("has no change in the middle and what could not be seen around it", () => {
    expect(layOutEffect({ effect: 0.25, interval: [0.125, 0.5], mde: 0.125, reach: 0.5 }, 100)).toEqual({
      zero: 50,
      blind: { from: 37.5, to: 62.5 },
      line: { from: 62.5, to: 100 },
      dot: 75,
      isCut: false,
    });
  });

  it("is cut at the ends, and says so", () => {
    expect(layOutEffect({ effect: -3, interval: null, mde: null, reach: 1 }, 100)).toEqual({
      zero: 50,
      blind: null,
      line: null,
      dot: 0,
      isCut: true,
    });
  });

  it.each([
    [[], 0.1],
    [[{ effect: 0.02, interval: null }], 0.1],
    [
      [
        { effect: 0.02, interval: null },
        { effect: -0.1, interval: [-0.3, 0.1] as const },
      ],
      0.3,
    ],
    [[{ effect: 4, interval: [1, 7] as const }], 1],
  ])("reaches as far as the largest of %j", (facts, reach) => {
    expect(reachOf(facts)).toBe(reach);
  });
});
