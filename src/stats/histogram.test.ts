import { assert, double, array, constantFrom, oneof, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { bucketIndex } from "./bucket-index.ts";
import { bucketMiddle, Histogram, type BucketCounts } from "./histogram.ts";
import { quantileType7 } from "./quantile-type7.ts";

const promised = 0.0054152;
const values = array(oneof(double({ min: 0.001, max: 1e6, noNaN: true }), constantFrom(0, 1, 100, 100.5)), {
  minLength: 1,
  maxLength: 200,
});
const shares = constantFrom(0, 0.5, 0.9, 0.95, 0.99, 0.999, 1);

function filled(samples: readonly number[]): Histogram {
  const histogram = new Histogram();
  for (const sample of samples) histogram.add(sample);
  return histogram;
}

/** The same samples as a collector would hand them over. */
function counted(samples: readonly number[]): BucketCounts {
  const buckets = new Map<number, number>();
  for (const sample of samples)
    if (sample > 0) buckets.set(bucketIndex(sample), (buckets.get(bucketIndex(sample)) ?? 0) + 1);
  const indexes = [...buckets.keys()].toSorted((a, b) => a - b);
  return {
    count: samples.length,
    sum: samples.reduce((a, b) => a + b, 0),
    min: Math.min(...samples),
    max: Math.max(...samples),
    zeroCount: samples.filter((sample) => sample === 0).length,
    indexes,
    counts: indexes.map((index) => buckets.get(index) ?? 0),
  };
}

describe("histogram", () => {
  test("quantiles are within 0.542 % of the samples' own", () => {
    expect(() => {
      assert(
        property(values, shares, (samples, q) => {
          const exact = quantileType7(
            samples.toSorted((a, b) => a - b),
            q,
          );
          const estimate = filled(samples).quantile(q) ?? NaN;
          return Math.abs(estimate - exact) <= promised * exact + 1e-12;
        }),
      );
    }).not.toThrow();
  });

  test("merging is addition: any split gives the same quantiles, count, minimum and maximum", () => {
    expect(() => {
      assert(
        property(values, values, shares, (left, right, q) => {
          const whole = filled([...left, ...right]);
          const merged = new Histogram();
          merged.addBuckets(counted(left));
          merged.addBuckets(counted(right));
          return (
            merged.quantile(q) === whole.quantile(q) &&
            merged.count === whole.count &&
            merged.min === whole.min &&
            merged.max === whole.max &&
            Math.abs(merged.sum - whole.sum) <= 1e-9 * whole.sum
          );
        }),
      );
    }).not.toThrow();
  });

  test("taking a part away leaves what the rest alone would have given", () => {
    expect(() => {
      assert(
        property(values, values, shares, (rest, part, q) => {
          const left = filled([...rest, ...part]).without(filled(part));
          const alone = filled(rest);
          const [estimate, exact] = [left.quantile(q) ?? NaN, alone.quantile(q) ?? NaN];
          return (
            left.count === alone.count &&
            JSON.stringify(left.buckets()) === JSON.stringify(alone.buckets()) &&
            Math.abs(estimate - exact) <= 3 * promised * exact + 1e-12 &&
            Math.abs(left.sum - alone.sum) <= 1e-9 * (left.sum + filled(part).sum)
          );
        }),
      );
    }).not.toThrow();
    expect(
      filled([3, 4])
        .without(filled([3, 4]))
        .quantile(0.5),
    ).toBeNull();
  });

  test("the share below a value is right at bucket bounds and grows", () => {
    const histogram = filled([0, 10, 20, 20, 40]);
    expect(histogram.cdf(-1)).toBe(0);
    expect(histogram.cdf(0)).toBe(0.2);
    expect(histogram.cdf(15)).toBeCloseTo(0.4, 10);
    expect(histogram.cdf(30)).toBeCloseTo(0.8, 10);
    expect(histogram.cdf(40)).toBe(1);
  });

  test("an empty histogram has no figures", () => {
    const histogram = new Histogram();
    expect([histogram.quantile(0.5), histogram.cdf(1), histogram.count]).toEqual([null, null, 0]);
    expect(histogram.buckets()).toEqual([]);
  });

  test("a constant is told exactly", () => {
    expect(filled([100, 100, 100]).quantile(0.95)).toBe(100);
  });

  test("the middle of a bucket is equally far from both ends", () => {
    const middle = bucketMiddle(bucketIndex(100));
    expect(bucketIndex(middle)).toBe(bucketIndex(100));
    expect(filled([1, 100, 1000]).quantile(0.5)).toBe(middle);
  });
});
