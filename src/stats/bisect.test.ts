import { expect, test } from "vitest";
import { bisect } from "./bisect.ts";

test.each([
  ["a root", (x: number) => x * x, 2, 0, 2, Math.SQRT2],
  ["a very small one", (x: number) => x, 1e-300, 0, 1, 1e-300],
  ["a step", (x: number) => (x < 0.75 ? 0 : 1), 0.5, 0, 1, 0.75],
  ["out of reach above: the upper bound", (x: number) => x, 9, 0, 1, 1],
])("%s", (_, rising, target, from, to, wanted) => {
  expect(Math.abs(bisect(rising, target, from, to) - wanted)).toBeLessThanOrEqual(4e-16 * wanted);
});
