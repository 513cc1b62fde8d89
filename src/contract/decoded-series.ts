import type { ByteReader } from "./byte-buffer.ts";
import { lowestIndex } from "./window-frame.ts";
import type { NameTable } from "./window-names.ts";
import type { LimitCount, SeriesKey, SeriesWindow } from "./window.ts";

const noLimits: readonly LimitCount[] = [];

function readLimits(reader: ByteReader): readonly LimitCount[] {
  const length = reader.whole();
  if (length === 0) return noLimits;
  const limits: LimitCount[] = [];
  for (let left = length; left > 0; left--) {
    limits.push({
      limitMs: reader.float64(),
      below: reader.whole(),
      equal: reader.whole(),
      maxBelow: reader.float64(),
      minAbove: reader.float64(),
    });
  }
  return limits;
}

/** A series whose buckets are read when they are asked for: of most measures only moments are. */
export class DecodedSeries implements SeriesWindow {
  readonly key: SeriesKey;
  readonly count: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
  readonly zeroCount: number;
  readonly limits: readonly LimitCount[];
  readonly #payload: Uint8Array;
  readonly #bucketsAt: number;
  readonly #length: number;
  #indexes: Int32Array | null = null;
  #counts: Float64Array | null = null;

  /** Reads one series; the reader stands behind it afterwards. */
  constructor(payload: Uint8Array, reader: ByteReader, names: NameTable) {
    this.key = names.key(reader.whole(), reader.whole(), reader.whole());
    this.count = reader.whole();
    this.sum = reader.float64();
    this.min = reader.float64();
    this.max = reader.float64();
    this.zeroCount = reader.whole();
    this.#length = reader.whole();
    this.#payload = payload;
    this.#bucketsAt = reader.at;
    reader.skipWhole(2 * this.#length);
    this.limits = readLimits(reader);
  }

  get indexes(): Int32Array {
    return this.#indexes ?? this.#read().indexes;
  }

  get counts(): Float64Array {
    return this.#counts ?? this.#read().counts;
  }

  get bucketCount(): number {
    return this.#length;
  }

  /** Reads the buckets to where they shall be. */
  readBuckets(indexes: Int32Array, counts: Float64Array | Uint32Array, from: number): void {
    const bytes = this.#payload;
    const end = from + this.#length;
    let at = this.#bucketsAt;
    let index = lowestIndex;
    // Written out: nothing reads more numbers, and most of them are one byte.
    for (let bucket = from; bucket < end; bucket++) {
      let byte = bytes[at++] ?? 0;
      let value = byte & 127;
      for (let unit = 128; byte > 127; unit *= 128) {
        byte = bytes[at++] ?? 0;
        value += (byte & 127) * unit;
      }
      index += value;
      indexes[bucket] = index;
      byte = bytes[at++] ?? 0;
      value = byte & 127;
      for (let unit = 128; byte > 127; unit *= 128) {
        byte = bytes[at++] ?? 0;
        value += (byte & 127) * unit;
      }
      counts[bucket] = value;
    }
  }

  #read(): { indexes: Int32Array; counts: Float64Array } {
    const indexes = new Int32Array(this.#length);
    const counts = new Float64Array(this.#length);
    this.readBuckets(indexes, counts, 0);
    this.#indexes = indexes;
    this.#counts = counts;
    return { indexes, counts };
  }
}

/** Number of buckets of a series. */
export function bucketCountOf(series: SeriesWindow): number {
  return series instanceof DecodedSeries ? series.bucketCount : series.indexes.length;
}

/** Copies the buckets of a series to place `at` and after; those of a decoded one without making arrays for them. */
export function copyBuckets(series: SeriesWindow, indexes: Int32Array, counts: Uint32Array, at: number): void {
  if (series instanceof DecodedSeries) series.readBuckets(indexes, counts, at);
  else {
    indexes.set(series.indexes, at);
    counts.set(series.counts, at);
  }
}
