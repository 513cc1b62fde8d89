/**
 * A window is one second of a run, by the end of requests, as counts and histograms. It is the only form in which
 * measurements travel: a sample is never an object. Windows are deltas: a second may come in several pieces (late samples),
 * and the merge of pieces is addition.
 */

/** What a distribution measures, in milliseconds. */
export const measures = [
  /** From sending to the last byte, without connection set-up; failed requests included. */
  "latency",
  /** The same of failed requests only, so that successes = latency − failed-latency. */
  "failed-latency",
  "blocked",
  "connecting",
  "tls",
  "sending",
  "waiting",
  "receiving",
  /** One pass of a journey without its think time; `endpoint` is "". */
  "journey",
] as const;
export type Measure = (typeof measures)[number];

/** Identity of one distribution. `scenario` is "" where a results file does not know scenarios. */
export interface SeriesKey {
  readonly scenario: string;
  readonly endpoint: string;
  readonly measure: Measure;
}

/** A limit at which samples are counted exactly. `null` selects every endpoint or scenario. */
export interface LimitRule {
  readonly measure: Measure;
  readonly endpoint: string | null;
  readonly scenario: string | null;
  /** Milliseconds. */
  readonly limitMs: number;
}

/** Exact counts around one limit; with the two neighbours a type-7 quantile is decided exactly against the limit. */
export interface LimitCount {
  readonly limitMs: number;
  /** Samples strictly below the limit. */
  below: number;
  /** Samples equal to the limit. */
  equal: number;
  /** Largest sample strictly below the limit, −Infinity when there is none. */
  maxBelow: number;
  /** Smallest sample strictly above the limit, Infinity when there is none. */
  minAbove: number;
}

/** One second of one series. `indexes` ascend; bucket i of the histogram covers (base^i, base^(i+1)], base = 2^(1/64). */
export interface SeriesWindow {
  readonly key: SeriesKey;
  readonly count: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
  /** Samples of value 0 (a phase that did not happen), which have no bucket. */
  readonly zeroCount: number;
  readonly indexes: Int32Array;
  readonly counts: Float64Array;
  readonly limits: readonly LimitCount[];
}

export const counterNames = [
  "iterations",
  "dropped",
  "interrupted",
  "bytesSent",
  "bytesReceived",
  "checksPassed",
  "checksFailed",
] as const;
export type CounterName = (typeof counterNames)[number];

export interface CounterWindow {
  readonly scenario: string;
  /** "" where the count belongs to the scenario. */
  readonly endpoint: string;
  readonly name: CounterName;
  readonly value: number;
}

export const errorKinds = [
  "status",
  "expectation",
  "extract",
  "timeout",
  "connection",
  "tls",
  "blocked",
  "other",
] as const;
export type ErrorKind = (typeof errorKinds)[number];

export interface ErrorWindow {
  readonly scenario: string;
  readonly endpoint: string;
  readonly kind: ErrorKind;
  /** Status code, expectation text or error message class; bounded in length and number by the collector. */
  readonly value: string;
  readonly count: number;
  /** Epoch milliseconds of the first one in this window. */
  readonly firstAt: number;
}

export interface Window {
  /** Epoch milliseconds, a multiple of 1,000. */
  readonly at: number;
  readonly series: readonly SeriesWindow[];
  readonly counters: readonly CounterWindow[];
  readonly errors: readonly ErrorWindow[];
  /** Largest number of active virtual users seen in this second; null when not reported. */
  readonly vus: number | null;
}

/** What the collector says of the stream as a whole, at its end. */
export interface CollectionSummary {
  readonly format: "k6-csv" | "k6-json" | "jtl-csv" | "jtl-xml";
  readonly rows: number;
  /** Rows that could not be read; the first few are described. */
  readonly badRows: number;
  readonly badRowExamples: readonly string[];
  /** Epoch milliseconds of the first request's start and the last request's end. */
  readonly firstAt: number | null;
  readonly lastAt: number | null;
  /** The stream ended in the middle of a row. */
  readonly truncated: boolean;
  /** Label sets beyond the cap were folded into endpoint "(other)". */
  readonly foldedSeries: number;
  /** When each scenario started, epoch milliseconds, where the script told it. */
  readonly scenarioStarts: Readonly<Record<string, number>>;
  /** What the plan's leftovers check counted after clean-up; null: it did not tell. */
  readonly leftovers: number | null;
}
