import { EnergyTable } from "./energy-table.ts";
import { mannWhitney } from "./mann-whitney.ts";
import { mergeSegments, type SegmentRules } from "./merge-segments.ts";
import { sampleMoments } from "./sample-moments.ts";
import { studentTTestOfMoments, welchT } from "./t-test.ts";

export interface ChangePoint {
  /** Place, in the series as given, of the first value after the change. */
  readonly index: number;
  /** Mean from the change point before, or the beginning, to this one. */
  readonly before: number;
  /** Mean from here to the next change point, or the end. */
  readonly after: number;
  /** Two-sided p of Student's t between the two. The place was chosen to make it small, so it is no error rate. */
  readonly p: number;
}

export interface ChangePointOptions {
  /** Smallest |after/before − 1| that counts; 0.05 when absent. */
  readonly leastChange?: number;
}

/** Values in which a change is looked for at once; the next window begins half a window later. */
const windowLength = 50;
const weakP = 0.01;
const strongP = 0.001;
const voteP = 0.005;
/** Fewest values on each side of a change. */
const leastSide = 3;

/**
 * Places at which the level of a series changes for good, ascending (analysis reference 2.4; Matteson and James 2014 for the energy
 * statistic; windows and merging after Hunter, Fleming and others 2023). Deterministic:
 *
 * 1. in windows of 50, half overlapping, divide where the energy statistic is greatest, again and again, while Student's t gives p ≤ .01;
 * 2. over the whole series take away the weakest change until all have p ≤ .001, then the smallest until all are large enough;
 * 3. keep what Welch's t or Mann and Whitney's test confirms with p < .005 within one place: with the first two steps, two of three voices.
 *
 * Values that are not finite are left out. No change in fewer than six values, or in equal ones. Time is linear in the length.
 */
export function changePoints(values: readonly number[], options: ChangePointOptions = {}): ChangePoint[] {
  const places = values.flatMap((value, place) => (Number.isFinite(value) ? [place] : []));
  const finite = Float64Array.from(places, (place) => values[place] ?? NaN);
  const rules: SegmentRules = { leastLength: leastSide, largestP: strongP, leastChange: options.leastChange ?? 0.05 };
  const strong = mergeSegments(finite, weakChanges(finite), rules).map(({ start }) => start);
  const agreed = strong.filter((start, i) =>
    isConfirmed(finite, strong[i - 1] ?? 0, start, strong[i + 1] ?? finite.length),
  );
  // Once more, for a change that was voted down no longer divides its neighbours.
  return mergeSegments(finite, agreed, rules).map(({ start, before, after, p }) => ({
    index: places[start] ?? start,
    before,
    after,
    p,
  }));
}

/** Step 1: ascending places without repetition, at least `leastSide` apart from each other and from the ends. */
function weakChanges(values: Float64Array): number[] {
  const found = new Set<number>();
  const step = windowLength / 2;
  for (let start = 0; start === 0 || start + step < values.length; start += step) {
    const window = values.subarray(start, start + windowLength);
    const table = new EnergyTable(window);
    const divide = (from: number, to: number): void => {
      const split = table.bestSplit(from, to, leastSide);
      if (split === null) return;
      const { index, end } = split;
      const { p } = studentTTestOfMoments(sampleMoments(window, from, index), sampleMoments(window, index, end));
      if (!(p <= weakP)) return;
      found.add(start + index);
      divide(from, index);
      divide(index, to);
    };
    divide(0, window.length);
  }
  return [...found].toSorted((a, b) => a - b);
}

/** Step 3, on at most a window's length of each side: [from, start) and [start, to) are the parts that a change divides. */
function isConfirmed(values: Float64Array, from: number, start: number, to: number): boolean {
  return [start - 1, start, start + 1].some((index) => {
    const before = values.subarray(Math.max(from, index - windowLength), index);
    const after = values.subarray(index, Math.min(to, index + windowLength));
    if (Math.min(before.length, after.length) < leastSide) return false;
    return welchT(before, after).p < voteP || mannWhitney(before, after).p < voteP;
  });
}
