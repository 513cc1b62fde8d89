import { bucketIndex, bucketLower, bucketUpper } from "./bucket-index.ts";

/** What one piece of a distribution brings: bucket counts and the exact moments of the same samples. */
export interface BucketCounts {
  readonly count: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
  /** Samples of value 0, which have no bucket. */
  readonly zeroCount: number;
  /** Ascending. */
  readonly indexes: ArrayLike<number>;
  readonly counts: ArrayLike<number>;
  /** Which part of both arrays belongs to it; all when absent. */
  readonly from?: number;
  readonly to?: number;
}

/** The value that stands for every sample of bucket `index`: at most (base − 1)/(base + 1) = 0.542 % away from any of them. */
export function bucketMiddle(index: number): number {
  const lower = bucketLower(index);
  const upper = bucketUpper(index);
  return (2 * lower * upper) / (lower + upper);
}

/**
 * Mergeable exponential histogram, base 2^(1/64), of values ≥ 0 (milliseconds here). Merging is addition, so any split of the
 * samples gives the same histogram. Counts, sum, minimum and maximum are exact; quantiles are within 0.542 %.
 */
export class Histogram {
  #offset = 0;
  #buckets = new Float64Array(0);
  #zeroCount = 0;
  #count = 0;
  #sum = 0;
  #min = Infinity;
  #max = -Infinity;

  get count(): number {
    return this.#count;
  }
  get sum(): number {
    return this.#sum;
  }
  /** Infinity when empty. */
  get min(): number {
    return this.#min;
  }
  /** −Infinity when empty. */
  get max(): number {
    return this.#max;
  }

  /** Adds one sample ≥ 0. */
  add(value: number): void {
    this.#count++;
    this.#sum += value;
    if (value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
    if (value <= 0) this.#zeroCount++;
    else {
      const index = bucketIndex(value);
      this.#reach(index);
      const at = index - this.#offset;
      this.#buckets[at] = (this.#buckets[at] ?? 0) + 1;
    }
  }

  /** Adds what another collector counted. */
  addBuckets(piece: BucketCounts): void {
    if (piece.count === 0) return;
    this.#count += piece.count;
    this.#sum += piece.sum;
    if (piece.min < this.#min) this.#min = piece.min;
    if (piece.max > this.#max) this.#max = piece.max;
    this.#zeroCount += piece.zeroCount;
    const { indexes, counts, from = 0, to = indexes.length } = piece;
    if (from === to) return;
    this.#reach(indexes[from] ?? 0);
    this.#reach(indexes[to - 1] ?? 0);
    const buckets = this.#buckets;
    const offset = this.#offset;
    for (let i = from; i < to; i++) {
      const at = (indexes[i] ?? 0) - offset;
      buckets[at] = (buckets[at] ?? 0) + (counts[i] ?? 0);
    }
  }

  /**
   * The samples without those of `part`, which must be among them. Their minimum and maximum are not known: they are taken from the
   * bounds of their outermost buckets, within our own.
   */
  without(part: Histogram): Histogram {
    const rest = new Histogram();
    const taken = new Map(part.buckets().map(({ index, count }) => [index, count]));
    const left = this.buckets()
      .map(({ index, count }) => ({ index, count: count - (taken.get(index) ?? 0) }))
      .filter(({ count }) => count > 0);
    const zeroCount = this.#zeroCount - part.#zeroCount;
    const [first, last] = [left[0], left.at(-1)];
    const lowest = zeroCount > 0 || first === undefined ? 0 : bucketLower(first.index);
    rest.addBuckets({
      count: this.#count - part.#count,
      sum: this.#sum - part.#sum,
      min: Math.max(this.#min, lowest),
      max: last === undefined ? 0 : Math.min(this.#max, bucketUpper(last.index)),
      zeroCount,
      indexes: left.map(({ index }) => index),
      counts: left.map(({ count }) => count),
    });
    return rest;
  }

  /** Quantile of type 7 over the samples, each standing at its bucket's middle, clamped to the exact minimum and maximum. null when empty. */
  quantile(q: number): number | null {
    if (this.#count === 0) return null;
    const rank = (this.#count - 1) * q;
    const below = Math.floor(rank);
    const low = this.#orderStatistic(below);
    if (rank === below) return low;
    return low + (this.#orderStatistic(below + 1) - low) * (rank - below);
  }

  /** Estimated share of samples ≤ `value`, linear inside its bucket. null when empty. */
  cdf(value: number): number | null {
    if (this.#count === 0) return null;
    if (value < this.#min) return 0;
    if (value >= this.#max) return 1;
    let below = this.#zeroCount;
    if (value > 0) {
      const index = bucketIndex(value);
      const end = Math.min(index - this.#offset, this.#buckets.length);
      for (let i = 0; i < end; i++) below += this.#buckets[i] ?? 0;
      const lower = bucketLower(index);
      below += ((this.#buckets[index - this.#offset] ?? 0) * (value - lower)) / (bucketUpper(index) - lower);
    }
    return below / this.#count;
  }

  /** Filled buckets in ascending order; zeros are not among them. */
  buckets(): { index: number; count: number }[] {
    const filled: { index: number; count: number }[] = [];
    this.#buckets.forEach((count, i) => {
      if (count > 0) filled.push({ index: this.#offset + i, count });
    });
    return filled;
  }

  #orderStatistic(rank: number): number {
    if (rank <= 0) return this.#min;
    if (rank >= this.#count - 1) return this.#max;
    let seen = this.#zeroCount;
    if (rank < seen) return 0;
    for (let i = 0; i < this.#buckets.length; i++) {
      seen += this.#buckets[i] ?? 0;
      if (rank < seen) return Math.min(Math.max(bucketMiddle(this.#offset + i), this.#min), this.#max);
    }
    return this.#max;
  }

  /** Makes room for a bucket. */
  #reach(index: number): void {
    const at = index - this.#offset;
    if (at >= 0 && at < this.#buckets.length) return;
    const margin = 64;
    if (this.#buckets.length === 0) {
      this.#offset = index - margin;
      this.#buckets = new Float64Array(2 * margin + 1);
      return;
    }
    const from = Math.min(this.#offset, index - margin);
    const to = Math.max(this.#offset + this.#buckets.length, index + margin + 1);
    const grown = new Float64Array(to - from);
    grown.set(this.#buckets, this.#offset - from);
    this.#offset = from;
    this.#buckets = grown;
  }
}
