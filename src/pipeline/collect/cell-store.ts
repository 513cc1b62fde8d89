import type { LimitCount, SeriesKey, SeriesWindow } from "../../contract/window.ts";

/** A page holds the 64 buckets of one octave. */
const pageSize = 64;
/** Durations are whole nanoseconds: from 2^-20 ms to 2^44 ms, each octave a page of a cell. */
const lowestOctave = -21;
const pagesPerCell = 66;
const numbersPerCell = 4;
const sumAt = 0;
const leastAt = 1;
const mostAt = 2;
const zerosAt = 3;
/** A limit takes four numbers: below, equal, largest below, smallest above. */
const limitFields = 4;

/**
 * The distributions of the open seconds. A cell is one series of one second; its buckets lie in pages of one octave that are
 * taken from a pool when first touched, so that a cell takes what its spread needs. All is flat arrays: adding allocates nothing.
 */
export class CellStore {
  /** By cell: sum (ns), least, most (ms), zeros. Four, so that a cell lies in one line of the processor's cache. */
  #numbers = new Float64Array(256 * numbersPerCell);
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
    const at = cell * numbersPerCell;
    if (at >= this.#numbers.length) this.#grow();
    this.#numbers[at + sumAt] = 0;
    this.#numbers[at + leastAt] = Infinity;
    this.#numbers[at + mostAt] = -Infinity;
    this.#numbers[at + zerosAt] = 0;
    this.#limits[cell] = limits;
    if (limits === undefined) this.#limitCounts[cell] = undefined;
    else {
      const around = new Float64Array(limits.length * limitFields);
      for (let limit = 0; limit < around.length; limit += limitFields) {
        around[limit + 2] = -Infinity;
        around[limit + 3] = Infinity;
      }
      this.#limitCounts[cell] = around;
    }
    return cell;
  }

  #grow(): void {
    const numbers = new Float64Array(this.#numbers.length * 2);
    numbers.set(this.#numbers);
    this.#numbers = numbers;
    const pages = new Int32Array(this.#pages.length * 2);
    pages.set(this.#pages);
    this.#pages = pages;
  }

  /** Adds a sample: whole nanoseconds, the same in ms, and its bucket (of no meaning for 0). */
  add(cell: number, nanos: number, value: number, bucket: number): void {
    const numbers = this.#numbers;
    const own = cell * numbersPerCell;
    if (value < (numbers[own + leastAt] ?? 0)) numbers[own + leastAt] = value;
    if (value > (numbers[own + mostAt] ?? 0)) numbers[own + mostAt] = value;
    if (nanos === 0) numbers[own + zerosAt] = (numbers[own + zerosAt] ?? 0) + 1;
    else {
      numbers[own + sumAt] = (numbers[own + sumAt] ?? 0) + nanos;
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
    const numbers = this.#numbers;
    const own = cell * numbersPerCell;
    const zeroCount = numbers[own + zerosAt] ?? 0;
    let count = zeroCount;
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
        count += inBucket;
        pool[first + bucket] = 0;
      }
      this.#freePages.push(page);
    }
    this.#used = used;
    this.#freeCells.push(cell);
    return {
      key,
      count,
      sum: (numbers[own + sumAt] ?? 0) / 1e6,
      min: numbers[own + leastAt] ?? 0,
      max: numbers[own + mostAt] ?? 0,
      zeroCount,
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
