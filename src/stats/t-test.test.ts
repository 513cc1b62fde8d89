import { array, assert, double, property } from "fast-check";
import { expect, test } from "vitest";
import { mergeMoments, sampleMoments } from "./sample-moments.ts";
import { studentT } from "./student-t.ts";
import { studentTTest, welchT } from "./t-test.ts";

const values = array(double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 2, maxLength: 30 });

function mean(of: readonly number[]): number {
  return of.reduce((sum, value) => sum + value, 0) / of.length;
}

function variance(of: readonly number[]): number {
  return of.reduce((sum, value) => sum + (value - mean(of)) ** 2, 0) / (of.length - 1);
}

function near(is: number, wanted: number): boolean {
  return Math.abs(is - wanted) <= 1e-9 * Math.max(1, Math.abs(wanted));
}

test("both tests are the textbook's", () => {
  expect(() => {
    assert(
      property(values, values, (a, b) => {
        const [welch, student] = [welchT(a, b), studentTTest(a, b)];
        const [errorA, errorB] = [variance(a) / a.length, variance(b) / b.length];
        if (errorA + errorB < 1e-12) return true;
        const t = (mean(a) - mean(b)) / Math.sqrt(errorA + errorB);
        const freedom = (errorA + errorB) ** 2 / (errorA ** 2 / (a.length - 1) + errorB ** 2 / (b.length - 1));
        const both = a.length + b.length - 2;
        const pooled = ((a.length - 1) * variance(a) + (b.length - 1) * variance(b)) / both;
        const pooledT = (mean(a) - mean(b)) / Math.sqrt(pooled / a.length + pooled / b.length);
        return (
          near(welch.t, t) &&
          near(welch.freedom, freedom) &&
          near(welch.p, 2 * studentT(-Math.abs(t), freedom)) &&
          near(student.t, pooledT) &&
          student.freedom === both &&
          near(student.p, 2 * studentT(-Math.abs(pooledT), both))
        );
      }),
    );
  }).not.toThrow();
});

const untested = { t: NaN, freedom: NaN, p: NaN };

test.each([
  ["one value", [1], [1, 2], untested],
  ["no value", [], [1, 2], untested],
  ["a value that is no number", [1, NaN], [1, 2], untested],
  ["an infinite value", [1, 2, 3], [1, Infinity], untested],
  ["two constant samples alike", [5, 5], [5, 5, 5], { t: 0, freedom: 3, p: 1 }],
  ["two constant samples apart", [5, 5], [4, 4, 4], { t: Infinity, freedom: 3, p: 0 }],
  ["two constant samples the other way", [3, 3], [4, 4, 4], { t: -Infinity, freedom: 3, p: 0 }],
])("%s", (_, a, b, wanted) => {
  expect(welchT(a, b)).toEqual(wanted);
  expect(studentTTest(a, b)).toEqual(wanted);
});

const any = array(double({ min: -1e6, max: 1e6, noNaN: true }), { maxLength: 20 });

test("moments put together are those of the samples put together", () => {
  expect(() => {
    assert(
      property(any, any, (a, b) => {
        const merged = mergeMoments(sampleMoments(a), sampleMoments(b));
        const whole = sampleMoments([...a, ...b]);
        if (whole.count === 0) return merged.count === 0;
        const scale = Math.max(1, ...[...a, ...b].map(Math.abs));
        return (
          merged.count === whole.count &&
          Math.abs(merged.mean - whole.mean) <= 1e-12 * scale &&
          Math.abs(merged.squares - whole.squares) <= 1e-9 * scale * scale
        );
      }),
    );
  }).not.toThrow();
});

test("the moments of no values have no mean; a part is that part; a large mean does not eat the spread", () => {
  expect(sampleMoments([])).toEqual({ count: 0, mean: NaN, squares: 0 });
  expect(sampleMoments([9, 1, 3, 9], 1, 3)).toEqual({ count: 2, mean: 2, squares: 2 });
  expect(sampleMoments([1e9 + 1, 1e9 + 2, 1e9 + 3]).squares).toBeCloseTo(2, 12);
});
