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
/** For reading: charts take arrays that may be written to, so that the type says less than is meant. */
export type Column = (number | null)[];

/** More than any run lasts (ten days): a damaged number of a second must not ask for memory without end. */
const mostSeconds = 864_000;

/**
 * The seconds of a run as columns that a chart takes as they are: plain arrays, as a gap is null there, which typed arrays cannot hold.
 * They grow in place, so that nothing is copied for a redraw.
 */
export class SecondColumns {
  /** 0, 1, 2, … */
  readonly x: number[] = [];
  readonly #columns: Readonly<Record<ColumnName, Column>> = {
    requests: [],
    failed: [],
    errorShare: [],
    p50: [],
    p90: [],
    p95: [],
    p99: [],
    vus: [],
    dropped: [],
    iterations: [],
    spent: [],
    blocked: [],
    connecting: [],
    tls: [],
    sending: [],
    waiting: [],
    receiving: [],
  };
  #newest = -1;

  /** The newest second; -1: none yet. */
  get newest(): number {
    return this.#newest;
  }

  column(name: ColumnName): Column {
    return this.#columns[name];
  }

  at(name: ColumnName, second: number): number | null {
    return this.#columns[name][second] ?? null;
  }

  /** Takes a second, in the place of what was told of it before. False: it is none. */
  set({ second, vus, all, phases, dropped, iterations, spent }: WindowEvent): boolean {
    if (!Number.isInteger(second) || second < 0 || second >= mostSeconds) return false;
    this.#extendTo(second);
    const [requests, failed, p50, p90, p95, p99] = all;
    const values: Readonly<Record<ColumnName, number | null>> = {
      requests,
      failed,
      errorShare: requests === 0 ? null : failed / requests,
      p50,
      p90,
      p95,
      p99,
      vus,
      dropped,
      iterations,
      spent,
      blocked: requests === 0 ? null : phases[0],
      connecting: requests === 0 ? null : phases[1],
      tls: requests === 0 ? null : phases[2],
      sending: requests === 0 ? null : phases[3],
      waiting: requests === 0 ? null : phases[4],
      receiving: requests === 0 ? null : phases[5],
    };
    for (const name of columnNames) this.#columns[name][second] = values[name];
    return true;
  }

  /** Sum over the last `seconds` seconds of what was counted. */
  recentSum(name: "requests" | "failed" | "dropped" | "iterations", seconds: number): number {
    let sum = 0;
    for (let second = Math.max(0, this.#newest - seconds + 1); second <= this.#newest; second++)
      sum += this.#columns[name][second] ?? 0;
    return sum;
  }

  /** Newest value within the last `seconds` seconds; null: there is none. */
  recent(name: ColumnName, seconds: number): number | null {
    for (let second = this.#newest; second > this.#newest - seconds && second >= 0; second--) {
      const value = this.#columns[name][second];
      if (value !== null && value !== undefined) return value;
    }
    return null;
  }

  clear(): void {
    this.x.length = 0;
    for (const name of columnNames) this.#columns[name].length = 0;
    this.#newest = -1;
  }

  #extendTo(second: number): void {
    for (let next = this.#newest + 1; next <= second; next++) {
      this.x.push(next);
      for (const name of columnNames) this.#columns[name].push(null);
    }
    this.#newest = Math.max(this.#newest, second);
  }
}
