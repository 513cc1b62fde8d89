import { array, assert, constantFrom, double, oneof, property } from "fast-check";
import { expect, test } from "vitest";
import { benjaminiHochberg } from "./benjamini-hochberg.ts";

const p = oneof(double({ min: 0, max: 1, noNaN: true }), constantFrom(0, 0.01, 0.05, 1, null));

test("adjusted ≤ q is what the step-up procedure rejects at q", () => {
  expect(() => {
    assert(
      property(array(p, { maxLength: 12 }), double({ min: 0.001, max: 1, noNaN: true }), (values, q) => {
        const family = values.filter((value) => value !== null).toSorted((a, b) => a - b);
        // The largest k with p(k) ≤ k·q/m; everything up to p(k) is rejected.
        let cut = -1;
        family.forEach((value, i) => {
          if (value * family.length <= (i + 1) * q) cut = value;
        });
        return benjaminiHochberg(values).every((adjusted, i) => {
          const value = values[i] ?? null;
          if (value === null || adjusted === null) return value === adjusted;
          // A hair's breadth from the limit rounding may decide.
          return Math.abs(adjusted - q) < 1e-12 || adjusted <= q === value <= cut;
        });
      }),
    );
  }).not.toThrow();
});

test.each([
  [[], []],
  [[null], [null]],
  [
    [NaN, 0.02],
    [null, 0.02],
  ],
  [
    [0.02, null, 0.01],
    [0.02, null, 0.02],
  ],
])("of %j", (values, wanted) => {
  expect(benjaminiHochberg(values)).toEqual(wanted);
});
