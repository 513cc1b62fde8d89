import { ByteReader, ByteWriter } from "./byte-buffer.ts";
import { crc32 } from "./crc32.ts";
import { PerfAgentError } from "./errors.ts";
import {
  counterNames,
  errorKinds,
  measures,
  type CounterWindow,
  type ErrorWindow,
  type LimitCount,
  type SeriesKey,
  type SeriesWindow,
  type Window,
} from "./window.ts";

/**
 * Windows as bytes, one frame a window: mark "PAW1", length of the payload, CRC-32 of the payload (both 32 bits, little
 * endian), payload. The payload is: second, VUs + 1 (0 = unknown), table of strings, series, counters, errors.
 * Frames can be appended to a file and cut off by a kill: a torn last frame is ignored.
 */
const mark = 0x31574150;
const headBytes = 12;
/** Below the bucket of the smallest positive number, so that the first index is a difference like all others. */
const lowestIndex = -70_000;
/** No window comes near; a longer one means that the length itself is damaged. */
const longestFrame = 1 << 30;
/** The frames that decoded windows come from: they are the same bytes when they are encoded again. */
const frames = new WeakMap<Window, Uint8Array>();
/** Tables of strings that are remembered: with and without the errors of the second. */
const tablesKept = 4;

class StringTable {
  readonly #indexes = new Map<string, number>();
  readonly list: string[] = [];

  add(...texts: string[]): void {
    for (const text of texts) {
      if (!this.#indexes.has(text)) this.#indexes.set(text, this.list.push(text) - 1);
    }
  }

  indexOf(text: string): number {
    return this.#indexes.get(text) ?? 0;
  }
}

/** One frame per window. The same windows give the same bytes. Throws RangeError on counts that are not whole. */
export function encodeWindows(windows: readonly Window[]): Uint8Array {
  const known = windows.flatMap((window) => frames.get(window) ?? []);
  if (known.length === windows.length) return joined(known);
  const writer = new ByteWriter();
  for (const window of windows) {
    const frame = frames.get(window);
    if (frame === undefined) writeFrame(writer, window);
    else writer.bytes(frame);
  }
  return writer.take();
}

function writeFrame(writer: ByteWriter, window: Window): void {
  const start = writer.length;
  writer.uint32(mark);
  writer.uint32(0);
  writer.uint32(0);
  writePayload(writer, window);
  const payload = writer.from(start + headBytes);
  writer.patchUint32(start + 4, payload.length);
  writer.patchUint32(start + 8, crc32(payload));
}

function writePayload(writer: ByteWriter, window: Window): void {
  const strings = new StringTable();
  for (const { key } of window.series) strings.add(key.scenario, key.endpoint);
  for (const { scenario, endpoint } of window.counters) strings.add(scenario, endpoint);
  for (const { scenario, endpoint, value } of window.errors) strings.add(scenario, endpoint, value);
  writer.float64(window.at);
  writer.float64(window.vus === null ? -1 : window.vus);
  const lengthAt = writer.length;
  writer.uint32(0);
  for (const text of strings.list) writer.text(text);
  writer.patchUint32(lengthAt, writer.length - lengthAt - 4);
  writer.whole(window.series.length);
  writer.whole(window.series.reduce((total, { indexes }) => total + indexes.length, 0));
  for (const series of window.series) writeSeries(writer, series, strings);
  writer.whole(window.counters.length);
  for (const { scenario, endpoint, name, value } of window.counters) {
    writer.whole(strings.indexOf(scenario));
    writer.whole(strings.indexOf(endpoint));
    writer.whole(counterNames.indexOf(name));
    writer.float64(value);
  }
  writer.whole(window.errors.length);
  for (const { scenario, endpoint, kind, value, count, firstAt } of window.errors) {
    writer.whole(strings.indexOf(scenario));
    writer.whole(strings.indexOf(endpoint));
    writer.whole(errorKinds.indexOf(kind));
    writer.whole(strings.indexOf(value));
    writer.whole(whole(count));
    writer.float64(firstAt);
  }
}

function whole(count: number): number {
  if (!Number.isSafeInteger(count) || count < 0) throw new RangeError(`${count} is not a count`);
  return count;
}

function writeSeries(writer: ByteWriter, series: SeriesWindow, strings: StringTable): void {
  const { key, indexes, counts } = series;
  writer.whole(strings.indexOf(key.scenario));
  writer.whole(strings.indexOf(key.endpoint));
  writer.whole(measures.indexOf(key.measure));
  writer.whole(whole(series.count));
  writer.float64(series.sum);
  writer.float64(series.min);
  writer.float64(series.max);
  writer.whole(whole(series.zeroCount));
  writer.whole(indexes.length);
  let before = lowestIndex;
  for (let at = 0; at < indexes.length; at++) {
    const index = indexes[at] ?? 0;
    if (index <= before) throw new RangeError("bucket indexes must ascend");
    writer.whole(index - before);
    writer.whole(whole(counts[at] ?? 0));
    before = index;
  }
  writer.whole(series.limits.length);
  for (const limit of series.limits) {
    writer.float64(limit.limitMs);
    writer.whole(whole(limit.below));
    writer.whole(whole(limit.equal));
    writer.float64(limit.maxBelow);
    writer.float64(limit.minAbove);
  }
}

/** Reads frames as they come, in pieces of any size. Series and counts are decoded when they are first asked for. */
export interface WindowDecoder {
  /** The windows that became whole. The bytes are kept, not copied: they must not change. Throws PA_RUN_BUNDLE_DAMAGED on a frame whose mark or checksum is wrong. */
  push(bytes: Uint8Array): Window[];
}

/**
 * A decoder of one stream of frames. Bytes that never become a whole frame (a kill in the middle of a write) are ignored. Windows stay encoded until they are
 * looked at; the `kept` looked at last stay decoded: live figures look at the same ones again and again, while a long run shall stay small.
 */
export function createWindowDecoder(kept = 1): WindowDecoder {
  let pending: Uint8Array = new Uint8Array(0);
  let decoded = 0;
  const names = new NameTables();
  const latest = new LatestDecoded(kept);
  return {
    push(bytes) {
      const all = pending.length === 0 ? bytes : joined([pending, bytes]);
      const view = new DataView(all.buffer, all.byteOffset, all.byteLength);
      const windows: Window[] = [];
      let at = 0;
      while (all.length - at >= headBytes) {
        const length = view.getUint32(at + 4, true);
        if (view.getUint32(at, true) !== mark || length > longestFrame) {
          // A file system may leave zeros where a write was cut off.
          if (all.subarray(at).every((byte) => byte === 0)) break;
          throw damaged(decoded + at);
        }
        if (all.length - at - headBytes < length) break;
        const payload = all.subarray(at + headBytes, at + headBytes + length);
        if (crc32(payload) !== view.getUint32(at + 8, true)) throw damaged(decoded + at);
        const window = lazyWindow(payload, names, latest);
        frames.set(window, all.subarray(at, at + headBytes + length));
        windows.push(window);
        at += headBytes + length;
      }
      decoded += at;
      pending = all.subarray(at);
      return windows;
    },
  };
}

function damaged(at: number): PerfAgentError {
  return PerfAgentError.of("PA_RUN_BUNDLE_DAMAGED", `the frame of windows at byte ${at} is damaged`);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((total, { length }) => total + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

interface Decoded {
  readonly series: readonly SeriesWindow[];
  readonly counters: readonly CounterWindow[];
  readonly errors: readonly ErrorWindow[];
}

/** Forgets what was decoded longest ago. */
class LatestDecoded {
  readonly #most: number;
  readonly #forgets: (() => void)[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  add(forget: () => void): void {
    this.#forgets.push(forget);
    if (this.#forgets.length > this.#most) this.#forgets.shift()?.();
  }
}

function lazyWindow(payload: Uint8Array, names: NameTables, latest: LatestDecoded): Window {
  const reader = new ByteReader(payload, 0);
  const at = reader.float64();
  const vus = reader.float64();
  let kept: Decoded | undefined;
  const decode = (): Decoded => {
    if (kept === undefined) {
      kept = readPayload(payload, names);
      latest.add(() => {
        kept = undefined;
      });
    }
    return kept;
  };
  return {
    at,
    get series() {
      return decode().series;
    },
    get counters() {
      return decode().counters;
    },
    get errors() {
      return decode().errors;
    },
    vus: vus < 0 ? null : vus,
  };
}

/** The few tables of strings that the frames of a stream have in turn: each is decoded once. */
class NameTables {
  #tables: NameTable[] = [];

  of(bytes: Uint8Array): NameTable {
    const known = this.#tables.find((table) => equalBytes(bytes, table.bytes));
    if (known !== undefined) return known;
    const table = new NameTable(bytes);
    this.#tables = [table, ...this.#tables.slice(0, tablesKept - 1)];
    return table;
  }
}

class NameTable {
  readonly bytes: Uint8Array;
  readonly #list: string[] = [];
  readonly #keys = new Map<number, SeriesKey>();

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    const utf8 = new TextDecoder();
    const reader = new ByteReader(bytes, 0);
    while (reader.at < bytes.length) {
      const length = reader.whole();
      this.#list.push(utf8.decode(reader.bytes(length)));
    }
  }

  text(index: number): string {
    return this.#list[index] ?? "";
  }

  key(scenario: number, endpoint: number, measure: number): SeriesKey {
    const id = (scenario * 65_536 + endpoint) * measures.length + measure;
    let key = this.#keys.get(id);
    if (key === undefined) {
      key = {
        scenario: this.text(scenario),
        endpoint: this.text(endpoint),
        measure: measures[measure] ?? "latency",
      };
      this.#keys.set(id, key);
    }
    return key;
  }
}

function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) return false;
  for (let at = 0; at < left.length; at++) if (left[at] !== right[at]) return false;
  return true;
}

function readPayload(payload: Uint8Array, tables: NameTables): Decoded {
  const reader = new ByteReader(payload, 16);
  const tableLength = reader.uint32();
  const names = tables.of(reader.bytes(tableLength));
  const series: SeriesWindow[] = [];
  const seriesCount = reader.whole();
  // The number of all buckets, which nobody needs any more.
  reader.skipWhole(1);
  for (let left = seriesCount; left > 0; left--) series.push(new DecodedSeries(payload, reader, names));
  const counters: CounterWindow[] = [];
  for (let left = reader.whole(); left > 0; left--) {
    counters.push({
      scenario: names.text(reader.whole()),
      endpoint: names.text(reader.whole()),
      name: counterNames[reader.whole()] ?? "iterations",
      value: reader.float64(),
    });
  }
  const errors: ErrorWindow[] = [];
  for (let left = reader.whole(); left > 0; left--) {
    errors.push({
      scenario: names.text(reader.whole()),
      endpoint: names.text(reader.whole()),
      kind: errorKinds[reader.whole()] ?? "other",
      value: names.text(reader.whole()),
      count: reader.whole(),
      firstAt: reader.float64(),
    });
  }
  return { series, counters, errors };
}

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
class DecodedSeries implements SeriesWindow {
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
