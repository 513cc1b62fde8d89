import {
  counterNames,
  measures,
  type CounterWindow,
  type ErrorWindow,
  type LimitCount,
  type SeriesWindow,
  type Window,
} from "../../contract/window.ts";

/** Adds the pieces of each second up: one window a second, ascending; series, counters and errors in order of their names. */
export function mergeWindows(pieces: readonly Window[]): Window[] {
  const bySecond = new Map<number, Window[]>();
  for (const piece of pieces) {
    const same = bySecond.get(piece.at);
    if (same === undefined) bySecond.set(piece.at, [piece]);
    else same.push(piece);
  }
  return [...bySecond.entries()]
    .toSorted(([left], [right]) => left - right)
    .map(([at, same]) => (same.length === 1 && same[0] !== undefined ? same[0] : mergeSecond(at, same)));
}

function mergeSecond(at: number, pieces: readonly Window[]): Window {
  const vus = pieces.flatMap((piece) => (piece.vus === null ? [] : [piece.vus]));
  return {
    at,
    series: fold(
      pieces.flatMap(({ series }) => series),
      ({ key }) => `${key.scenario}\u0000${key.endpoint}\u0000${measures.indexOf(key.measure)}`,
      mergeSeries,
    ),
    counters: fold(
      pieces.flatMap(({ counters }) => counters),
      ({ scenario, endpoint, name }) => `${scenario}\u0000${endpoint}\u0000${counterNames.indexOf(name)}`,
      (left: CounterWindow, right) => ({ ...left, value: left.value + right.value }),
    ),
    errors: fold(
      pieces.flatMap(({ errors }) => errors),
      ({ scenario, endpoint, kind, value }) => `${scenario}\u0000${endpoint}\u0000${kind}\u0000${value}`,
      (left: ErrorWindow, right) => ({
        ...left,
        count: left.count + right.count,
        firstAt: Math.min(left.firstAt, right.firstAt),
      }),
    ),
    vus: vus.length === 0 ? null : Math.max(...vus),
  };
}

function fold<T>(items: readonly T[], idOf: (item: T) => string, merge: (left: T, right: T) => T): T[] {
  const byId = new Map<string, T>();
  for (const item of items) {
    const id = idOf(item);
    const known = byId.get(id);
    byId.set(id, known === undefined ? item : merge(known, item));
  }
  return [...byId.entries()]
    .toSorted(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0))
    .map(([, item]) => item);
}

function mergeSeries(left: SeriesWindow, right: SeriesWindow): SeriesWindow {
  const indexes: number[] = [];
  const counts: number[] = [];
  let here = 0;
  let there = 0;
  while (here < left.indexes.length || there < right.indexes.length) {
    const mine = left.indexes[here] ?? Infinity;
    const theirs = right.indexes[there] ?? Infinity;
    const index = Math.min(mine, theirs);
    indexes.push(index);
    counts.push(
      (mine === index ? (left.counts[here++] ?? 0) : 0) + (theirs === index ? (right.counts[there++] ?? 0) : 0),
    );
  }
  return {
    key: left.key,
    count: left.count + right.count,
    // Sums are whole nanoseconds over a million: adding the whole numbers keeps them exact.
    sum: (Math.round(left.sum * 1e6) + Math.round(right.sum * 1e6)) / 1e6,
    min: Math.min(left.min, right.min),
    max: Math.max(left.max, right.max),
    zeroCount: left.zeroCount + right.zeroCount,
    indexes: Int32Array.from(indexes),
    counts: Float64Array.from(counts),
    limits: left.limits.map((limit, at) => mergeLimit(limit, right.limits[at])),
  };
}

function mergeLimit(left: LimitCount, right: LimitCount | undefined): LimitCount {
  if (right === undefined) return left;
  return {
    limitMs: left.limitMs,
    below: left.below + right.below,
    equal: left.equal + right.equal,
    maxBelow: Math.max(left.maxBelow, right.maxBelow),
    minAbove: Math.min(left.minAbove, right.minAbove),
  };
}
