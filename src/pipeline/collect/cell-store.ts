import type { LimitCount, SeriesKey, SeriesWindow } from "../../contract/window.ts";

/** A page holds the 64 buckets of one octave. */
const pageSize = 64;
/** Durations are whole nanoseconds: from 2^-20 ms to 2^44 ms, each octave a page of a cell. */
const lowestOctave = -21;
const pagesPerCell = 66;
/** A limit takes four numbers: below, equal, largest below, smallest above. */
const limitFields = 4;

/**
 * The distributions of the open seconds. A cell is one series of one second; its buckets lie in pages of one octave that are
 * taken from a pool when first touched, so that a cell takes what its spread needs. All is flat arrays: adding allocates nothing.
 */
export class CellStore {
  #counts = new Float64Array(256);
  #sums = new Float64Array(256);
  #least = new Float64Array(256);
  #most = new Float64Array(256);
  #zeros = new Float64Array(256);
  /** By cell × octave: page number, 0 = none. */
  #pages = new Int32Array(256 * pagesPerCell);
  readonly #limits: (Float64Array | undefined)[] = [];
  readonly #limitCounts: (Float64Array | undefined)[] = [];
  #cells = 0;
  readonly #freeCells: number[] = [];

  #pool = new Uint32Array(1024 * pageSize);
  #poolPages = 1;
  readonly #freePages: number[] = [];

  /** Buckets of closed cells, handed out piece by piece. */
  #indexes = new Int32Array(0);
  #inBuckets = new Float64Array(0);
  #used = 0;

  /** Bytes of the pool of buckets. */
  get bytes(): number {
    return (this.#poolPages - this.#freePages.length) * pageSize * 4;
  }

  /** A fresh cell that counts around ascending `limits` (ms). */
  open(limits: Float64Array | undefined): number {
    const cell = this.#freeCells.pop() ?? this.#cells++;
    if (cell >= this.#counts.length) this.#grow();
    this.#counts[cell] = 0;
    this.#sums[cell] = 0;
    this.#least[cell] = Infinity;
    this.#most[cell] = -Infinity;
    this.#zeros[cell] = 0;
    this.#limits[cell] = limits;
    if (limits === undefined) this.#limitCounts[cell] = undefined;
    else {
      const around = new Float64Array(limits.length * limitFields);
      for (let at = 0; at < around.length; at += limitFields) {
        around[at + 2] = -Infinity;
        around[at + 3] = Infinity;
      }
      this.#limitCounts[cell] = around;
    }
    return cell;
  }

  #grow(): void {
    const size = this.#counts.length * 2;
    const wider = (from: Float64Array): Float64Array<ArrayBuffer> => {
      const to = new Float64Array(size);
      to.set(from);
      return to;
    };
    this.#counts = wider(this.#counts);
    this.#sums = wider(this.#sums);
    this.#least = wider(this.#least);
    this.#most = wider(this.#most);
    this.#zeros = wider(this.#zeros);
    const pages = new Int32Array(size * pagesPerCell);
    pages.set(this.#pages);
    this.#pages = pages;
  }

  /** Adds a sample: whole nanoseconds, the same in ms, and its bucket (of no meaning for 0). */
  add(cell: number, nanos: number, value: number, bucket: number): void {
    this.#counts[cell] = (this.#counts[cell] ?? 0) + 1;
    this.#sums[cell] = (this.#sums[cell] ?? 0) + nanos;
    if (value < (this.#least[cell] ?? 0)) this.#least[cell] = value;
    if (value > (this.#most[cell] ?? 0)) this.#most[cell] = value;
    if (nanos === 0) this.#zeros[cell] = (this.#zeros[cell] ?? 0) + 1;
    else {
      const place = cell * pagesPerCell + (bucket >> 6) - lowestOctave;
      let page = this.#pages[place] ?? 0;
      if (page === 0) {
        page = this.#takePage();
        this.#pages[place] = page;
      }
      const at = page * pageSize + (bucket & 63);
      this.#pool[at] = (this.#pool[at] ?? 0) + 1;
    }
    const limits = this.#limits[cell];
    if (limits !== undefined) this.#countAround(cell, limits, value);
  }

  #countAround(cell: number, limits: Float64Array, value: number): void {
    const around = this.#limitCounts[cell];
    if (around === undefined) return;
    for (let index = 0; index < limits.length; index++) {
      const limit = limits[index] ?? 0;
      const at = index * limitFields;
      if (value < limit) {
        around[at] = (around[at] ?? 0) + 1;
        if (value > (around[at + 2] ?? 0)) around[at + 2] = value;
      } else if (value === limit) around[at + 1] = (around[at + 1] ?? 0) + 1;
      else if (value < (around[at + 3] ?? 0)) around[at + 3] = value;
    }
  }

  #takePage(): number {
    const free = this.#freePages.pop();
    if (free !== undefined) return free;
    const page = this.#poolPages++;
    if ((page + 1) * pageSize > this.#pool.length) {
      const grown = new Uint32Array(this.#pool.length * 2);
      grown.set(this.#pool);
      this.#pool = grown;
    }
    return page;
  }

  /** What the cell holds; the cell and its pages are free afterwards. */
  close(cell: number, key: SeriesKey, limits: Float64Array | undefined): SeriesWindow {
    if (this.#used + pagesPerCell * pageSize > this.#indexes.length) {
      this.#indexes = new Int32Array(16_384);
      this.#inBuckets = new Float64Array(16_384);
      this.#used = 0;
    }
    const start = this.#used;
    let used = start;
    const indexes = this.#indexes;
    const inBuckets = this.#inBuckets;
    const pool = this.#pool;
    for (let octave = 0; octave < pagesPerCell; octave++) {
      const place = cell * pagesPerCell + octave;
      const page = this.#pages[place] ?? 0;
      if (page === 0) continue;
      this.#pages[place] = 0;
      const first = page * pageSize;
      const index = (octave + lowestOctave) * pageSize;
      for (let bucket = 0; bucket < pageSize; bucket++) {
        const inBucket = pool[first + bucket] ?? 0;
        if (inBucket === 0) continue;
        indexes[used] = index + bucket;
        inBuckets[used++] = inBucket;
        pool[first + bucket] = 0;
      }
      this.#freePages.push(page);
    }
    this.#used = used;
    this.#freeCells.push(cell);
    return {
      key,
      count: this.#counts[cell] ?? 0,
      sum: (this.#sums[cell] ?? 0) / 1e6,
      min: this.#least[cell] ?? 0,
      max: this.#most[cell] ?? 0,
      zeroCount: this.#zeros[cell] ?? 0,
      indexes: indexes.subarray(start, used),
      counts: inBuckets.subarray(start, used),
      limits: this.#limitsAround(cell, limits),
    };
  }

  #limitsAround(cell: number, limits: Float64Array | undefined): LimitCount[] {
    const around = this.#limitCounts[cell];
    this.#limitCounts[cell] = undefined;
    if (limits === undefined || around === undefined) return [];
    return Array.from(limits, (limitMs, index) => ({
      limitMs,
      below: around[index * limitFields] ?? 0,
      equal: around[index * limitFields + 1] ?? 0,
      maxBelow: around[index * limitFields + 2] ?? -Infinity,
      minAbove: around[index * limitFields + 3] ?? Infinity,
    }));
  }
}
