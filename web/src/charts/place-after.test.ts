import { describe, expect, it } from "vitest";
import { placeAfter } from "./place-after.ts";

describe("keys in a chart of runs", () => {
  it.each([
    ["ArrowRight", null, 0],
    ["ArrowRight", 1, 2],
    ["ArrowRight", 4, 4],
    ["ArrowLeft", null, 4],
    ["ArrowLeft", 0, 0],
    ["Home", 3, 0],
    ["End", 0, 4],
    ["Escape", 2, null],
    ["a", 2, undefined],
  ] as const)("%s at %j leads to %j of five", (key, place, next) => {
    expect(placeAfter(key, place, 5)).toBe(next);
  });

  it("lead nowhere where there is nothing", () => {
    expect(placeAfter("End", null, 0)).toBeUndefined();
  });
});
