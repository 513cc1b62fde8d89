import { assert, double, integer, property } from "fast-check";
import { expect, test } from "vitest";
import { betaBinomialTail } from "./beta-binomial.ts";
import { logBeta } from "./log-gamma.ts";

/** Pólya's urn: each hit makes the next hit likelier. */
function urnTail(hits: number, of: number, a: number, b: number): number {
  let chances = [1];
  for (let drawn = 0; drawn < of; drawn++) {
    chances = Array.from({ length: drawn + 2 }, (_, k) => {
      const missed = ((chances[k] ?? 0) * (b + drawn - k)) / (a + b + drawn);
      const hit = ((chances[k - 1] ?? 0) * (a + k - 1)) / (a + b + drawn);
      return missed + hit;
    });
  }
  return chances.slice(hits).reduce((sum, chance) => sum + chance, 0);
}

const parameter = double({ min: 0.05, max: 3000, noNaN: true });

test("the tail is that of drawing from Pólya's urn", () => {
  expect(() => {
    assert(
      property(integer({ min: 0, max: 60 }), integer({ min: 1, max: 60 }), parameter, parameter, (hits, of, a, b) => {
        const wanted = hits > of ? 0 : urnTail(hits, of, a, b);
        return Math.abs(betaBinomialTail(hits, of, a, b) - wanted) <= 1e-9 * wanted;
      }),
    );
  }).not.toThrow();
});

test("so low a count that its own probability is no double: the tail is whole", () => {
  expect(betaBinomialTail(1, 1_000_000, 500_000, 500_000)).toBe(1);
  expect(betaBinomialTail(999_999, 1_000_000, 500_000, 500_000)).toBe(0);
});

test.each([
  [1.5, 10, 1, 1],
  [1, 10, 0, 1],
  [1, 10, 1, NaN],
  [1, NaN, 1, 1],
])("no tail: %d of %d with %d and %d", (hits, of, a, b) => {
  expect(betaBinomialTail(hits, of, a, b)).toBeNaN();
});

/** The same sum term by term. */
function plainTail(hits: number, of: number, a: number, b: number): number {
  let sum = 0;
  for (let x = hits; x <= of; x++)
    sum += Math.exp(logBeta(x + a, of - x + b) - logBeta(a, b) - logBeta(x + 1, of - x + 1)) / (of + 1);
  return sum;
}

test.each([
  [4_000, 100_000, 9, 300],
  [1_500, 100_000, 50, 5_000],
  [60_000, 100_000, 0.5, 0.4],
  [20_000, 200_000, 3, 40],
])("a long tail is summed in blocks: %d of %d with %d and %d", (hits, of, a, b) => {
  const wanted = plainTail(hits, of, a, b);
  expect(Math.abs(betaBinomialTail(hits, of, a, b) / wanted - 1)).toBeLessThan(1e-3);
});
