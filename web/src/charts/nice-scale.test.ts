import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { niceScale, niceStep, placeOn } from "./nice-scale.ts";

describe("a scale of round numbers", () => {
  it.each([
    [[3, 97], { withZero: true, ticks: 5 }, [0, 20, 40, 60, 80, 100]],
    [[101, 109], { withZero: false, ticks: 4 }, [100, 102, 104, 106, 108, 110]],
    [[0.1, 0.3], { withZero: true, ticks: 3 }, [0, 0.1, 0.2, 0.3]],
    [[-0.2, 0.4], { withZero: false, ticks: 3 }, [-0.2, 0, 0.2, 0.4]],
    [[null, Number.NaN], { withZero: false, ticks: 2 }, [0, 0.5, 1]],
    [[0], { withZero: true, ticks: 2 }, [0, 0.5, 1]],
  ])("of %j with %j is %j", (values, options, ticks) => {
    expect(niceScale(values, options).ticks).toEqual(ticks);
  });

  it("covers every value with a few ticks", () => {
    const value = fc.double({ min: -1e9, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(fc.array(value, { minLength: 1 }), fc.boolean(), (values, withZero) => {
        const { low, high, ticks } = niceScale(values, { withZero, ticks: 5 });
        const room = 1e-9 * (high - low);
        expect(low).toBeLessThanOrEqual(Math.min(...values) + room);
        expect(high).toBeGreaterThanOrEqual(Math.max(...values) - room);
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        expect(ticks.length).toBeLessThanOrEqual(8);
      }),
    );
  });

  it.each([
    [0.1, 0.1],
    [0.11, 0.2],
    [3, 5],
    [7, 10],
    [0, 1],
    [Infinity, 1],
  ])("steps of at least %d are %d", (atLeast, step) => {
    expect(niceStep(atLeast)).toBe(step);
  });

  it("places values in pixels, upside down where asked", () => {
    const scale = niceScale([0, 100], { withZero: true, ticks: 5 });
    expect(placeOn(scale, 25, 200, 0)).toBe(150);
  });
});
