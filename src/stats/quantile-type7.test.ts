import { expect, test } from "vitest";
import { median, quantileType7 } from "./quantile-type7.ts";

test.each([
  [[1, 2, 3, 4], 0.5, 2.5],
  [[1, 2, 3, 4], 0.95, 3.85],
  [[1, 2, 3, 4], 0, 1],
  [[1, 2, 3, 4], 1, 4],
  [[7], 0.95, 7],
  [Array.from({ length: 101 }, (_, i) => i), 0.95, 95],
])("quantile of %j at %d", (values, q, wanted) => {
  expect(quantileType7(values, q)).toBeCloseTo(wanted, 12);
});

test("nothing has no quantile, and a median needs no order", () => {
  expect(quantileType7([], 0.5)).toBeNaN();
  expect(median([9, 1, 5])).toBe(5);
});
