import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bucketIndex, bucketLower, bucketUpper } from "./bucket-index.ts";

/** A positive double as an exact fraction numerator / 2^shift. */
function fraction(value: number): { numerator: bigint; shift: bigint } {
  let shift = 0n;
  let scaled = value;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    shift++;
  }
  return { numerator: BigInt(scaled), shift };
}

/** Is value > 2^(index/64)? Decided in whole numbers: value^64 > 2^index. */
function above(value: number, index: number): boolean {
  const { numerator, shift } = fraction(value);
  const left = numerator ** 64n;
  const power = BigInt(index) + shift * 64n;
  return power < 0n ? true : left > 1n << power;
}

/** Does the bucket really hold the value? */
function exact(value: number): boolean {
  const index = bucketIndex(value);
  return above(value, index) && !above(value, index + 1);
}

function neighbours(value: number): number[] {
  const float = new Float64Array([value]);
  const bits = new BigInt64Array(float.buffer);
  const at = bits[0] ?? 0n;
  return [-2n, -1n, 0n, 1n, 2n].map((step) => {
    bits[0] = at + step;
    return float[0] ?? 0;
  });
}

describe("bucketIndex", () => {
  it("puts powers of two at the upper bound of their bucket", () => {
    expect(bucketIndex(1)).toBe(-1);
    expect(bucketIndex(2)).toBe(63);
    expect(bucketIndex(1024)).toBe(639);
    expect(bucketIndex(1.0000000000000002)).toBe(0);
  });

  it("agrees with whole-number arithmetic on both sides of every boundary of several octaves", () => {
    for (const octave of [-20, -3, 0, 1, 9, 30]) {
      for (let step = 0; step < 64; step++) {
        const wrong = neighbours(bucketUpper(octave * 64 + step)).filter((value) => !exact(value));
        expect(wrong).toEqual([]);
      }
    }
  });

  it("agrees with whole-number arithmetic on any number", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1e12, noNaN: true }), (value) => {
        expect(exact(value)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it("reads subnormal numbers", () => {
    expect(bucketIndex(5e-324)).toBe(-1074 * 64 - 1);
    expect(bucketIndex(1e-310)).toBe(Math.ceil(Math.log2(1e-310) * 64) - 1);
  });
});

describe("bucket bounds", () => {
  it("enclose what they index", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1e12, noNaN: true }), (value) => {
        const index = bucketIndex(value);
        expect(bucketLower(index)).toBeLessThan(value);
        expect(bucketUpper(index)).toBeGreaterThanOrEqual(value);
      }),
    );
  });

  it("are 2^(1/64) apart and exact at powers of two", () => {
    expect(bucketUpper(-1)).toBe(1);
    expect(bucketLower(640)).toBe(1024);
    expect(bucketUpper(100) / bucketLower(100)).toBeCloseTo(2 ** (1 / 64), 14);
    expect(bucketLower(-1074 * 64)).toBe(5e-324);
    expect(bucketLower(70_000)).toBe(Infinity);
  });
});
