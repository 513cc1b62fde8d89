import { engineMetrics } from "../../../contract/engine-metrics.ts";
import { counterNames, measures, type CounterName, type Measure } from "../../../contract/window.ts";
import { BytePairs } from "../byte-names.ts";
import { classifyK6Error, errorKindOf } from "../classify-error.ts";
import { readWhole } from "../read-number.ts";
import { countable, type Tally } from "../tally.ts";
import type { WindowStore } from "../window-store.ts";

const measure = (name: Measure): number => measures.indexOf(name);
const counter = (name: CounterName): number => counterNames.indexOf(name);
const latency = measure("latency");
const failedLatency = measure("failed-latency");

const trendBase = 0;
const counterBase = 100;
const failed = 200;
const checks = 201;
const users = 202;
const requestFailed = 203;
const scenarioStart = 204;
const leftovers = 205;

/** What each metric is counted as. `http_reqs` is not needed: its samples are those of `http_req_duration`. */
const roles: readonly (readonly [string, number])[] = [
  ["http_req_duration", trendBase + latency],
  ["http_req_blocked", trendBase + measure("blocked")],
  ["http_req_connecting", trendBase + measure("connecting")],
  ["http_req_tls_handshaking", trendBase + measure("tls")],
  ["http_req_sending", trendBase + measure("sending")],
  ["http_req_waiting", trendBase + measure("waiting")],
  ["http_req_receiving", trendBase + measure("receiving")],
  [engineMetrics.journeyDuration, trendBase + measure("journey")],
  ["iterations", counterBase + counter("iterations")],
  ["dropped_iterations", counterBase + counter("dropped")],
  ["data_sent", counterBase + counter("bytesSent")],
  ["data_received", counterBase + counter("bytesReceived")],
  ["http_req_failed", failed],
  ["checks", checks],
  ["vus", users],
  [engineMetrics.requestFailed, requestFailed],
  [engineMetrics.scenarioStart, scenarioStart],
  [engineMetrics.leftovers, leftovers],
];

const ascii = new TextEncoder();
const rolesByLength: (readonly (readonly [Uint8Array, number])[])[] = [];
for (const [name, role] of roles) {
  rolesByLength[name.length] = [...(rolesByLength[name.length] ?? []), [ascii.encode(name), role]];
}

/** The role of a metric by its name's bytes, or −1 for metrics that are not counted. */
export function k6Role(bytes: Uint8Array, from: number, to: number): number {
  const candidates = rolesByLength[to - from];
  if (candidates === undefined) return -1;
  search: for (const [name, role] of candidates) {
    // Names of one length differ at their end.
    for (let at = name.length - 1; at >= 0; at--) if (bytes[from + at] !== name[at]) continue search;
    return role;
  }
  return -1;
}

/** One sample, as places in the bytes of its row. Reused for every row. */
export class K6Row {
  bytes: Uint8Array = new Uint8Array(0);
  /** Epoch milliseconds. */
  time = 0;
  /** The value times 1,000,000: nanoseconds of a duration. */
  nanos = 0;
  scenarioFrom = 0;
  scenarioTo = 0;
  nameFrom = 0;
  nameTo = 0;
  statusFrom = 0;
  statusTo = 0;
  errorCodeFrom = 0;
  errorCodeTo = 0;
}

/** What differs between the layouts: how text is escaped, and where the tags of our own metrics stand. */
export interface K6Layout {
  text(bytes: Uint8Array, from: number, to: number): string;
  /** The tags `kind` and `detail` of the current row. */
  failure(): { kind: string; detail: string };
}

/** Counts k6 samples. The nine samples of a request come together: the failed mark refers to the duration before it. */
export class K6Samples {
  readonly #store: WindowStore;
  readonly #tally: Tally;
  readonly #layout: K6Layout;
  readonly #pairs = new BytePairs();
  #durationSeries = -1;
  #durationNanos = 0;
  #durationTime = 0;

  constructor(store: WindowStore, tally: Tally, layout: K6Layout) {
    this.#store = store;
    this.#tally = tally;
    this.#layout = layout;
  }

  readonly #create = (bytes: Uint8Array, from1: number, to1: number, from2: number, to2: number): number =>
    this.#store.series(this.#layout.text(bytes, from1, to1), this.#layout.text(bytes, from2, to2));

  /** Counts one sample of a known role. Returns false when its value cannot be. */
  add(role: number, row: K6Row): boolean {
    const { time, nanos } = row;
    const store = this.#store;
    if (!countable(nanos)) {
      if (role !== scenarioStart) return false;
    }
    if (role === users) {
      store.select(time);
      store.users(Math.round(nanos / 1e6));
      return true;
    }
    if (role === scenarioStart) {
      this.#noteStart(row);
      return true;
    }
    if (role === leftovers) {
      this.#tally.leftovers = Math.round(nanos / 1e6);
      return true;
    }
    store.select(time);
    const series = this.#pairs.get(row.bytes, row.scenarioFrom, row.scenarioTo, row.nameFrom, row.nameTo, this.#create);
    if (role < counterBase) {
      store.add(series, role, nanos);
      if (role === latency) {
        this.#tally.request(time, nanos);
        this.#durationSeries = series;
        this.#durationNanos = nanos;
        this.#durationTime = time;
      }
      return true;
    }
    if (role < failed) store.count(series, role - counterBase, nanos / 1e6);
    else if (role === checks) store.count(series, nanos === 0 ? counter("checksFailed") : counter("checksPassed"), 1);
    else if (role === requestFailed) {
      const { kind, detail } = this.#layout.failure();
      store.add(series, failedLatency, nanos);
      store.error(series, errorKindOf(kind), detail, time);
    } else if (nanos > 0) this.#requestFailed(series, row);
    return true;
  }

  #requestFailed(series: number, row: K6Row): void {
    // A mark without its duration (a stream that was cut open) has nothing to add to.
    if (series !== this.#durationSeries || row.time !== this.#durationTime) return;
    this.#durationSeries = -1;
    this.#store.add(series, failedLatency, this.#durationNanos);
    const { bytes } = row;
    const { kind, value } = classifyK6Error(
      readWhole(bytes, row.statusFrom, row.statusTo),
      readWhole(bytes, row.errorCodeFrom, row.errorCodeTo),
    );
    this.#store.error(series, kind, value, row.time);
  }

  #noteStart(row: K6Row): void {
    const scenario = this.#layout.text(row.bytes, row.scenarioFrom, row.scenarioTo);
    const start = Math.round(row.nanos / 1e6);
    const known = this.#tally.scenarioStarts[scenario];
    if (known === undefined || start < known) this.#tally.scenarioStarts[scenario] = start;
  }
}
