import { expect, test } from "vitest";
import { qnScale } from "./qn-scale.ts";
import { seededRandom } from "./seeded-random.ts";

test.each([
  // Distances of 1, 2, 4: 1, 2, 3; h = 2, k = 1.
  [[1, 2, 4], 2.2219 * 0.994 * 1],
  // Distances of 1, 2, 4, 8, 16: 1 2 3 4 6 7 8 …; h = 3, k = 3.
  [[16, 1, 8, 2, 4], 2.2219 * 0.844 * 3],
])("Qn of %j", (values, wanted) => {
  expect(qnScale(values)).toBeCloseTo(wanted, 12);
});

test("Qn is near the standard deviation of normal values, and unmoved by an outlier", () => {
  const random = seededRandom("qn");
  const values = Array.from({ length: 200 }, () => Array.from({ length: 12 }, random).reduce((a, b) => a + b, -6));
  expect(Math.abs(qnScale(values) - 1)).toBeLessThan(0.15);
  expect(Math.abs(qnScale([...values.slice(1), 1e6]) - qnScale(values))).toBeLessThan(0.05);
});

test.each([
  ["two values", [1, 2], NaN],
  ["a value that is no number", [1, 2, 3, NaN], NaN],
  ["an infinite value", [1, 2, 3, Infinity], NaN],
  ["equal values", [7, 7, 7, 7, 7], 0],
  ["more than half equal", [7, 7, 7, 7, 1, 90, 3], 0],
])("Qn of %s", (_, values, wanted) => {
  expect(qnScale(values)).toBe(wanted);
});
