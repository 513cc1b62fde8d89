import { notANumber, readNanos } from "../read-number.ts";
import { readTime } from "../read-time.ts";
import { longestRow, nextLine, type RowScanner } from "../row-scanner.ts";
import type { Tally } from "../tally.ts";
import type { WindowStore } from "../window-store.ts";
import { K6Row, K6Samples, k6Role, type K6Layout } from "./k6-samples.ts";

const utf8 = new TextDecoder();
const ascii = new TextEncoder();

const [keyMetric, keyType, keyData, keyTime, keyValue, keyTags] = [
  "metric",
  "type",
  "data",
  "time",
  "value",
  "tags",
].map((key) => ascii.encode(key));
const [keyScenario, keyName, keyUrl, keyStatus, keyErrorCode, keyKind, keyDetail] = [
  "scenario",
  "name",
  "url",
  "status",
  "error_code",
  "kind",
  "detail",
].map((key) => ascii.encode(key));
const point = ascii.encode("Point");

/** Places of one value in the bytes of a line; a string's without its quotes. */
class Place {
  from = 0;
  to = 0;

  clear(): void {
    this.from = 0;
    this.to = 0;
  }

  set(from: number, to: number): void {
    this.from = from;
    this.to = to;
  }
}

/** Text of a JSON string without its quotes. */
function jsonText(bytes: Uint8Array, from: number, to: number): string {
  const text = utf8.decode(bytes.subarray(from, to));
  if (!text.includes("\\")) return text;
  try {
    const parsed: unknown = JSON.parse(`"${text}"`);
    return typeof parsed === "string" ? parsed : text;
  } catch {
    return text;
  }
}

/** k6's JSON output: one object a line. Keys may come in any order; lines of type "Metric" describe and are not counted. */
export class K6JsonScanner implements RowScanner {
  readonly #tally: Tally;
  readonly #samples: K6Samples;
  readonly #row = new K6Row();
  readonly #metric = new Place();
  readonly #type = new Place();
  readonly #time = new Place();
  readonly #value = new Place();
  readonly #scenario = new Place();
  readonly #name = new Place();
  readonly #url = new Place();
  readonly #status = new Place();
  readonly #errorCode = new Place();
  readonly #kind = new Place();
  readonly #detail = new Place();
  readonly #places = [
    this.#metric,
    this.#type,
    this.#time,
    this.#value,
    this.#scenario,
    this.#name,
    this.#url,
    this.#status,
    this.#errorCode,
    this.#kind,
    this.#detail,
  ];
  #bytes: Uint8Array = new Uint8Array(0);
  #at = 0;
  #to = 0;

  constructor(store: WindowStore, tally: Tally) {
    this.#tally = tally;
    const layout: K6Layout = {
      text: jsonText,
      failure: () => ({
        kind: jsonText(this.#bytes, this.#kind.from, this.#kind.to),
        detail: jsonText(this.#bytes, this.#detail.from, this.#detail.to),
      }),
    };
    this.#samples = new K6Samples(store, tally, layout);
  }

  scan(bytes: Uint8Array, from: number, to: number, base: number, stop: number, last: boolean): number {
    let at = from;
    while (at < to && at < stop) {
      let next = nextLine(bytes, at, to);
      if (next < 0) {
        if (!last && to - at < longestRow) return at;
        next = to;
      }
      if (next - at > 2) this.#take(bytes, at, next, base);
      at = next;
    }
    return at;
  }

  #take(bytes: Uint8Array, from: number, to: number, base: number): void {
    this.#bytes = bytes;
    this.#at = from;
    this.#to = to;
    for (const place of this.#places) place.clear();
    const reason = this.#object(0) ? this.#count() : "not a JSON object";
    if (reason === "description") return;
    if (reason === null) this.#tally.rows++;
    else this.#tally.bad(reason, base + from, bytes, from, to);
  }

  /** Counts the line that was read; says why when it cannot be. */
  #count(): string | null {
    const bytes = this.#bytes;
    if (!equals(bytes, this.#type.from, this.#type.to, point)) return "description";
    const role = k6Role(bytes, this.#metric.from, this.#metric.to);
    if (role < 0) return null;
    const row = this.#row;
    row.bytes = bytes;
    row.time = readTime(bytes, this.#time.from, this.#time.to);
    row.nanos = readNanos(bytes, this.#value.from, this.#value.to);
    if (row.time === notANumber || row.nanos === notANumber) return "time or value is no number";
    const name = this.#name.to > this.#name.from ? this.#name : this.#url;
    row.scenarioFrom = this.#scenario.from;
    row.scenarioTo = this.#scenario.to;
    row.nameFrom = name.from;
    row.nameTo = name.to;
    row.statusFrom = this.#status.from;
    row.statusTo = this.#status.to;
    row.errorCodeFrom = this.#errorCode.from;
    row.errorCodeTo = this.#errorCode.to;
    return this.#samples.add(role, row) ? null : "value out of range";
  }

  /** Reads an object whose keys mean what they mean at `level`: 0 the line, 1 `data`, 2 `tags`. */
  #object(level: number): boolean {
    if (!this.#eat(123)) return false;
    if (this.#eat(125)) return true;
    for (;;) {
      if (!this.#eat(34)) return false;
      const from = this.#at;
      const to = this.#stringEnd();
      if (to < 0 || !this.#eat(58)) return false;
      if (level === 0 && equals(this.#bytes, from, to, keyData)) {
        if (!this.#objectOrOther(1)) return false;
      } else if (level === 1 && equals(this.#bytes, from, to, keyTags)) {
        if (!this.#objectOrOther(2)) return false;
      } else if (!this.#skip(this.#placeOf(level, from, to))) return false;
      if (this.#eat(125)) return true;
      if (!this.#eat(44)) return false;
    }
  }

  #objectOrOther(level: number): boolean {
    this.#space();
    return this.#bytes[this.#at] === 123 ? this.#object(level) : this.#skip(null);
  }

  #placeOf(level: number, from: number, to: number): Place | null {
    const is = (key: Uint8Array | undefined): boolean => equals(this.#bytes, from, to, key);
    if (level === 0) return is(keyMetric) ? this.#metric : is(keyType) ? this.#type : null;
    if (level === 1) return is(keyTime) ? this.#time : is(keyValue) ? this.#value : null;
    switch (to - from) {
      case 3:
        return is(keyUrl) ? this.#url : null;
      case 4:
        return is(keyName) ? this.#name : is(keyKind) ? this.#kind : null;
      case 6:
        return is(keyStatus) ? this.#status : is(keyDetail) ? this.#detail : null;
      case 8:
        return is(keyScenario) ? this.#scenario : null;
      case 10:
        return is(keyErrorCode) ? this.#errorCode : null;
      default:
        return null;
    }
  }

  /** Passes over a value of any kind; a string or number is noted in `place`. */
  #skip(place: Place | null): boolean {
    this.#space();
    const bytes = this.#bytes;
    const from = this.#at;
    const first = bytes[from];
    if (first === 34) {
      this.#at++;
      const to = this.#stringEnd();
      if (to < 0) return false;
      place?.set(from + 1, to);
      return true;
    }
    if (first === 123 || first === 91) return this.#skipNested();
    let at = from;
    for (; at < this.#to; at++) {
      const byte = bytes[at];
      if (byte === 44 || byte === 125 || byte === 93 || byte === 10 || byte === 13 || byte === 32) break;
    }
    this.#at = at;
    place?.set(from, at);
    return at > from;
  }

  #skipNested(): boolean {
    for (let depth = 0; this.#at < this.#to;) {
      const byte = this.#bytes[this.#at++];
      if (byte === 34) {
        if (this.#stringEnd() < 0) return false;
      } else if (byte === 123 || byte === 91) depth++;
      else if ((byte === 125 || byte === 93) && --depth === 0) return true;
    }
    return false;
  }

  /** Moves behind the string whose first byte is next; returns where its text ends, or −1. */
  #stringEnd(): number {
    const bytes = this.#bytes;
    for (let at = this.#at; at < this.#to; at++) {
      const byte = bytes[at];
      if (byte === 92) at++;
      else if (byte === 34) {
        this.#at = at + 1;
        return at;
      }
    }
    return -1;
  }

  #space(): void {
    while (this.#bytes[this.#at] === 32 && this.#at < this.#to) this.#at++;
  }

  #eat(byte: number): boolean {
    this.#space();
    if (this.#at >= this.#to || this.#bytes[this.#at] !== byte) return false;
    this.#at++;
    return true;
  }
}

function equals(bytes: Uint8Array, from: number, to: number, known: Uint8Array | undefined): boolean {
  if (known === undefined || to - from !== known.length) return false;
  for (let at = 0; at < known.length; at++) if (bytes[from + at] !== known[at]) return false;
  return true;
}
