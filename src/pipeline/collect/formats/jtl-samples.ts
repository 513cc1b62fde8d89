import { counterNames, measures, type CounterName, type Measure } from "../../../contract/window.ts";
import { BytePairs } from "../byte-names.ts";
import { classifyJmeterError } from "../classify-error.ts";
import { countable, type Tally } from "../tally.ts";
import type { WindowStore } from "../window-store.ts";

const measure = (name: Measure): number => measures.indexOf(name);
const counter = (name: CounterName): number => counterNames.indexOf(name);
const latency = measure("latency");
const failedLatency = measure("failed-latency");
const connecting = measure("connecting");
const waiting = measure("waiting");
const receiving = measure("receiving");
const bytesSent = counter("bytesSent");
const bytesReceived = counter("bytesReceived");

/** One JMeter sample. Durations in milliseconds, −1 = not recorded. Text as places in the bytes of its row. Reused for every row. */
export class JtlRow {
  bytes: Uint8Array = new Uint8Array(0);
  /** Epoch milliseconds of the start. */
  start = 0;
  elapsed = 0;
  /** Time to the first byte, connecting included. */
  firstByte = -1;
  connect = -1;
  received = -1;
  sent = -1;
  users = -1;
  success = true;
  labelFrom = 0;
  labelTo = 0;
  threadFrom = 0;
  threadTo = 0;
}

/** How the text of a row is escaped, and the two texts that only failures need. */
export interface JtlLayout {
  text(bytes: Uint8Array, from: number, to: number): string;
  responseCode(): string;
  failureMessage(): string;
}

/** Counts JMeter samples. Their time is their end; the scenario is the thread group, which the thread's name begins with. */
export class JtlSamples {
  readonly #store: WindowStore;
  readonly #tally: Tally;
  readonly #layout: JtlLayout;
  readonly #pairs = new BytePairs();

  constructor(store: WindowStore, tally: Tally, layout: JtlLayout) {
    this.#store = store;
    this.#tally = tally;
    this.#layout = layout;
  }

  readonly #create = (bytes: Uint8Array, from1: number, to1: number, from2: number, to2: number): number =>
    this.#store.series(this.#layout.text(bytes, from1, to1), this.#layout.text(bytes, from2, to2));

  /** Counts one sample. Returns false when its durations cannot be. */
  add(row: JtlRow): boolean {
    const { bytes, elapsed } = row;
    if (!countable(elapsed * 1e6)) return false;
    const end = row.start + elapsed;
    const store = this.#store;
    store.select(end);
    const groupTo = endOfGroup(bytes, row.threadFrom, row.threadTo);
    const series = this.#pairs.get(bytes, row.threadFrom, groupTo, row.labelFrom, row.labelTo, this.#create);
    const connect = row.connect > 0 ? Math.min(row.connect, elapsed) : 0;
    store.addMilliseconds(series, latency, elapsed - connect);
    if (row.connect >= 0) store.addMilliseconds(series, connecting, connect);
    if (row.firstByte >= 0) {
      // No first byte came: all of it was waiting.
      const first = row.firstByte === 0 ? elapsed : Math.min(Math.max(row.firstByte, connect), elapsed);
      store.addMilliseconds(series, waiting, first - connect);
      store.addMilliseconds(series, receiving, elapsed - first);
    }
    if (row.received > 0) store.count(series, bytesReceived, row.received);
    if (row.sent > 0) store.count(series, bytesSent, row.sent);
    if (row.users >= 0) store.users(row.users);
    this.#tally.request(end, elapsed * 1e6);
    if (!row.success) {
      store.addMilliseconds(series, failedLatency, elapsed - connect);
      const { kind, value } = classifyJmeterError(this.#layout.responseCode(), this.#layout.failureMessage());
      store.error(series, kind, value, end);
    }
    return true;
  }
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 48 && byte <= 57;
}

/** Where the name of the thread group ends in "Thread Group 1-3"; the whole when the name has another form. */
function endOfGroup(bytes: Uint8Array, from: number, to: number): number {
  let at = to - 1;
  while (at > from && isDigit(bytes[at])) at--;
  if (at === to - 1 || bytes[at] !== 45) return to;
  const dash = at--;
  while (at > from && isDigit(bytes[at])) at--;
  return at === dash - 1 || bytes[at] !== 32 ? to : at;
}

/** Where the label of the parent ends in a sub-result's label "checkout-0", or −1 when it has not that form. */
export function endOfParent(bytes: Uint8Array, from: number, to: number): number {
  let at = to - 1;
  while (at > from && isDigit(bytes[at])) at--;
  return at === to - 1 || at <= from || bytes[at] !== 45 ? -1 : at;
}
