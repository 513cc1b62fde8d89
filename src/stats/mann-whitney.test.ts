import { array, assert, integer, property, shuffledSubarray } from "fast-check";
import { expect, test } from "vitest";
import { mannWhitney } from "./mann-whitney.ts";
import { normalCdf } from "./normal-distribution.ts";

/** Pair by pair. */
function pairsWon(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, x) => sum + b.reduce((won, y) => won + (x > y ? 1 : x === y ? 0.5 : 0), 0), 0);
}

/** Every way of choosing which values are the first sample. */
function choices(values: readonly number[], size: number): { chosen: number[]; rest: number[] }[] {
  const [first, ...others] = values;
  if (first === undefined) return size === 0 ? [{ chosen: [], rest: [] }] : [];
  const without = choices(others, size).map(({ chosen, rest }) => ({ chosen, rest: [first, ...rest] }));
  if (size === 0) return without;
  return [...choices(others, size - 1).map(({ chosen, rest }) => ({ chosen: [first, ...chosen], rest })), ...without];
}

const ranks = Array.from({ length: 9 }, (_, i) => i * i);

test("without ties, p is the share of all orders at least as uneven", () => {
  expect(() => {
    assert(
      property(shuffledSubarray(ranks, { minLength: 2 }), integer({ min: 1, max: 8 }), (values, cut) => {
        const size = Math.min(cut, values.length - 1);
        const [a, b] = [values.slice(0, size), values.slice(size)];
        const { u, p } = mannWhitney(a, b);
        const middle = (a.length * b.length) / 2;
        const all = choices(values, size).map(({ chosen, rest }) => Math.abs(pairsWon(chosen, rest) - middle));
        const uneven = all.filter((away) => away >= Math.abs(u - middle) - 1e-9).length;
        return u === pairsWon(a, b) && Math.abs(p - uneven / all.length) < 1e-12;
      }),
      { numRuns: 60 },
    );
  }).not.toThrow();
});

const small = array(integer({ min: 0, max: 12 }), { minLength: 9, maxLength: 40 });

test("with ties, p is that of the textbook's normal law; either order of the samples gives the same", () => {
  expect(() => {
    assert(
      property(small, small, (a, b) => {
        const { u, p } = mannWhitney(a, b);
        const all = [...a, ...b];
        const n = all.length;
        const ties = [...new Set(all)].map((value) => all.filter((other) => other === value).length);
        const tied = ties.reduce((sum, count) => sum + (count ** 3 - count), 0);
        const deviation = Math.sqrt(((a.length * b.length) / 12) * (n + 1 - tied / (n * (n - 1))));
        const z = (Math.abs(pairsWon(a, b) - (a.length * b.length) / 2) - 0.5) / deviation;
        const wanted = deviation === 0 ? 1 : Math.min(1, 2 * normalCdf(-z));
        const swapped = mannWhitney(b, a);
        return (
          u === pairsWon(a, b) &&
          swapped.u === a.length * b.length - u &&
          Math.abs(p - wanted) < 1e-12 &&
          swapped.p === p
        );
      }),
    );
  }).not.toThrow();
});

test.each([
  ["an empty sample", [], [1, 2]],
  ["two empty samples", [], []],
  ["a value that is no number", [1, NaN], [1, 2]],
])("no test of %s", (_, a, b) => {
  expect(mannWhitney(a, b)).toEqual({ u: NaN, p: NaN });
});

test.each([
  ["one value each", [2], [1], 1, 1],
  ["all equal", [4, 4, 4], [4, 4], 3, 1],
  ["infinities at the ends", [-Infinity, 1, 2], [3, 4, Infinity], 0, 0.1],
  // SciPy's value.
  ["infinities tie", [Infinity, 1], [Infinity, Infinity], 1, 0.6170750774519738],
])("%s", (_, a, b, u, p) => {
  const is = mannWhitney(a, b);
  expect(is.u).toBe(u);
  expect(is.p).toBeCloseTo(p, 12);
});
