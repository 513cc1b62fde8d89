import type { Spans } from "./block-bootstrap.ts";
import { bucketLower, bucketUpper } from "./bucket-index.ts";
import { bucketMiddle, Histogram, type BucketCounts } from "./histogram.ts";

/** Calls back for each piece of a distribution with its second, 0 ≤ second < length; the same ones each time, a second may repeat. */
export type VisitSeconds = (visit: (second: number, piece: BucketCounts) => void) => void;

/**
 * Histograms of every span of seconds at once: a table of counts summed both over time and over buckets, so that the number of
 * samples of seconds [a, b) up to bucket j is one subtraction, and a quantile of any span, or of any resample of spans, a bisection.
 */
export class SpanHistogram {
  readonly #indexes: readonly number[];
  /** Row t, column j: samples of seconds < t in the first j + 1 buckets. Column 0 holds zeros. */
  readonly #table: Uint32Array;
  readonly #columns: number;
  readonly #min: Float64Array;
  readonly #max: Float64Array;

  constructor(length: number, visitSeconds: VisitSeconds) {
    const whole = new Histogram();
    visitSeconds((_, piece) => {
      whole.addBuckets(piece);
    });
    const indexes = whole.buckets().map(({ index }) => index);
    const first = indexes[0] ?? 0;
    const columnOf = new Int32Array((indexes.at(-1) ?? first) - first + 1);
    indexes.forEach((index, i) => {
      columnOf[index - first] = i + 1;
    });
    this.#indexes = indexes;
    const columns = indexes.length + 1;
    this.#columns = columns;
    this.#table = new Uint32Array((length + 1) * columns);
    this.#min = new Float64Array(length).fill(Infinity);
    this.#max = new Float64Array(length).fill(-Infinity);
    const table = this.#table;
    visitSeconds((second, piece) => {
      const row = (second + 1) * columns;
      table[row] = (table[row] ?? 0) + piece.zeroCount;
      const { indexes: places, counts, from = 0, to = places.length } = piece;
      for (let i = from; i < to; i++) {
        const at = row + (columnOf[(places[i] ?? 0) - first] ?? 0);
        table[at] = (table[at] ?? 0) + (counts[i] ?? 0);
      }
      if (piece.min < (this.#min[second] ?? 0)) this.#min[second] = piece.min;
      if (piece.max > (this.#max[second] ?? 0)) this.#max[second] = piece.max;
    });
    for (let row = columns; row < table.length; row += columns) {
      let sum = 0;
      for (let column = 0; column < columns; column++) {
        sum += table[row + column] ?? 0;
        table[row + column] = sum + (table[row + column - columns] ?? 0);
      }
    }
  }

  /** Samples of seconds [from, to). */
  count(from: number, to: number): number {
    return this.#upTo(this.#columns - 1, from, to);
  }

  /** Type-7 quantile of a span, samples at their bucket's middle, clamped to the span's extremes. null when empty. */
  quantile(q: number, from: number, to: number): number | null {
    const count = this.count(from, to);
    if (count === 0) return null;
    let [min, max] = [Infinity, -Infinity];
    for (let second = from; second < to; second++) {
      min = Math.min(min, this.#min[second] ?? Infinity);
      max = Math.max(max, this.#max[second] ?? -Infinity);
    }
    const value = (rank: number): number => {
      if (rank <= 0) return min;
      if (rank >= count - 1) return max;
      const column = this.#search(rank, (j) => this.#upTo(j, from, to));
      return column === 0 ? 0 : Math.min(Math.max(bucketMiddle(this.#indexes[column - 1] ?? 0), min), max);
    };
    const rank = (count - 1) * q;
    const below = Math.floor(rank);
    const low = value(below);
    return rank === below ? low : low + (value(below + 1) - low) * (rank - below);
  }

  /** Quantile of a resample, linear inside the bucket: smoother than `quantile`, for spread, not for a figure. null when empty. */
  resampledQuantile(q: number, { starts, ends }: Spans): number | null {
    const table = this.#table;
    const columns = this.#columns;
    const upTo = (column: number): number => {
      let sum = 0;
      for (let i = 0; i < starts.length; i++)
        sum += (table[(ends[i] ?? 0) * columns + column] ?? 0) - (table[(starts[i] ?? 0) * columns + column] ?? 0);
      return sum;
    };
    const count = upTo(columns - 1);
    if (count === 0) return null;
    const rank = (count - 1) * q;
    // The whole series tells where to look first: a resample is seldom many buckets away from it.
    const length = this.#min.length;
    const rankOfWhole = (rank / count) * this.count(0, length);
    const guess = this.#search(rankOfWhole, (column) => this.#upTo(column, 0, length));
    const { column, before, including } = searchFrom(guess, rank, columns - 1, upTo);
    if (column === 0) return 0;
    const index = this.#indexes[column - 1] ?? 0;
    const lower = bucketLower(index);
    return lower + (bucketUpper(index) - lower) * Math.min(1, (rank - before + 0.5) / (including - before));
  }

  #upTo(column: number, from: number, to: number): number {
    return (this.#table[to * this.#columns + column] ?? 0) - (this.#table[from * this.#columns + column] ?? 0);
  }

  /** First column whose cumulative count exceeds the rank. */
  #search(rank: number, upTo: (column: number) => number): number {
    let [low, high] = [0, this.#columns - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (upTo(middle) > rank) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

/**
 * First column whose cumulative count exceeds the rank, with the counts before and including it: from a guess in steps that double, then by
 * bisection, because each look is dear. The last column is known to exceed it.
 */
function searchFrom(
  guess: number,
  rank: number,
  last: number,
  upTo: (column: number) => number,
): { readonly column: number; readonly before: number; readonly including: number } {
  let [low, before] = [-1, 0];
  let [high, including] = [last, -1];
  for (let [next, step] = [guess, 1]; low < next && next < high; step *= 2) {
    const count = upTo(next);
    const rises = count <= rank;
    if (rises) [low, before] = [next, count];
    else [high, including] = [next, count];
    next += rises ? step : -step;
  }
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    const count = upTo(middle);
    if (count <= rank) [low, before] = [middle, count];
    else [high, including] = [middle, count];
  }
  return { column: high, before, including: including < 0 ? upTo(high) : including };
}
