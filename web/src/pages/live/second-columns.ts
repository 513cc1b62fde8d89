import type { LiveEvent } from "../../../../src/contract/api/live-event.ts";

export type WindowEvent = Extract<LiveEvent, { event: "window" }>;

/** What is kept of every second of a run. Latencies and phases in ms, `errorShare` a fraction, `spent` money, the others counts. */
export const columnNames = [
  "requests",
  "failed",
  "errorShare",
  "p50",
  "p90",
  "p95",
  "p99",
  "vus",
  "dropped",
  "iterations",
  "spent",
  "blocked",
  "connecting",
  "tls",
  "sending",
  "waiting",
  "receiving",
] as const;
export type ColumnName = (typeof columnNames)[number];

/** More than any run lasts (ten days): a damaged number of a second must not ask for memory without end. */
const mostSeconds = 864_000;
const firstCapacity = 1024;

/** The seconds of a run as columns of one block of memory each. NaN: nothing was told or sampled. */
export class SecondColumns {
  #capacity = firstCapacity;
  #x = emptyColumn(firstCapacity);
  #columns = emptyColumns(firstCapacity);
  #newest = -1;

  /** The newest second; -1: none yet. */
  get newest(): number {
    return this.#newest;
  }

  /** The seconds from `from` to the newest: another array each time, of the same memory. */
  xs(from = 0): Float64Array {
    return this.#x.subarray(Math.min(from, this.#newest + 1), this.#newest + 1);
  }

  /** The column over the same seconds: another array each time, of the same memory. */
  view(name: ColumnName, from = 0): Float64Array {
    return this.#columns[name].subarray(Math.min(from, this.#newest + 1), this.#newest + 1);
  }

  /** Takes a second, in the place of what was told of it before. False: it is none. */
  set({ second, vus, all, phases, dropped, iterations, spent }: WindowEvent): boolean {
    if (!Number.isInteger(second) || second < 0 || second >= mostSeconds) return false;
    this.#reserve(second + 1);
    for (let next = this.#newest + 1; next <= second; next++) this.#x[next] = next;
    this.#newest = Math.max(this.#newest, second);
    const [requests, failed, p50, p90, p95, p99] = all;
    const isSilent = requests === 0;
    // A level that the engine tells about once a second: where it told none, the one before still holds.
    const level = vus ?? (second > 0 ? orNull(this.#columns.vus[second - 1]) : null);
    const values: Readonly<Record<ColumnName, number | null>> = {
      requests,
      failed,
      errorShare: isSilent ? null : failed / requests,
      p50,
      p90,
      p95,
      p99,
      vus: level,
      dropped,
      iterations,
      spent,
      blocked: isSilent ? null : phases[0],
      connecting: isSilent ? null : phases[1],
      tls: isSilent ? null : phases[2],
      sending: isSilent ? null : phases[3],
      waiting: isSilent ? null : phases[4],
      receiving: isSilent ? null : phases[5],
    };
    for (const name of columnNames) this.#columns[name][second] = values[name] ?? NaN;
    return true;
  }

  /** Sum over the last `seconds` seconds of what was counted. */
  recentSum(name: "requests" | "failed" | "dropped" | "iterations", seconds: number): number {
    let sum = 0;
    for (let second = Math.max(0, this.#newest - seconds + 1); second <= this.#newest; second++)
      sum += orNull(this.#columns[name][second]) ?? 0;
    return sum;
  }

  /** Newest value within the last `seconds` seconds; null: there is none. */
  recent(name: ColumnName, seconds: number): number | null {
    for (let second = this.#newest; second > this.#newest - seconds && second >= 0; second--) {
      const value = orNull(this.#columns[name][second]);
      if (value !== null) return value;
    }
    return null;
  }

  clear(): void {
    for (const name of columnNames) this.#columns[name].fill(NaN);
    this.#newest = -1;
  }

  #reserve(seconds: number): void {
    if (seconds <= this.#capacity) return;
    let capacity = this.#capacity;
    while (capacity < seconds) capacity *= 2;
    const [x, columns] = [emptyColumn(capacity), emptyColumns(capacity)];
    x.set(this.#x);
    for (const name of columnNames) columns[name].set(this.#columns[name]);
    [this.#x, this.#columns, this.#capacity] = [x, columns, capacity];
  }
}

function orNull(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}

function emptyColumn(capacity: number): Float64Array {
  return new Float64Array(capacity).fill(NaN);
}

function emptyColumns(capacity: number): Readonly<Record<ColumnName, Float64Array>> {
  const empty = (): Float64Array => emptyColumn(capacity);
  return {
    requests: empty(),
    failed: empty(),
    errorShare: empty(),
    p50: empty(),
    p90: empty(),
    p95: empty(),
    p99: empty(),
    vus: empty(),
    dropped: empty(),
    iterations: empty(),
    spent: empty(),
    blocked: empty(),
    connecting: empty(),
    tls: empty(),
    sending: empty(),
    waiting: empty(),
    receiving: empty(),
  };
}
