import { assert, double, integer, property } from "fast-check";
import { expect, test } from "vitest";
import { betaQuantile, regularizedBeta } from "./regularized-beta.ts";

/** For whole a and b: the chance of at least a heads in a + b − 1 throws, every way counted. */
function byThrows(x: number, a: number, b: number): number {
  const throws = a + b - 1;
  let heads = [1];
  for (let i = 0; i < throws; i++) {
    heads = Array.from({ length: heads.length + 1 }, (_, k) => (heads[k] ?? 0) * (1 - x) + (heads[k - 1] ?? 0) * x);
  }
  return heads.slice(a).reduce((sum, p) => sum + p, 0);
}

const share = double({ min: 1e-6, max: 1 - 1e-6, noNaN: true });
const whole = integer({ min: 1, max: 40 });

test("whole arguments: the chance of throwing at least a heads; mirrored: its complement", () => {
  expect(() => {
    assert(
      property(share, whole, whole, (x, a, b) => {
        const p = regularizedBeta(x, a, b);
        const wanted = byThrows(x, a, b);
        return Math.abs(p - wanted) <= 1e-10 * wanted && Math.abs(1 - regularizedBeta(1 - x, b, a) - p) < 1e-9;
      }),
    );
  }).not.toThrow();
});

test("the quantile undoes it", () => {
  expect(() => {
    assert(
      property(
        share,
        double({ min: 1, max: 1e5, noNaN: true }),
        double({ min: 1, max: 1e5, noNaN: true }),
        (p, a, b) => {
          return Math.abs(regularizedBeta(betaQuantile(p, a, b), a, b) - p) < 1e-8;
        },
      ),
    );
  }).not.toThrow();
});

test.each([
  [-1, 2, 3, 0],
  [0, 2, 3, 0],
  [1, 2, 3, 1],
  [2, 2, 3, 1],
  [NaN, 2, 3, NaN],
  [0.5, 0, 3, NaN],
  [0.5, 2, -1, NaN],
  [0.5, NaN, 1, NaN],
])("edge I_%d(%d, %d)", (x, a, b, wanted) => {
  expect(regularizedBeta(x, a, b)).toBe(wanted);
  expect(betaQuantile(x, a, b)).toBe(wanted === 0 || wanted === 1 ? Math.min(1, Math.max(0, x)) : NaN);
});
