import { assert, double, integer, property } from "fast-check";
import { expect, test } from "vitest";
import { binomialTail, clopperPearson } from "./binomial.ts";

/** Trial by trial. */
function slowTail(hits: number, of: number, share: number): number {
  let chances = [1];
  for (let trial = 0; trial < of; trial++) {
    chances = Array.from(
      { length: trial + 2 },
      (_, k) => (chances[k] ?? 0) * (1 - share) + (chances[k - 1] ?? 0) * share,
    );
  }
  return chances.slice(hits).reduce((sum, chance) => sum + chance, 0);
}

test("the tail is the sum over all outcomes", () => {
  expect(() => {
    assert(
      property(
        integer({ min: 0, max: 30 }),
        integer({ min: 0, max: 30 }),
        double({ min: 0, max: 1, noNaN: true }),
        (hits, of, share) => {
          const wanted = hits > of ? 0 : slowTail(hits, of, share);
          return Math.abs(binomialTail(hits, of, share) - wanted) <= 1e-10 * wanted + 1e-300;
        },
      ),
    );
  }).not.toThrow();
});

test("the ends of Clopper and Pearson's interval are the shares at which so many or so few hits have 2.5 %", () => {
  expect(() => {
    assert(
      property(integer({ min: 0, max: 400 }), integer({ min: 1, max: 400 }), (first, second) => {
        const [hits, of] = [Math.min(first, second), Math.max(first, second)];
        const [low, high] = clopperPearson(hits, of);
        const atLow = hits === 0 ? low === 0 : Math.abs(binomialTail(hits, of, low) - 0.025) < 1e-10;
        const atHigh = hits === of ? high === 1 : Math.abs(1 - binomialTail(hits + 1, of, high) - 0.025) < 1e-10;
        return atLow && atHigh && low <= hits / of && hits / of <= high;
      }),
    );
  }).not.toThrow();
});

test.each([
  [NaN, 10, 0.5],
  [1, Infinity, 0.5],
  [1, 10, 1.5],
  [1, 10, NaN],
])("no tail: %d of %d at %d", (hits, of, share) => {
  expect(binomialTail(hits, of, share)).toBeNaN();
});

test.each([
  [0, 0, [0, 1]],
  [5, 4, [NaN, NaN]],
  [-1, 4, [NaN, NaN]],
  [NaN, 4, [NaN, NaN]],
])("the interval of %d of %d", (hits, of, wanted) => {
  expect(clopperPearson(hits, of)).toEqual(wanted);
});
