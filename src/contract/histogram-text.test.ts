import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readHistogram, writeHistogram, type HistogramCounts } from "./histogram-text.ts";

const value = fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }).map((number) => number + 0);
const histograms: fc.Arbitrary<HistogramCounts> = fc
  .record({
    sum: value,
    min: value,
    max: value,
    zeroCount: fc.nat(1e9),
    buckets: fc.uniqueArray(fc.tuple(fc.integer({ min: -68_800, max: 65_536 }), fc.integer({ min: 1, max: 2 ** 40 })), {
      selector: ([index]) => index,
      maxLength: 40,
    }),
  })
  .map(({ buckets, ...rest }) => {
    const sorted = buckets.toSorted(([a], [b]) => a - b);
    const counts = sorted.map(([, count]) => count);
    return {
      ...rest,
      min: Math.min(rest.min, rest.max),
      max: Math.max(rest.min, rest.max),
      count: counts.reduce((a, b) => a + b, rest.zeroCount),
      indexes: sorted.map(([index]) => index),
      counts,
    };
  });

describe("histogram as text", () => {
  test("comes back exactly", () => {
    fc.assert(
      fc.property(histograms, (histogram) => {
        expect(readHistogram(writeHistogram(histogram))).toEqual(histogram);
      }),
    );
  });

  test("is short: neighbouring buckets cost their counts alone", () => {
    const text = writeHistogram({
      count: 60,
      sum: 6000.5,
      min: 99,
      max: 120.25,
      zeroCount: 0,
      indexes: [424, 425, 426, 430],
      counts: [10, 20, 20, 10],
    });
    expect(text).toBe("exp64;6000.5;99;120.25;0;bs:a,k,k,4:a");
  });

  test.each([
    ["nothing", ""],
    ["another layout", "exp32;1;1;1;0;0:1"],
    ["too few parts", "exp64;1;1;1;0"],
    ["no sum", "exp64;;1;1;0;0:1"],
    ["a count of nothing", "exp64;1;1;1;0;0:0"],
    ["a negative count", "exp64;1;1;1;0;0:-1"],
    ["buckets that do not ascend", "exp64;1;1;1;0;5:1,0:1"],
    ["a bucket beyond all numbers", "exp64;1;1;1;0;0:1,zzzzzzzz:1"],
    ["an infinite sum", "exp64;Infinity;1;1;0;0:1"],
    ["a negative least value", "exp64;1;-1;1;0;0:1"],
    ["a least value above the greatest", "exp64;1;2;1;0;0:1"],
    ["something else than a number", "exp64;1;1;1;0;5:1,?"],
  ])("%s is not read", (_, text) => {
    expect(readHistogram(text)).toBeNull();
  });
});
