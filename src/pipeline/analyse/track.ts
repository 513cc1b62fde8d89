import type { BucketCounts } from "../../stats/histogram.ts";
import type { LimitCount, Measure, SeriesWindow } from "../../contract/window.ts";

/** One second of one series. Its buckets are `from`..`to` of shared arrays; made anew whenever it is asked for. */
export interface Piece extends BucketCounts {
  readonly from: number;
  readonly to: number;
  readonly limits: readonly LimitCount[];
}

const chunkLength = 65_536;
const noLimits: readonly LimitCount[] = [];

interface Chunk {
  readonly indexes: Int32Array;
  readonly counts: Uint32Array;
}

const noBuckets = { chunk: { indexes: new Int32Array(0), counts: new Uint32Array(0) }, from: 0, length: 0 };

/** Hands out room for the buckets of many small pieces in few large arrays. */
export class BucketPool {
  #chunk: Chunk = { indexes: new Int32Array(0), counts: new Uint32Array(0) };
  #used = 0;

  /** Copies the buckets; they begin at `from` of the chunk. */
  keep(indexes: Int32Array, counts: Float64Array): { chunk: Chunk; from: number; length: number } {
    if (this.#used + indexes.length > this.#chunk.indexes.length) {
      const length = Math.max(chunkLength, indexes.length);
      this.#chunk = { indexes: new Int32Array(length), counts: new Uint32Array(length) };
      this.#used = 0;
    }
    const from = this.#used;
    this.#chunk.indexes.set(indexes, from);
    this.#chunk.counts.set(counts, from);
    this.#used += indexes.length;
    return { chunk: this.#chunk, from, length: indexes.length };
  }
}

/**
 * All pieces of one distribution in the order of their seconds; a second may repeat. Kept by column: a run has hundreds of thousands
 * of pieces, and an object each would weigh more than what it holds.
 */
export class Track {
  readonly scenario: string;
  readonly endpoint: string;
  readonly measure: Measure;
  readonly #seconds: number[] = [];
  readonly #counts: number[] = [];
  readonly #sums: number[] = [];
  readonly #mins: number[] = [];
  readonly #maxs: number[] = [];
  readonly #zeroCounts: number[] = [];
  readonly #chunks: Chunk[] = [];
  readonly #froms: number[] = [];
  readonly #lengths: number[] = [];
  readonly #limits: (readonly LimitCount[])[] = [];

  constructor({ scenario, endpoint, measure }: SeriesWindow["key"]) {
    this.scenario = scenario;
    this.endpoint = endpoint;
    this.measure = measure;
  }

  get length(): number {
    return this.#seconds.length;
  }

  /** Second numbers of the pieces, ascending. */
  get seconds(): readonly number[] {
    return this.#seconds;
  }

  /** `pool` null: only the moments, of a measure whose distribution nobody asks for. */
  add(second: number, piece: SeriesWindow, pool: BucketPool | null): void {
    const { chunk, from, length } = pool === null ? noBuckets : pool.keep(piece.indexes, piece.counts);
    this.#seconds.push(second);
    this.#counts.push(piece.count);
    this.#sums.push(piece.sum);
    this.#mins.push(piece.min);
    this.#maxs.push(piece.max);
    this.#zeroCounts.push(piece.zeroCount);
    this.#chunks.push(chunk);
    this.#froms.push(from);
    this.#lengths.push(length);
    this.#limits.push(piece.limits.length === 0 ? noLimits : piece.limits);
  }

  /** Samples of piece `i`. */
  count(i: number): number {
    return this.#counts[i] ?? 0;
  }

  /** Sum of the samples of piece `i`. */
  sum(i: number): number {
    return this.#sums[i] ?? 0;
  }

  piece(i: number): Piece {
    const from = this.#froms[i] ?? 0;
    const chunk = this.#chunks[i];
    return {
      count: this.count(i),
      sum: this.sum(i),
      min: this.#mins[i] ?? Infinity,
      max: this.#maxs[i] ?? -Infinity,
      zeroCount: this.#zeroCounts[i] ?? 0,
      indexes: chunk?.indexes ?? [],
      counts: chunk?.counts ?? [],
      from,
      to: from + (this.#lengths[i] ?? 0),
      limits: this.#limits[i] ?? noLimits,
    };
  }
}
