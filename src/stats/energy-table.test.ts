import { array, assert, double, property } from "fast-check";
import { expect, test } from "vitest";
import { EnergyTable } from "./energy-table.ts";

function meanDistance(a: readonly number[], b: readonly number[]): number {
  return (
    a.flatMap((x) => b.map((y) => Math.abs(x - y))).reduce((sum, distance) => sum + distance, 0) / (a.length * b.length)
  );
}

/** Over pairs of two values, each pair once. */
function meanInside(values: readonly number[]): number {
  return (meanDistance(values, values) * values.length) / (values.length - 1);
}

function energy(a: readonly number[], b: readonly number[]): number {
  const weight = (a.length * b.length) / (a.length + b.length);
  return weight * (2 * meanDistance(a, b) - meanInside(a) - meanInside(b));
}

test("the best split is the best of all, each worked out pair by pair", () => {
  expect(() => {
    assert(
      property(array(double({ min: -50, max: 50, noNaN: true }), { maxLength: 14 }), (values) => {
        let best = -Infinity;
        for (let index = 3; index <= values.length - 3; index++) {
          for (let end = index + 3; end <= values.length; end++) {
            best = Math.max(best, energy(values.slice(0, index), values.slice(index, end)));
          }
        }
        const table = new EnergyTable(values);
        const split = table.bestSplit(0, values.length, 3);
        if (split === null) return best === -Infinity;
        const own = energy(values.slice(0, split.index), values.slice(split.index, split.end));
        return Math.abs(split.energy - best) < 1e-9 && Math.abs(own - best) < 1e-9;
      }),
    );
  }).not.toThrow();
});

test("a part of the window is compared by itself, and of equals the first is taken", () => {
  const table = new EnergyTable([9, 9, 1, 1, 1, 5, 5, 5, 9]);
  expect(table.bestSplit(2, 8, 3)).toMatchObject({ index: 5, end: 8, energy: 12 });
  expect(new EnergyTable([4, 4, 4, 4, 4, 4, 4]).bestSplit(0, 7, 3)).toEqual({ index: 3, end: 6, energy: 0 });
});

test("five values are too short for three on each side", () => {
  expect(new EnergyTable([1, 1, 1, 9, 9]).bestSplit(0, 5, 3)).toBeNull();
});
