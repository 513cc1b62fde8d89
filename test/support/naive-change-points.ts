/** `changePoints` as its three steps read, with nothing kept from one comparison to the next: the slow twin of tests and benches. */
import { mannWhitney } from "../../src/stats/mann-whitney.ts";
import { studentTTest, welchT } from "../../src/stats/t-test.ts";

const window = 50;
const leastSide = 3;

/** Places of the changes, ascending; values are finite. */
export function naiveChangePoints(values: readonly number[], leastChange: number): number[] {
  const starts = new Set<number>();
  for (let from = 0; from === 0 || from + window / 2 < values.length; from += window / 2) {
    for (const start of divide(values.slice(from, from + window))) starts.add(from + start);
  }
  let segments = cut(
    values,
    [...starts].toSorted((a, b) => a - b),
  );
  for (let short = shortest(segments); short !== null; short = shortest(segments)) segments = join(segments, short);
  segments = merge(segments, leastChange);
  const confirmed = segments.slice(1).flatMap((later, i) => (isConfirmed(segments[i] ?? [], later) ? [i] : []));
  let start = 0;
  const kept = segments.map((segment) => (start += segment.length)).filter((_, i) => confirmed.includes(i));
  start = 0;
  return merge(cut(values, kept), leastChange)
    .slice(0, -1)
    .map((segment) => (start += segment.length));
}

function divide(values: readonly number[]): number[] {
  let [best, at, until] = [0, -1, -1];
  for (let index = leastSide; index <= values.length - leastSide; index++) {
    for (let end = index + leastSide; end <= values.length; end++) {
      const found = energy(values.slice(0, index), values.slice(index, end));
      // Only a clear excess, so that rounding does not choose among equals.
      if (found > best * (1 + 1e-12) + 1e-12) [best, at, until] = [found, index, end];
    }
  }
  if (at < 0 || !(studentTTest(values.slice(0, at), values.slice(at, until)).p <= 0.01)) return [];
  return [...divide(values.slice(0, at)), at, ...divide(values.slice(at)).map((start) => at + start)];
}

function distances(x: readonly number[], y: readonly number[]): number {
  let sum = 0;
  for (const left of x) for (const right of y) sum += Math.abs(left - right);
  return sum;
}

function energy(a: readonly number[], b: readonly number[]): number {
  const [m, n] = [a.length, b.length];
  const apart = (2 * distances(a, b)) / (m * n) - distances(a, a) / (m * (m - 1)) - distances(b, b) / (n * (n - 1));
  return ((m * n) / (m + n)) * apart;
}

type Segments = readonly (readonly number[])[];

function cut(values: readonly number[], starts: readonly number[]): number[][] {
  return [0, ...starts].map((start, i) => values.slice(start, starts[i] ?? values.length));
}

function join(segments: Segments, place: number): number[][] {
  return [
    ...segments.slice(0, place).map((segment) => [...segment]),
    [...(segments[place] ?? []), ...(segments[place + 1] ?? [])],
    ...segments.slice(place + 2).map((segment) => [...segment]),
  ];
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The segment after which to join, for the first segment that is too short; null when none is. */
function shortest(segments: Segments): number | null {
  const short = segments.findIndex(({ length }) => length < leastSide);
  if (short < 0 || segments.length === 1) return null;
  const [before, own, after] = [segments[short - 1], segments[short] ?? [], segments[short + 1]];
  if (before === undefined) return short;
  if (after === undefined) return short - 1;
  return Math.abs(mean(before) - mean(own)) <= Math.abs(mean(after) - mean(own)) ? short - 1 : short;
}

function merge(segments: Segments, leastChange: number): number[][] {
  let merged = segments.map((segment) => [...segment]);
  for (;;) {
    const boundaries = merged.slice(1).map((later, place) => {
      const earlier = merged[place] ?? [];
      return {
        place,
        p: studentTTest(earlier, later).p,
        change: Math.abs(mean(later) / mean(earlier) - 1),
      };
    });
    const [unsure] = boundaries.filter(({ p }) => p > 0.001).toSorted((a, b) => b.p - a.p);
    const [small] = boundaries.filter(({ change }) => change < leastChange).toSorted((a, b) => a.change - b.change);
    const next = unsure ?? small;
    if (next === undefined) return merged;
    merged = join(merged, next.place);
  }
}

function isConfirmed(earlier: readonly number[], later: readonly number[]): boolean {
  const both = [...earlier, ...later];
  return [-1, 0, 1].some((shift) => {
    const index = earlier.length + shift;
    const before = both.slice(Math.max(0, index - window), index);
    const after = both.slice(index, index + window);
    if (before.length < leastSide || after.length < leastSide) return false;
    return welchT(before, after).p < 0.005 || mannWhitney(before, after).p < 0.005;
  });
}
