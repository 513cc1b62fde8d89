import { array, assert, double, integer, property } from "fast-check";
import { expect, test } from "vitest";
import { trimmedHarrellDavis } from "./trimmed-harrell-davis.ts";

/** Weights by adding up the density in small steps, over the interval of the given width that holds most. */
function slowly(ascending: readonly number[], q: number): number {
  const n = ascending.length;
  const [a, b] = [(n + 1) * q, (n + 1) * (1 - q)];
  const steps = 60_000;
  const density = Float64Array.from({ length: steps }, (_, i) => {
    const x = (i + 0.5) / steps;
    return Math.exp((a - 1) * Math.log(x) + (b - 1) * Math.log(1 - x) - (a + b - 2) * Math.log(0.5));
  });
  const held = Math.round(steps / Math.sqrt(n));
  let inside = density.slice(0, held).reduce((sum, part) => sum + part, 0);
  let [best, bestFrom] = [inside, 0];
  for (let from = 1; from + held <= steps; from++) {
    inside += (density[from + held - 1] ?? 0) - (density[from - 1] ?? 0);
    if (inside > best) [best, bestFrom] = [inside, from];
  }
  let sum = 0;
  for (let i = bestFrom; i < bestFrom + held; i++) {
    sum += (density[i] ?? 0) * (ascending[Math.floor(((i + 0.5) / steps) * n)] ?? 0);
  }
  return sum / best;
}

const samples = array(integer({ min: 0, max: 1000 }), { minLength: 2, maxLength: 60 }).map((values) =>
  values.toSorted((a, b) => a - b),
);

test("it is the mean of the values, weighted by the densest part of the beta density", () => {
  expect(() => {
    assert(
      property(samples, double({ min: 0.2, max: 0.9, noNaN: true }), (ascending, q) => {
        // Where the density has no end, small steps do not add up to it.
        const n = ascending.length;
        if ((n + 1) * Math.min(q, 1 - q) < 1.2) return true;
        return Math.abs(trimmedHarrellDavis(ascending, q) - slowly(ascending, q)) < 0.5;
      }),
      { numRuns: 60 },
    );
  }).not.toThrow();
});

test("it lies among the values, rises with q and follows a shift and a change of unit", () => {
  expect(() => {
    assert(
      property(
        samples,
        double({ min: 0, max: 1, noNaN: true }),
        double({ min: 0, max: 1, noNaN: true }),
        (ascending, p, q) => {
          const value = trimmedHarrellDavis(ascending, q);
          const [least, greatest] = [ascending[0] ?? 0, ascending.at(-1) ?? 0];
          const moved = ascending.map((x) => 1000 * x + 7);
          return (
            value >= least - 1e-9 &&
            value <= greatest + 1e-9 &&
            (p > q || trimmedHarrellDavis(ascending, p) <= value + 1e-9) &&
            Math.abs(trimmedHarrellDavis(moved, q) - (1000 * value + 7)) < 1e-6
          );
        },
      ),
    );
  }).not.toThrow();
});

test("a far outlier does not move p50", () => {
  const values = Array.from({ length: 99 }, (_, i) => i);
  expect(trimmedHarrellDavis([...values, 1e9], 0.5)).toBeCloseTo(trimmedHarrellDavis([...values, 99], 0.5), 9);
});

test.each([
  ["nothing", [], 0.5, NaN],
  ["no q", [1, 2], NaN, NaN],
  ["one value", [7], 0.95, 7],
  ["q 0", [1, 2, 3], 0, 1],
  ["q below 0", [1, 2, 3], -1, 1],
  ["q 1", [1, 2, 3], 1, 3],
  ["an infinite value in reach", [1, 2, Infinity], 0.9, Infinity],
])("%s", (_, ascending, q, wanted) => {
  expect(trimmedHarrellDavis(ascending, q)).toBe(wanted);
});

test("equal values give that value", () => {
  expect(trimmedHarrellDavis(new Float64Array(300).fill(42), 0.95)).toBeCloseTo(42, 10);
});
