import { fieldText } from "../byte-names.ts";
import { notANumber, readNanos } from "../read-number.ts";
import { readTimeFast } from "../read-time.ts";
import { longestRow, nextLine, type RowScanner } from "../row-scanner.ts";
import type { Tally } from "../tally.ts";
import type { WindowStore } from "../window-store.ts";
import { K6Row, K6Samples, k6Role, type K6Layout } from "./k6-samples.ts";
import { absentField, columnOf, FieldSplitter } from "./split-fields.ts";

/**
 * k6's CSV output. Columns are found by the names in the header, as they differ with `systemTags` and with k6's version; times
 * may be in any of its formats. Tags that are no columns stand in `extra_tags`, in any order.
 */
export class K6CsvScanner implements RowScanner {
  readonly #splitter = new FieldSplitter(44);
  readonly #tally: Tally;
  readonly #samples: K6Samples;
  readonly #row = new K6Row();
  #header = false;
  #width = 0;
  #metric = absentField;
  #timestamp = absentField;
  #value = absentField;
  #scenario = absentField;
  #name = absentField;
  #url = absentField;
  #status = absentField;
  #errorCode = absentField;
  #extraTags = absentField;

  constructor(store: WindowStore, tally: Tally) {
    this.#tally = tally;
    const layout: K6Layout = { text: fieldText, failure: () => this.#failure() };
    this.#samples = new K6Samples(store, tally, layout);
  }

  scan(bytes: Uint8Array, from: number, to: number, base: number, stop: number, last: boolean): number {
    const splitter = this.#splitter;
    splitter.begin(bytes, from, to, last);
    let at = from;
    while (at < to && at < stop) {
      let next = splitter.split(at);
      if (next < 0) {
        if (to - at < longestRow && !last) return at;
        next = nextLine(bytes, at, to);
        if (next < 0) next = to;
        this.#tally.bad("a quote is never closed", base + at, bytes, at, next);
      } else if (splitter.count > 1) this.#take(bytes, at, next, base);
      else if (next - at > 2) this.#tally.bad("not a row of fields", base + at, bytes, at, next);
      at = next;
    }
    return at;
  }

  #take(bytes: Uint8Array, from: number, to: number, base: number): void {
    const splitter = this.#splitter;
    if (!this.#header) {
      this.#readHeader(splitter.texts(bytes));
      return;
    }
    const reason = this.#count(bytes);
    if (reason === null) this.#tally.rows++;
    else this.#tally.bad(reason, base + from, bytes, from, to);
  }

  /** Counts the row that was split; says why when it cannot be. */
  #count(bytes: Uint8Array): string | null {
    const splitter = this.#splitter;
    if (splitter.count < this.#width) return "too few fields";
    const { starts, ends, view } = splitter;
    const role = k6Role(bytes, starts[this.#metric] ?? 0, ends[this.#metric] ?? 0);
    if (role < 0) return null;
    const row = this.#row;
    row.bytes = bytes;
    row.time = readTimeFast(bytes, view, starts[this.#timestamp] ?? 0, ends[this.#timestamp] ?? 0);
    row.nanos = readNanos(bytes, starts[this.#value] ?? 0, ends[this.#value] ?? 0);
    if (row.time === notANumber || row.nanos === notANumber) return "time or value is no number";
    row.scenarioFrom = starts[this.#scenario] ?? 0;
    row.scenarioTo = ends[this.#scenario] ?? 0;
    row.nameFrom = starts[this.#name] ?? 0;
    row.nameTo = ends[this.#name] ?? 0;
    if (row.nameFrom === row.nameTo) {
      row.nameFrom = starts[this.#url] ?? 0;
      row.nameTo = ends[this.#url] ?? 0;
    }
    row.statusFrom = starts[this.#status] ?? 0;
    row.statusTo = ends[this.#status] ?? 0;
    row.errorCodeFrom = starts[this.#errorCode] ?? 0;
    row.errorCodeTo = ends[this.#errorCode] ?? 0;
    return this.#samples.add(role, row) ? null : "value out of range";
  }

  #readHeader(names: readonly string[]): void {
    this.#header = true;
    this.#width = names.length;
    this.#metric = columnOf(names, "metric_name");
    this.#timestamp = columnOf(names, "timestamp");
    this.#value = columnOf(names, "metric_value");
    this.#scenario = columnOf(names, "scenario");
    this.#name = columnOf(names, "name");
    this.#url = columnOf(names, "url");
    this.#status = columnOf(names, "status");
    this.#errorCode = columnOf(names, "error_code");
    this.#extraTags = columnOf(names, "extra_tags");
  }

  #failure(): { kind: string; detail: string } {
    const tags = readTags(this.#splitter.text(this.#row.bytes, this.#extraTags));
    return { kind: tags.get("kind") ?? "", detail: tags.get("detail") ?? "" };
  }
}

/**
 * Tags written as `key=value&key=value` without any escaping. A piece that does not begin like a key belongs to the value
 * before it.
 */
function readTags(text: string): Map<string, string> {
  const tags = new Map<string, string>();
  let key = "";
  for (const piece of text.split("&")) {
    const start = /^([A-Za-z_][\w.-]*)=/.exec(piece);
    if (start?.[1] !== undefined) {
      key = start[1];
      tags.set(key, piece.slice(key.length + 1));
    } else tags.set(key, `${tags.get(key) ?? ""}&${piece}`);
  }
  return tags;
}
