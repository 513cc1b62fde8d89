import { assert, double, property } from "fast-check";
import { expect, test } from "vitest";
import { normalCdf, normalQuantile } from "./normal-distribution.ts";

/** Simpson's rule over the density, from far below. */
function integral(z: number): number {
  const steps = 4000;
  const from = -12;
  const width = (z - from) / steps;
  let sum = 0;
  for (let i = 0; i <= steps; i++) {
    const x = from + i * width;
    sum += (i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2) * Math.exp((-x * x) / 2);
  }
  return (sum * width) / 3 / Math.sqrt(2 * Math.PI);
}

test("Φ is the integral of the density, and the quantile undoes it", () => {
  expect(() => {
    assert(
      property(double({ min: -6, max: 6, noNaN: true }), (z) => {
        const p = normalCdf(z);
        // Above 0 the probability is near 1 and holds fewer digits of z.
        const back =
          z <= 0 ? Math.abs(normalQuantile(p) - z) < 1e-10 : Math.abs(normalCdf(normalQuantile(p)) - p) < 1e-15;
        return Math.abs(p - integral(z)) < 1e-11 && back;
      }),
    );
  }).not.toThrow();
});

test.each([
  [-Infinity, 0],
  [Infinity, 1],
  [NaN, NaN],
])("Φ(%d)", (z, wanted) => {
  expect(normalCdf(z)).toBe(wanted);
});

test.each([
  [0, -Infinity],
  [-1, -Infinity],
  [1, Infinity],
  [NaN, NaN],
])("no finite quantile of %d", (p, wanted) => {
  expect(normalQuantile(p)).toBe(wanted);
});
