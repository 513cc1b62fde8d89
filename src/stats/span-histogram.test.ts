import { array, assert, constantFrom, integer, property, record } from "fast-check";
import { expect, test } from "vitest";
import { bucketIndex } from "./bucket-index.ts";
import { Histogram } from "./histogram.ts";
import { quantileType7 } from "./quantile-type7.ts";
import { SpanHistogram, type VisitSeconds } from "./span-histogram.ts";

const seconds = 12;
const samples = array(record({ second: integer({ min: 0, max: seconds - 1 }), value: integer({ min: 0, max: 300 }) }), {
  minLength: 1,
  maxLength: 80,
});
const qs = constantFrom(0, 0.5, 0.9, 0.95, 1);

/** A piece for every sample. */
function piecesOf(raw: readonly { second: number; value: number }[]): VisitSeconds {
  return (visit) => {
    for (const { second, value } of raw) {
      const zeroCount = value === 0 ? 1 : 0;
      const indexes = value === 0 ? [] : [bucketIndex(value)];
      visit(second, { count: 1, sum: value, min: value, max: value, zeroCount, indexes, counts: indexes.map(() => 1) });
    }
  };
}

test("a span's quantile is that of a histogram over the span, and a resample's is near that of its samples", () => {
  expect(() => {
    assert(
      property(samples, qs, integer({ min: 0, max: seconds }), integer({ min: 0, max: seconds }), (raw, q, a, b) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const spans = new SpanHistogram(seconds, piecesOf(raw));
        const merged = new Histogram();
        for (const { second, value } of raw) if (second >= from && second < to) merged.add(value);
        const same = spans.quantile(q, from, to) === merged.quantile(q) && spans.count(from, to) === merged.count;
        // The span twice over: the quantile of the doubled samples lies within a bucket of the resample's.
        const resample = { starts: Int32Array.from([from, from]), ends: Int32Array.from([to, to]) };
        const inside = raw.filter(({ second }) => second >= from && second < to).map(({ value }) => value);
        const doubled = [...inside, ...inside].toSorted((x, y) => x - y);
        const estimate = spans.resampledQuantile(q, resample);
        if (doubled.length === 0) return same && estimate === null;
        const low = doubled[Math.floor((doubled.length - 1) * q)] ?? NaN;
        const high = Math.max(low, quantileType7(doubled, q));
        return same && estimate !== null && estimate >= low * 0.989 && estimate <= high * 1.0111;
      }),
      { numRuns: 400 },
    );
  }).not.toThrow();
});

test("an empty span has no quantile", () => {
  const spans = new SpanHistogram(3, () => {});
  expect(spans.quantile(0.5, 0, 3)).toBeNull();
  expect(spans.resampledQuantile(0.5, { starts: Int32Array.from([0]), ends: Int32Array.from([3]) })).toBeNull();
  expect(new Histogram().quantile(0.5)).toBeNull();
});
