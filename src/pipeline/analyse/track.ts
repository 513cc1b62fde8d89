import type { BucketCounts } from "../../stats/histogram.ts";
import type { LimitCount, Measure, SeriesWindow } from "../../contract/window.ts";
import { bucketCountOf, copyBuckets } from "../../contract/decoded-series.ts";
import { Column } from "./column.ts";

/** One second of one series. Its buckets are `from`..`to` of shared arrays; made anew whenever it is asked for. */
export interface Piece extends BucketCounts {
  readonly from: number;
  readonly to: number;
  /** The exact counts at a limit, where they were counted. */
  readonly limitAt: (limitMs: number) => LimitCount | undefined;
}

const chunkLength = 65_536;
const noBuckets: Chunk = { indexes: new Int32Array(0), counts: new Uint32Array(0) };

interface Chunk {
  readonly indexes: Int32Array;
  readonly counts: Uint32Array;
}

/** Hands out room for the buckets of many small pieces in few large arrays. */
export class BucketPool {
  readonly #chunks: Chunk[] = [];
  #used = 0;

  /** Copies the buckets; they begin at `from` of the chunk and are `count`. */
  keep(series: SeriesWindow): { chunk: number; from: number; count: number } {
    const count = bucketCountOf(series);
    let chunk = this.#chunks.at(-1);
    if (chunk === undefined || this.#used + count > chunk.indexes.length) {
      const length = Math.max(chunkLength, count);
      chunk = { indexes: new Int32Array(length), counts: new Uint32Array(length) };
      this.#chunks.push(chunk);
      this.#used = 0;
    }
    const from = this.#used;
    copyBuckets(series, chunk.indexes, chunk.counts, from);
    this.#used += count;
    return { chunk: this.#chunks.length - 1, from, count };
  }

  chunk(number: number): Chunk {
    return this.#chunks[number] ?? noBuckets;
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
  readonly #pool: BucketPool | null;
  readonly #seconds = new Column();
  readonly #counts = new Column();
  readonly #sums = new Column();
  readonly #mins = new Column();
  readonly #maxs = new Column();
  readonly #zeroCounts = new Column();
  readonly #chunks = new Column();
  readonly #froms = new Column();
  readonly #lengths = new Column();
  /** Where the limits of each piece end among all limits. */
  readonly #limitEnds = new Column();
  /** Five numbers each: limit, below, equal, largest below, smallest above. */
  readonly #limits = new Column();

  /** `pool` null: only counts and sums are kept, of a measure whose distribution nobody asks for. */
  constructor({ scenario, endpoint, measure }: SeriesWindow["key"], pool: BucketPool | null) {
    this.scenario = scenario;
    this.endpoint = endpoint;
    this.measure = measure;
    this.#pool = pool;
  }

  /** Second numbers of the pieces, ascending. */
  get seconds(): Float64Array {
    return this.#seconds.values;
  }

  add(second: number, piece: SeriesWindow): void {
    this.#seconds.push(second);
    this.#counts.push(piece.count);
    this.#sums.push(piece.sum);
    if (this.#pool === null) return;
    const { chunk, from, count } = this.#pool.keep(piece);
    this.#mins.push(piece.min);
    this.#maxs.push(piece.max);
    this.#zeroCounts.push(piece.zeroCount);
    this.#chunks.push(chunk);
    this.#froms.push(from);
    this.#lengths.push(count);
    for (const { limitMs, below, equal, maxBelow, minAbove } of piece.limits) {
      this.#limits.push(limitMs);
      this.#limits.push(below);
      this.#limits.push(equal);
      this.#limits.push(maxBelow);
      this.#limits.push(minAbove);
    }
    this.#limitEnds.push(this.#limits.length);
  }

  /** Samples of piece `i`. */
  count(i: number): number {
    return this.#counts.at(i);
  }

  /** Sum of the samples of piece `i`. */
  sum(i: number): number {
    return this.#sums.at(i);
  }

  /** Throws a TypeError when the track has counts and sums only. */
  piece(i: number): Piece {
    if (this.#pool === null) throw new TypeError(`the distribution of "${this.measure}" was not kept`);
    const from = this.#froms.at(i);
    const { indexes, counts } = this.#pool.chunk(this.#chunks.at(i));
    return {
      count: this.count(i),
      sum: this.sum(i),
      min: this.#mins.at(i),
      max: this.#maxs.at(i),
      zeroCount: this.#zeroCounts.at(i),
      indexes,
      counts,
      from,
      to: from + this.#lengths.at(i),
      limitAt: (limitMs) => this.#limitAt(i, limitMs),
    };
  }

  #limitAt(i: number, limitMs: number): LimitCount | undefined {
    const end = this.#limitEnds.at(i);
    for (let at = i === 0 ? 0 : this.#limitEnds.at(i - 1); at < end; at += 5) {
      if (this.#limits.at(at) === limitMs)
        return {
          limitMs,
          below: this.#limits.at(at + 1),
          equal: this.#limits.at(at + 2),
          maxBelow: this.#limits.at(at + 3),
          minAbove: this.#limits.at(at + 4),
        };
    }
    return undefined;
  }
}
