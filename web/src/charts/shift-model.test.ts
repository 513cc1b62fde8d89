import { describe, expect, it } from "vitest";
import { shiftOf, shiftPercents } from "./shift-model.ts";

const bounds = Array.from({ length: 20 }, (_, index) => 10 * Math.exp(index / 10));

/** All requests in one bar. */
function inBar(bar: number): (number | null)[] {
  return bounds.map((_, index) => (index === bar ? 1 : 0));
}

function shift(now: (number | null)[], before: (number | null)[]): (number | null)[] {
  return shiftOf({
    x: bounds,
    series: [
      { name: "this run", values: now },
      { name: "earlier", values: before },
    ],
  });
}

describe("the shift between two distributions", () => {
  it("is nothing between the same", () => {
    const even = bounds.map(() => 0.05);
    for (const each of shift(even, even)) expect(each).toBeCloseTo(0, 12);
  });

  it("is the same everywhere where everything became slower by a factor", () => {
    for (const each of shift(inBar(7), inBar(5))) expect(each).toBeCloseTo(Math.exp(0.2) - 1, 9);
    for (const each of shift(inBar(5), inBar(7))) expect(each).toBeCloseTo(Math.exp(-0.2) - 1, 9);
  });

  it("is only above where only the slowest became slower", () => {
    const before = bounds.map((_, index) => (index === 3 ? 1 : 0));
    const now = bounds.map((_, index) => (index === 3 ? 0.85 : index === 13 ? 0.15 : 0));
    const shifts = shift(now, before);
    expect(shifts[shiftPercents.indexOf(50)]).toBeLessThan(0.05);
    expect(shifts[shiftPercents.indexOf(95)]).toBeGreaterThan(1.5);
  });

  it("is not known where one of the two is empty, or there are not two", () => {
    expect(
      shift(
        bounds.map(() => null),
        inBar(1),
      ),
    ).toEqual(shiftPercents.map(() => null));
    expect(shiftOf({ x: bounds, series: [{ name: "requests", values: inBar(1) }] })).toEqual([]);
  });
});
