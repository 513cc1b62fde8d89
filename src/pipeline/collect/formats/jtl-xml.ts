import { notANumber, readWhole } from "../read-number.ts";
import { readTime } from "../read-time.ts";
import { longestRow, type RowScanner } from "../row-scanner.ts";
import type { Tally } from "../tally.ts";
import type { WindowStore } from "../window-store.ts";
import { JtlRow, JtlSamples, type JtlLayout } from "./jtl-samples.ts";

const utf8 = new TextDecoder();

const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

/** Text of an attribute or element with its references resolved. */
function xmlText(bytes: Uint8Array, from: number, to: number): string {
  return utf8
    .decode(bytes.subarray(from, to))
    .replaceAll(/&(#x[0-9a-f]{1,6}|#\d{1,7}|\w+);/gi, (whole, name: string) => {
      if (!name.startsWith("#")) return entities[name] ?? whole;
      const code = name[1] === "x" || name[1] === "X" ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    });
}

/**
 * JMeter's XML results, read tag by tag. Counted are `sample` and `httpSample` elements that stand in no other counted one
 * (those are sub-results); transaction controllers are not counted, the samples in them are.
 */
export class JtlXmlScanner implements RowScanner {
  readonly #tally: Tally;
  readonly #samples: JtlSamples;
  readonly #row = new JtlRow();
  /** Attributes of the current tag: where name and value stand. */
  readonly #attributes = new Map<string, { from: number; to: number }>();
  #depth = 0;
  /** Depth of the counted sample that is open, or 0. */
  #openAt = 0;
  /** The tag of the open sample: its bytes are gone when its end comes. */
  #tag: Uint8Array = new Uint8Array(0);
  #tagPlace = 0;
  #responseCode = "";
  #failureMessage = "";

  constructor(store: WindowStore, tally: Tally) {
    this.#tally = tally;
    const layout: JtlLayout = {
      text: xmlText,
      responseCode: () => this.#responseCode,
      failureMessage: () => this.#failureMessage,
    };
    this.#samples = new JtlSamples(store, tally, layout);
  }

  scan(bytes: Uint8Array, from: number, to: number, base: number, _stop: number, last: boolean): number {
    let at = from;
    let textFrom = from;
    while (at < to) {
      if (bytes[at] !== 60) {
        at++;
        continue;
      }
      const end = endOfTag(bytes, at, to);
      if (end < 0) {
        if (!last && to - at < longestRow) return Math.min(at, this.#wantsText() ? textFrom : at);
        this.#tally.bad("a tag is never closed", base + at, bytes, at, to);
        return to;
      }
      this.#take(bytes, textFrom, at, end, base);
      at = end;
      textFrom = end;
    }
    return this.#wantsText() && !last && to - textFrom < longestRow ? textFrom : to;
  }

  /** Inside a failed sample the text of failure messages is needed whole. */
  #wantsText(): boolean {
    return this.#openAt > 0 && !this.#row.success;
  }

  /** One tag at [at, end) with the text before it. */
  #take(bytes: Uint8Array, textFrom: number, at: number, end: number, base: number): void {
    const second = bytes[at + 1];
    if (second === 33 || second === 63) return;
    if (second === 47) {
      if (this.#wantsText() && this.#failureMessage === "" && nameIs(bytes, at + 2, "failureMessage")) {
        this.#failureMessage = xmlText(bytes, textFrom, at).trim();
      }
      if (this.#depth === this.#openAt) this.#close();
      this.#depth--;
      return;
    }
    const selfClosing = bytes[end - 2] === 47;
    this.#depth++;
    if (this.#openAt === 0 && (nameIs(bytes, at + 1, "httpSample") || nameIs(bytes, at + 1, "sample"))) {
      this.#open(bytes.slice(at, end), base + at);
    }
    if (!selfClosing) return;
    if (this.#depth === this.#openAt) this.#close();
    this.#depth--;
  }

  #open(tag: Uint8Array, place: number): void {
    this.#readAttributes(tag);
    if (this.#text(tag, "rm").startsWith("Number of samples in transaction")) return;
    const row = this.#row;
    row.bytes = tag;
    const number = (name: string): number => {
      const found = this.#attributes.get(name);
      return found === undefined ? notANumber : readWhole(tag, found.from, found.to);
    };
    const start = this.#attributes.get("ts");
    row.start = start === undefined ? notANumber : readTime(tag, start.from, start.to);
    row.elapsed = number("t");
    row.firstByte = number("lt");
    row.connect = number("ct");
    row.received = number("by");
    row.sent = number("sby");
    row.users = number("na");
    row.success = this.#text(tag, "s") !== "false";
    const label = this.#attributes.get("lb");
    row.labelFrom = label?.from ?? 0;
    row.labelTo = label?.to ?? 0;
    const thread = this.#attributes.get("tn");
    row.threadFrom = thread?.from ?? 0;
    row.threadTo = thread?.to ?? 0;
    this.#responseCode = this.#text(tag, "rc");
    this.#failureMessage = "";
    this.#tag = tag;
    this.#tagPlace = place;
    this.#openAt = this.#depth;
  }

  #close(): void {
    this.#openAt = 0;
    const row = this.#row;
    const readable = row.start !== notANumber && row.elapsed !== notANumber;
    if (readable && this.#samples.add(row)) this.#tally.rows++;
    else this.#tally.bad("time or elapsed is no number", this.#tagPlace, this.#tag, 0, this.#tag.length);
  }

  #text(tag: Uint8Array, name: string): string {
    const found = this.#attributes.get(name);
    return found === undefined ? "" : xmlText(tag, found.from, found.to);
  }

  #readAttributes(tag: Uint8Array): void {
    this.#attributes.clear();
    let at = 1;
    while (at < tag.length) {
      const equal = tag.indexOf(61, at);
      if (equal < 0) return;
      let from = equal;
      while (from > at && !isSpace(tag[from - 1])) from--;
      let open = equal + 1;
      while (open < tag.length && isSpace(tag[open])) open++;
      const quote = tag[open] ?? 0;
      const close = tag.indexOf(quote, open + 1);
      if ((quote !== 34 && quote !== 39) || close < 0) return;
      this.#attributes.set(utf8.decode(tag.subarray(from, equal)), { from: open + 1, to: close });
      at = close + 1;
    }
  }
}

function isSpace(byte: number | undefined): boolean {
  return byte === 32 || byte === 10 || byte === 13 || byte === 9;
}

/** Behind the tag, comment or instruction that starts at `from`, or −1. */
function endOfTag(bytes: Uint8Array, from: number, to: number): number {
  if (bytes[from + 1] === 33 && bytes[from + 2] === 45) {
    for (let at = from + 6; at < to; at++) {
      if (bytes[at] === 62 && bytes[at - 1] === 45 && bytes[at - 2] === 45) return at + 1;
    }
    return -1;
  }
  let quote = 0;
  for (let at = from + 1; at < to; at++) {
    const byte = bytes[at] ?? 0;
    if (quote !== 0) {
      if (byte === quote) quote = 0;
    } else if (byte === 34 || byte === 39) quote = byte;
    else if (byte === 62) return at + 1;
  }
  return -1;
}

function nameIs(bytes: Uint8Array, from: number, name: string): boolean {
  for (let at = 0; at < name.length; at++) if (bytes[from + at] !== name.charCodeAt(at)) return false;
  const after = bytes[from + name.length] ?? 0;
  return after === 62 || after === 47 || isSpace(after);
}
