import { describe, expect, it } from "vitest";
import { alignedValues, axisTop, thinnedPlaces } from "./chart-series.ts";

describe("values of a chart", () => {
  it("takes NaN of typed arrays and undefined for nothing", () => {
    expect(alignedValues(Float64Array.of(1, Number.NaN, 0))).toEqual([1, null, 0]);
    expect(alignedValues([1, undefined, null, 2])).toEqual([1, null, null, 2]);
  });
});

describe("top of the axis", () => {
  const limit = { value: 400, label: "limit" };
  it.each([
    [null, [], 1],
    [0, [], 1],
    [100, [], 108],
    [300, [limit], 432],
    [450, [limit], 486],
    // A limit so far off is left out of sight.
    [10, [limit], 10.8],
    [null, [limit], 432],
  ])("of values up to %s with limits %j is %f", (max, limits, top) => {
    expect(axisTop(max, limits)).toBeCloseTo(top, 9);
  });

  it("of nothing but 0 is what the unit says", () => {
    expect(axisTop(0, [], 0.01)).toBe(0.01);
    expect(axisTop(0.5, [], 0.01)).toBeCloseTo(0.54, 9);
  });
});

describe("thinned rows", () => {
  it.each([
    [0, 5, []],
    [3, 5, [0, 1, 2]],
    [9, 5, [0, 2, 4, 6, 8]],
    [1000, 3, [0, 500, 999]],
  ])("%i rows to at most %i", (count, most, places) => {
    expect(thinnedPlaces(count, most)).toEqual(places);
  });
});
