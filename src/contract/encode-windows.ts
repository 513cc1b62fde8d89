import { ByteWriter } from "./byte-buffer.ts";
import { crc32 } from "./crc32.ts";
import { frameHeadBytes, frameMark, framesOfWindows, joined, lowestIndex } from "./window-frame.ts";
import { counterNames, errorKinds, measures, type SeriesWindow, type Window } from "./window.ts";

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
  const known = windows.flatMap((window) => framesOfWindows.get(window) ?? []);
  if (known.length === windows.length) return joined(known);
  const writer = new ByteWriter();
  for (const window of windows) {
    const frame = framesOfWindows.get(window);
    if (frame === undefined) writeFrame(writer, window);
    else writer.bytes(frame);
  }
  return writer.take();
}

function writeFrame(writer: ByteWriter, window: Window): void {
  const start = writer.length;
  writer.uint32(frameMark);
  writer.uint32(0);
  writer.uint32(0);
  writePayload(writer, window);
  const payload = writer.from(start + frameHeadBytes);
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
