import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { leastSquares } from "./least-squares.ts";

describe("leastSquares", () => {
  it("finds the line through points off it", () => {
    // By hand: x = 0..3, y = 1, 3, 2, 5 has slope 1.1 and intercept 1.1, residual 2.7.
    const fit = leastSquares(
      [0, 1, 2, 3].map((x) => [1, x]),
      [1, 3, 2, 5],
    );
    expect(fit?.coefficients[0]).toBeCloseTo(1.1, 12);
    expect(fit?.coefficients[1]).toBeCloseTo(1.1, 12);
    expect(fit?.residual).toBeCloseTo(2.7, 12);
  });

  it("lets a weight of 0 leave an observation out", () => {
    const rows = [0, 1, 2].map((x) => [1, x]);
    const fit = leastSquares(rows, [1, 2, 90], [1, 1, 0]);
    expect(fit?.coefficients[1]).toBeCloseTo(1, 12);
    expect(fit?.residual).toBeCloseTo(0, 12);
  });

  it.each([
    ["fewer rows than columns", [[1, 2]], [1]],
    [
      "columns that depend on each other",
      [
        [1, 2],
        [2, 4],
        [3, 6],
      ],
      [1, 2, 3],
    ],
    ["no rows", [], []],
  ])("gives nothing for %s", (_, rows, values) => {
    expect(leastSquares(rows, values)).toBeNull();
  });

  it("recovers the coefficients of exact data", () => {
    const number = fc.double({ min: -100, max: 100, noNaN: true });
    fc.assert(
      fc.property(number, number, number, (a, b, c) => {
        const xs = [0, 1, 2, 3, 5, 8];
        const rows = xs.map((x) => [1, x, x * x]);
        const fit = leastSquares(
          rows,
          xs.map((x) => a + b * x + c * x * x),
        );
        expect(fit).not.toBeNull();
        fit?.coefficients.forEach((value, i) => expect(value).toBeCloseTo([a, b, c][i] ?? NaN, 6));
      }),
    );
  });
});
