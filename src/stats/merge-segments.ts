import { mergeMoments, sampleMoments, type SampleMoments } from "./sample-moments.ts";
import { studentTTestOfMoments } from "./t-test.ts";

export interface SegmentRules {
  /** Fewest values a segment must have. */
  readonly leastLength: number;
  /** Largest two-sided p of Student's t between neighbours. */
  readonly largestP: number;
  /** Smallest |after/before − 1| between the means of neighbours. */
  readonly leastChange: number;
}

export interface Boundary {
  /** First value of the later segment. */
  readonly start: number;
  /** Means on both sides. */
  readonly before: number;
  readonly after: number;
  readonly p: number;
}

interface Segment {
  readonly start: number;
  readonly moments: SampleMoments;
}

/**
 * Takes boundaries of a series away, one at a time, until every one that is left divides segments that obey the rules: first a segment that
 * is too short joins the neighbour with the nearer mean, then the boundary with the largest p goes, and when all are small enough the one
 * with the smallest change. `starts` ascends, within 0 and the length. Segments are put together by their moments, so that the values are read once.
 */
export function mergeSegments(values: ArrayLike<number>, starts: readonly number[], rules: SegmentRules): Boundary[] {
  const segments = longSegments(
    [0, ...starts].map((start, i) => ({ start, moments: sampleMoments(values, start, starts[i] ?? values.length) })),
    rules.leastLength,
  );
  const boundaries = segments.slice(1).map((later, i) => boundaryOf(segments[i] ?? later, later));
  for (;;) {
    const weakest = weakestOf(boundaries, rules);
    if (weakest < 0) return boundaries;
    boundaries.splice(weakest, 1);
    joinWithNext(segments, weakest);
    for (const place of [weakest - 1, weakest]) {
      const [earlier, later] = [segments[place], segments[place + 1]];
      if (earlier !== undefined && later !== undefined) boundaries[place] = boundaryOf(earlier, later);
    }
  }
}

/** Place of the boundary to take away next, the first of equals; −1 when all may stay. */
function weakestOf(boundaries: readonly Boundary[], rules: SegmentRules): number {
  let [leastSure, largestP] = [-1, rules.largestP];
  let [smallest, leastChange] = [-1, rules.leastChange];
  boundaries.forEach(({ before, after, p }, place) => {
    if (p > largestP) [leastSure, largestP] = [place, p];
    const change = changeOf(before, after);
    if (change < leastChange) [smallest, leastChange] = [place, change];
  });
  return leastSure >= 0 ? leastSure : smallest;
}

/** Relative to the earlier level; from level 0 every change is without bound. */
function changeOf(before: number, after: number): number {
  return Math.abs((after - before) / before);
}

function boundaryOf(earlier: Segment, later: Segment): Boundary {
  const { p } = studentTTestOfMoments(earlier.moments, later.moments);
  return {
    start: later.start,
    before: earlier.moments.mean,
    after: later.moments.mean,
    p: Number.isNaN(p) ? 1 : p,
  };
}

/** Nothing shorter than `leastLength`, unless it is all there is. */
function longSegments(segments: readonly Segment[], leastLength: number): Segment[] {
  const long: Segment[] = [];
  segments.forEach((segment, i) => {
    long.push(segment);
    const last = long.length - 1;
    if (last > 0 && (long[last - 1]?.moments.count ?? 0) < leastLength) joinWithNext(long, last - 1);
    const [earlier, short, later] = [long.at(-2), long.at(-1), segments[i + 1]];
    if (earlier === undefined || short === undefined || short.moments.count >= leastLength) return;
    const away = (other: Segment): number => Math.abs(other.moments.mean - short.moments.mean);
    if (later === undefined || away(earlier) <= away(later)) joinWithNext(long, long.length - 2);
  });
  return long;
}

function joinWithNext(segments: Segment[], place: number): void {
  const [earlier, later] = [segments[place], segments[place + 1]];
  if (earlier === undefined || later === undefined) return;
  segments.splice(place, 2, {
    start: earlier.start,
    moments: mergeMoments(earlier.moments, later.moments),
  });
}
