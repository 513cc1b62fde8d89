import { bucketIndex } from "../../stats/bucket-index.ts";
import {
  counterNames,
  measures,
  type CounterWindow,
  type ErrorKind,
  type ErrorWindow,
  type LimitRule,
  type SeriesKey,
  type SeriesWindow,
  type Window,
} from "../../contract/window.ts";
import { shorten } from "./byte-names.ts";
import { CellStore } from "./cell-store.ts";

const measureCount = measures.length;
const counterCount = counterNames.length;

/** Label sets beyond this many are folded into endpoint "(other)" of their scenario. */
const mostSeries = 2000;
export const otherName = "(other)";
const mostErrorValues = 500;
/** A second is settled when the stream is this far beyond its end: engines write nearly in order. */
const settledAfterMs = 250;
const fewestOpenSeconds = 8;
const mostOpenSeconds = 4096;
/** While buckets take less than this, unordered files may keep more seconds open instead of writing them in pieces. */
const bucketBytesForOpenSeconds = 96 * 1024 * 1024;

/** The buckets of 1 ms, 2 ms and so on at their place: a table is faster than the search (place 0 means nothing). */
const bucketsOfWhole = Int32Array.from({ length: 8192 }, (_, value) => (value === 0 ? 0 : bucketIndex(value)));

interface Second {
  readonly at: number;
  /** By series × measure: cell + 1, or 0. */
  cells: Int32Array;
  counters: Float64Array;
  errors: Map<string, { series: number; kind: ErrorKind; value: string; count: number; firstAt: number }>;
  vus: number | null;
}

/** Which windows to hand out: those closed for lack of room, those that the stream has passed, or all. */
export type TakeScope = "evicted" | "settled" | "all";

/** Sums samples up into windows of one second. `select` the second first; then add to it. */
export class WindowStore {
  readonly #limits: readonly LimitRule[];
  readonly #cells = new CellStore();
  readonly #open = new Map<number, Second>();
  readonly #written = new Set<number>();
  #mostOpen = fewestOpenSeconds;
  #ready: Window[] = [];
  #second: Second = { at: NaN, cells: new Int32Array(0), counters: new Float64Array(0), errors: new Map(), vus: null };
  #newest = -Infinity;

  readonly #names: { scenario: string; endpoint: string }[] = [];
  readonly #byName = new Map<string, number>();
  readonly #keys: (SeriesKey | undefined)[] = [];
  /** By series × measure: ascending limits. */
  readonly #limitsOf: (Float64Array | undefined)[] = [];
  #order: number[] | undefined;
  readonly #errorValues = new Set<string>();
  #folded = 0;

  constructor(limits: readonly LimitRule[]) {
    this.#limits = limits;
  }

  /** Label sets that were folded into "(other)". */
  get foldedSeries(): number {
    return this.#folded;
  }

  /** The number of a series. Beyond the cap, that of "(other)" in the same scenario. */
  series(scenarioText: string, endpointText: string): number {
    const scenario = shorten(scenarioText);
    const endpoint = shorten(endpointText);
    const id = `${scenario}\u0000${endpoint}`;
    const known = this.#byName.get(id);
    if (known !== undefined) return known;
    if (this.#names.length >= mostSeries && endpoint !== otherName && endpoint !== "") {
      this.#folded++;
      return this.series(scenario, otherName);
    }
    if (this.#names.length >= mostSeries + 100) return this.#byName.get(`${scenario}\u0000`) ?? 0;
    const series = this.#names.push({ scenario, endpoint }) - 1;
    this.#byName.set(id, series);
    for (const measure of measures) {
      this.#keys.push({ scenario, endpoint, measure });
      const limits = this.#limits.filter(
        (rule) =>
          rule.measure === measure &&
          (rule.endpoint === null || rule.endpoint === endpoint) &&
          (rule.scenario === null || rule.scenario === scenario),
      );
      const ascending = [...new Set(limits.map(({ limitMs }) => limitMs))].toSorted((left, right) => left - right);
      this.#limitsOf.push(ascending.length === 0 ? undefined : Float64Array.from(ascending));
    }
    this.#order = undefined;
    return series;
  }

  /** Makes the second of an epoch time (ms) the one that is added to. */
  select(time: number): void {
    const passed = time - this.#second.at;
    if (passed >= 0 && passed < 1000) {
      if (time > this.#newest) this.#newest = time;
      return;
    }
    if (time > this.#newest) this.#newest = time;
    const at = Math.floor(time / 1000) * 1000;
    this.#second = this.#open.get(at) ?? this.#openSecond(at);
  }

  #openSecond(at: number): Second {
    if (this.#written.has(at) && this.#mostOpen < mostOpenSeconds && this.#cells.bytes < bucketBytesForOpenSeconds) {
      this.#mostOpen *= 2;
    }
    while (this.#open.size >= this.#mostOpen) {
      let oldest = Infinity;
      for (const open of this.#open.keys()) if (open < oldest) oldest = open;
      this.#close(oldest);
    }
    const second: Second = {
      at,
      cells: new Int32Array(Math.max(16, this.#names.length) * measureCount),
      counters: new Float64Array(Math.max(16, this.#names.length) * counterCount),
      errors: new Map(),
      vus: null,
    };
    this.#open.set(at, second);
    return second;
  }

  /** Adds a duration of whole nanoseconds to a series of the selected second. `measure` is an index into `measures`. */
  add(series: number, measure: number, nanos: number): void {
    const value = nanos / 1e6;
    this.#cells.add(this.#cellOf(series, measure), nanos, value, nanos === 0 ? 0 : bucketIndex(value));
  }

  /** Adds a duration of whole milliseconds likewise. */
  addMilliseconds(series: number, measure: number, value: number): void {
    const bucket = value < bucketsOfWhole.length ? (bucketsOfWhole[value] ?? 0) : bucketIndex(value);
    this.#cells.add(this.#cellOf(series, measure), value * 1e6, value, bucket);
  }

  #cellOf(series: number, measure: number): number {
    const second = this.#second;
    const place = series * measureCount + measure;
    if (place >= second.cells.length) this.#widen(second);
    const known = second.cells[place] ?? 0;
    if (known > 0) return known - 1;
    const cell = this.#cells.open(this.#limitsOf[place]);
    second.cells[place] = cell + 1;
    return cell;
  }

  /** Adds to a counter of a series of the selected second. `counter` is an index into `counterNames`. */
  count(series: number, counter: number, amount: number): void {
    const second = this.#second;
    const place = series * counterCount + counter;
    if (place >= second.counters.length) this.#widen(second);
    second.counters[place] = (second.counters[place] ?? 0) + amount;
  }

  /** Counts an error at an epoch time (ms). Values are shortened, and beyond a number of them named "(other)". */
  error(series: number, kind: ErrorKind, text: string, at: number): void {
    let value = shorten(text);
    if (!this.#errorValues.has(value)) {
      if (this.#errorValues.size < mostErrorValues) this.#errorValues.add(value);
      else value = otherName;
    }
    const id = `${series} ${kind} ${value}`;
    const known = this.#second.errors.get(id);
    if (known === undefined) this.#second.errors.set(id, { series, kind, value, count: 1, firstAt: at });
    else {
      known.count++;
      if (at < known.firstAt) known.firstAt = at;
    }
  }

  /** Notes a number of active virtual users in the selected second. */
  users(active: number): void {
    const second = this.#second;
    if (second.vus === null || active > second.vus) second.vus = active;
  }

  /** Hands out windows, ascending by second within one call. */
  take(scope: TakeScope): Window[] {
    if (scope !== "evicted") {
      const until = scope === "all" ? Infinity : this.#newest - 1000 - settledAfterMs;
      const closing = [...this.#open.keys()].filter((at) => at <= until).toSorted((left, right) => left - right);
      for (const at of closing) this.#close(at);
    }
    const ready = this.#ready;
    this.#ready = [];
    return ready.toSorted((left, right) => left.at - right.at);
  }

  #widen(second: Second): void {
    const series = Math.max(this.#names.length, (second.cells.length / measureCount) * 2);
    const cells = new Int32Array(series * measureCount);
    cells.set(second.cells);
    second.cells = cells;
    const counters = new Float64Array(series * counterCount);
    counters.set(second.counters);
    second.counters = counters;
  }

  /** Series numbers by scenario, then endpoint, so that windows do not depend on which came first. */
  #sorted(): number[] {
    this.#order ??= this.#names
      .map((names, series) => ({ ...names, series }))
      .toSorted((left, right) => byText(left.scenario, right.scenario) || byText(left.endpoint, right.endpoint))
      .map(({ series }) => series);
    return this.#order;
  }

  #close(at: number): void {
    const second = this.#open.get(at);
    if (second === undefined) return;
    this.#open.delete(at);
    this.#written.add(at);
    if (second === this.#second) {
      this.#second = { at: NaN, cells: new Int32Array(0), counters: new Float64Array(0), errors: new Map(), vus: null };
    }
    const order = this.#sorted();
    const series: SeriesWindow[] = [];
    const counters: CounterWindow[] = [];
    for (const number of order) {
      for (let measure = 0; measure < measureCount; measure++) {
        const place = number * measureCount + measure;
        const cell = (second.cells[place] ?? 0) - 1;
        const key = this.#keys[place];
        if (cell >= 0 && key !== undefined) series.push(this.#cells.close(cell, key, this.#limitsOf[place]));
      }
      const names = this.#names[number];
      if (names === undefined) continue;
      for (const [counter, name] of counterNames.entries()) {
        const value = second.counters[number * counterCount + counter] ?? 0;
        if (value !== 0) counters.push({ ...names, name, value });
      }
    }
    this.#ready.push({ at, series, counters, errors: this.#errors(second), vus: second.vus });
  }

  #errors(second: Second): ErrorWindow[] {
    return [...second.errors.values()]
      .map(({ series, ...rest }) => ({ ...(this.#names[series] ?? { scenario: "", endpoint: "" }), ...rest }))
      .toSorted(
        (left, right) =>
          byText(left.scenario, right.scenario) ||
          byText(left.endpoint, right.endpoint) ||
          byText(left.kind, right.kind) ||
          byText(left.value, right.value),
      );
  }
}

function byText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
