import type { LiveFigures } from "../../../../src/contract/api/live-event.ts";

/** Seconds of each endpoint that are kept: ten minutes. Of five hundred endpoints that is six megabytes. */
export const ringSeconds = 600;
/** What the table shows as "now" is of the last ten seconds. */
export const recentSeconds = 10;

export interface EndpointName {
  readonly scenario: string;
  readonly endpoint: string;
}

const figureNames = ["requests", "failed", "p50", "p95", "p99"] as const;
export type RingFigure = (typeof figureNames)[number];

/** How an endpoint does now and what it did in all; latencies in ms. */
export interface EndpointNow {
  /** Requests a second over the last ten seconds. */
  readonly perSecond: number;
  /** Fraction of the requests of the last ten seconds; NaN: there were none. */
  readonly errorShare: number;
  /** Of the newest of these seconds that has requests: percentiles of several seconds cannot be put together. NaN: none has. */
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly requests: number;
  readonly failed: number;
}

/**
 * The last ten minutes of every endpoint, second by second, in one block of memory a figure: the figures of a second lie side by side, so
 * that taking a second in is one pass over what changed.
 */
export class EndpointRings {
  readonly names: EndpointName[] = [];
  #capacity = 64;
  #figures: Record<RingFigure, Float32Array>;
  /** Which second a place of the ring holds; -1: none. */
  readonly #stamps = new Int32Array(ringSeconds).fill(-1);
  #totalRequests = new Float64Array(this.#capacity);
  #totalFailed = new Float64Array(this.#capacity);
  #newest = -1;

  constructor() {
    this.#figures = emptyFigures(this.#capacity);
  }

  get newest(): number {
    return this.#newest;
  }

  /** Names an endpoint; the same again changes nothing. */
  name(index: number, name: EndpointName): void {
    if (!isIndex(index)) return;
    while (this.names.length < index) this.names.push({ scenario: "", endpoint: `endpoint ${this.names.length + 1}` });
    this.names[index] = { scenario: name.scenario, endpoint: name.endpoint };
    this.#reserve(this.names.length);
  }

  /** Takes the rows of a second, in the place of those that it had. A second that the ring has left behind is not taken. */
  set(second: number, rows: readonly (readonly [number, LiveFigures])[]): void {
    if (!Number.isInteger(second) || second < 0) return;
    const place = second % ringSeconds;
    const held = this.#stamps[place] ?? -1;
    if (held > second) return;
    if (held === second) this.#takeBack(place);
    this.#empty(place);
    this.#stamps[place] = second;
    this.#newest = Math.max(this.#newest, second);
    for (const [index, figures] of rows) {
      if (!isIndex(index)) continue;
      this.#reserve(index + 1);
      this.#put(place, index, figures);
    }
  }

  /** One figure of one endpoint at one second; NaN: nothing was sampled, or the ring does not reach back so far. */
  at(figure: RingFigure, index: number, second: number): number {
    const place = second % ringSeconds;
    if (second < 0 || this.#stamps[place] !== second) return NaN;
    return this.#figures[figure][place * this.#capacity + index] ?? NaN;
  }

  /** How the endpoint does at the newest second. */
  now(index: number): EndpointNow {
    let [requests, failed] = [0, 0];
    let [p50, p95, p99] = [NaN, NaN, NaN];
    for (let second = this.#newest; second > this.#newest - recentSeconds && second >= 0; second--) {
      const inSecond = this.at("requests", index, second);
      if (!(inSecond > 0)) continue;
      if (requests === 0) {
        p50 = this.at("p50", index, second);
        p95 = this.at("p95", index, second);
        p99 = this.at("p99", index, second);
      }
      requests += inSecond;
      failed += this.at("failed", index, second);
    }
    const seconds = Math.max(1, Math.min(recentSeconds, this.#newest + 1));
    return {
      perSecond: requests / seconds,
      errorShare: requests === 0 ? NaN : failed / requests,
      p50,
      p95,
      p99,
      requests: this.#totalRequests[index] ?? 0,
      failed: this.#totalFailed[index] ?? 0,
    };
  }

  /** The seconds that the ring holds, oldest first, as columns for a chart; null is a gap. */
  columns(index: number, figures: readonly RingFigure[]): { x: number[]; values: (number | null)[][] } {
    const from = Math.max(0, this.#newest - ringSeconds + 1);
    const x: number[] = [];
    const values = figures.map((): (number | null)[] => []);
    for (let second = from; second <= this.#newest; second++) {
      x.push(second);
      figures.forEach((figure, i) => {
        const value = this.at(figure, index, second);
        values[i]?.push(Number.isNaN(value) ? null : value);
      });
    }
    return { x, values };
  }

  clear(): void {
    this.names.length = 0;
    this.#stamps.fill(-1);
    for (const figure of figureNames) this.#figures[figure].fill(NaN);
    this.#totalRequests.fill(0);
    this.#totalFailed.fill(0);
    this.#newest = -1;
  }

  #put(place: number, index: number, [requests, failed, p50, , p95, p99]: LiveFigures): void {
    const cell = place * this.#capacity + index;
    this.#figures.requests[cell] = requests;
    this.#figures.failed[cell] = failed;
    this.#figures.p50[cell] = p50 ?? NaN;
    this.#figures.p95[cell] = p95 ?? NaN;
    this.#figures.p99[cell] = p99 ?? NaN;
    this.#totalRequests[index] = (this.#totalRequests[index] ?? 0) + requests;
    this.#totalFailed[index] = (this.#totalFailed[index] ?? 0) + failed;
  }

  /** Takes what the second counted out of the sums. */
  #takeBack(place: number): void {
    const start = place * this.#capacity;
    for (let index = 0; index < this.#capacity; index++) {
      const requests = this.#figures.requests[start + index] ?? NaN;
      if (!(requests > 0)) continue;
      this.#totalRequests[index] = (this.#totalRequests[index] ?? 0) - requests;
      this.#totalFailed[index] = (this.#totalFailed[index] ?? 0) - (this.#figures.failed[start + index] ?? 0);
    }
  }

  #empty(place: number): void {
    const start = place * this.#capacity;
    for (const figure of figureNames) this.#figures[figure].fill(NaN, start, start + this.#capacity);
  }

  #reserve(endpoints: number): void {
    if (endpoints <= this.#capacity) return;
    let capacity = this.#capacity;
    while (capacity < endpoints) capacity *= 2;
    const grown = emptyFigures(capacity);
    for (const figure of figureNames) {
      for (let place = 0; place < ringSeconds; place++) {
        const start = place * this.#capacity;
        grown[figure].set(this.#figures[figure].subarray(start, start + this.#capacity), place * capacity);
      }
    }
    const [requests, failed] = [new Float64Array(capacity), new Float64Array(capacity)];
    requests.set(this.#totalRequests);
    failed.set(this.#totalFailed);
    [this.#figures, this.#totalRequests, this.#totalFailed, this.#capacity] = [grown, requests, failed, capacity];
  }
}

/** More endpoints than a plan can have are damage. */
const mostEndpoints = 10_000;

function isIndex(index: number): boolean {
  return Number.isInteger(index) && index >= 0 && index < mostEndpoints;
}

function emptyFigures(capacity: number): Record<RingFigure, Float32Array> {
  const empty = (): Float32Array => new Float32Array(capacity * ringSeconds).fill(NaN);
  return { requests: empty(), failed: empty(), p50: empty(), p95: empty(), p99: empty() };
}
