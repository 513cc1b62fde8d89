import { array, assert, constantFrom, integer, property } from "fast-check";
import { expect, test } from "vitest";
import { quantileType7 } from "../../../stats/quantile-type7.ts";
import { decideQuantile } from "./decide-quantile.ts";

function sumsOf(samples: readonly number[], limit: number): Parameters<typeof decideQuantile>[0] {
  return {
    count: samples.length,
    below: samples.filter((sample) => sample < limit).length,
    equal: samples.filter((sample) => sample === limit).length,
    maxBelow: Math.max(...samples.filter((sample) => sample < limit)),
    minAbove: Math.min(...samples.filter((sample) => sample > limit)),
  };
}

test("agrees with the quantile of the raw samples, always", () => {
  const few = array(integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 60 });
  expect(() => {
    assert(
      property(few, integer({ min: 0, max: 24 }), constantFrom(0.5, 0.9, 0.95, 0.99, 0.999), (samples, twice, q) => {
        const limit = twice / 2;
        const exact = quantileType7(
          samples.toSorted((a, b) => a - b),
          q,
        );
        const { side, low, high } = decideQuantile(sumsOf(samples, limit), q, limit);
        return side === Math.sign(exact - limit) && low <= exact && exact <= high;
      }),
      { numRuns: 3000 },
    );
  }).not.toThrow();
});

test.each([
  ["all below", [1, 2, 3], 10, { side: -1, low: -Infinity, high: 3 }],
  ["all above", [11, 12], 10, { side: 1, low: 11, high: Infinity }],
  ["all equal", [10, 10], 10, { side: 0, low: 10, high: 10 }],
  ["between two neighbours, below", [1, 11], 10, { side: -1, low: 1 + 10 * 0.5, high: 6 }],
  ["from the limit upwards", [10, 20], 10, { side: 1, low: 15, high: 15 }],
  ["up to the limit", [5, 10], 10, { side: -1, low: 7.5, high: 7.5 }],
])("median with samples %s the limit", (_, samples, limit, wanted) => {
  expect(decideQuantile(sumsOf(samples, limit), 0.5, limit)).toEqual(wanted);
});
