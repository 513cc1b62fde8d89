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

test("two values have no Qn", () => {
  expect(qnScale([1, 2])).toBeNaN();
});
