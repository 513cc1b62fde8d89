import type { BucketCounts } from "../../stats/histogram.ts";
import type { LimitCount, SeriesWindow } from "../../contract/window.ts";

/** What analysis keeps of one second of one series. Its buckets are `from`..`to` of shared arrays. */
export interface Piece extends BucketCounts {
  readonly from: number;
  readonly to: number;
  readonly limits: readonly LimitCount[];
}

const chunkLength = 65_536;

/** Copies the buckets of many small pieces into few large arrays: two arrays a piece would weigh more than what they hold. */
export class PiecePool {
  #indexes = new Int32Array(0);
  #counts = new Uint32Array(0);
  #used = 0;

  keep({ count, sum, min, max, zeroCount, indexes, counts, limits }: SeriesWindow): Piece {
    if (this.#used + indexes.length > this.#indexes.length) {
      const length = Math.max(chunkLength, indexes.length);
      this.#indexes = new Int32Array(length);
      this.#counts = new Uint32Array(length);
      this.#used = 0;
    }
    const from = this.#used;
    this.#indexes.set(indexes, from);
    this.#counts.set(counts, from);
    this.#used += indexes.length;
    return {
      count,
      sum,
      min,
      max,
      zeroCount,
      indexes: this.#indexes,
      counts: this.#counts,
      from,
      to: this.#used,
      limits,
    };
  }
}
