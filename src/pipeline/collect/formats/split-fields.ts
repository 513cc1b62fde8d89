import { fieldText } from "../byte-names.ts";

const mostFields = 256;
/** The number of a field that no row has: a column that the header lacks. Its text is empty. */
export const absentField = mostFields;

const blockBytes = 16 * 1024;

/**
 * Cuts delimited text into fields, row by row (RFC 4180; line ends LF or CRLF; quoted fields may hold delimiters, doubled
 * quotes and line breaks). Field i of the row is bytes[starts[i], ends[i]), without its quotes.
 *
 * The places of all delimiters, line ends and quotes of a block are gathered first, without a branch in the loop (the idea of
 * Langdale and Lemire, "Parsing Gigabytes of JSON per Second", section 3.1): fields are short, and a branch that is guessed
 * wrongly at the end of each would cost more than all else.
 */
export class FieldSplitter {
  readonly starts = new Int32Array(mostFields + 1);
  readonly ends = new Int32Array(mostFields + 1);
  count = 0;
  /** Shows the bytes of `begin`. */
  view: DataView = new DataView(new ArrayBuffer(0));
  readonly #delimiter: number;
  /** Four times the delimiter, as one number of 32 bits. */
  readonly #fourDelimiters: number;
  #bytes: Uint8Array = new Uint8Array(0);
  #to = 0;
  #last = false;
  #marks = new Int32Array(blockBytes * 2);
  #markCount = 0;
  /** The first mark of the next row. */
  #next = 0;
  #gatheredTo = 0;

  constructor(delimiter: number) {
    this.#delimiter = delimiter;
    this.#fourDelimiters = Math.imul(delimiter, 0x01010101);
  }

  /** Turns to the rows of bytes[from, to). With `last` the end of the bytes ends a row. */
  begin(bytes: Uint8Array, from: number, to: number, last: boolean): void {
    if (this.#bytes !== bytes) {
      this.#bytes = bytes;
      this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    }
    this.#to = to;
    this.#last = last;
    this.#markCount = 0;
    this.#next = 0;
    this.#gatheredTo = from;
  }

  /** Gathers the marks of a further block; false when there is none. */
  #gather(): boolean {
    const from = this.#gatheredTo;
    if (from >= this.#to) return false;
    this.#marks.copyWithin(0, this.#next, this.#markCount);
    this.#markCount -= this.#next;
    this.#next = 0;
    const end = Math.min(from + blockBytes, this.#to);
    if (this.#markCount + blockBytes >= this.#marks.length) {
      const grown = new Int32Array(this.#marks.length * 2);
      grown.set(this.#marks);
      this.#marks = grown;
    }
    const view = this.view;
    const marks = this.#marks;
    const fourDelimiters = this.#fourDelimiters;
    let count = this.#markCount;
    let at = from;
    for (const fours = end - 3; at < fours; at += 4) {
      const four = view.getInt32(at, true);
      const low = four & 0x7f7f7f7f;
      // Of each byte the top bit is clear in one of these sums where it is a delimiter, a line end or a quote.
      const delimiters = (low ^ fourDelimiters) + 0x7f7f7f7f;
      const lineEnds = (low ^ 0x0a0a0a0a) + 0x7f7f7f7f;
      const quotes = (low ^ 0x22222222) + 0x7f7f7f7f;
      const found = ~((delimiters & lineEnds & quotes) | four);
      marks[count] = at;
      count += (found >>> 7) & 1;
      marks[count] = at + 1;
      count += (found >>> 15) & 1;
      marks[count] = at + 2;
      count += (found >>> 23) & 1;
      marks[count] = at + 3;
      count += found >>> 31;
    }
    const bytes = this.#bytes;
    for (; at < end; at++) {
      const byte = bytes[at];
      marks[count] = at;
      if (byte === this.#delimiter || byte === 10 || byte === 34) count++;
    }
    this.#markCount = count;
    this.#gatheredTo = end;
    return true;
  }

  /** Where a field starts; 0 when the row has no such field. */
  from(field: number): number {
    return field < this.count ? (this.starts[field] ?? 0) : 0;
  }

  /** Where a field ends; 0 when the row has no such field. */
  to(field: number): number {
    return field < this.count ? (this.ends[field] ?? 0) : 0;
  }

  /** The text of a field of the row that was split. */
  text(bytes: Uint8Array, field: number): string {
    return fieldText(bytes, this.from(field), this.to(field));
  }

  /** The texts of all fields, as a header has them. */
  texts(bytes: Uint8Array): string[] {
    return Array.from({ length: this.count }, (_, field) => this.text(bytes, field).replace(/^\uFEFF/, ""));
  }

  /** Splits the row at `from`, rows ascending. Returns where the next row starts, or −1 when the row is not whole. */
  split(from: number): number {
    for (;;) {
      const next = this.#tryToSplit(from);
      if (next >= 0) return next;
      if (!this.#gather()) return this.#last && from < this.#to ? this.#splitLast(from) : -1;
    }
  }

  /** Splits the row if its marks are all gathered, else returns −1. */
  #tryToSplit(from: number): number {
    const { starts, ends } = this;
    const bytes = this.#bytes;
    const marks = this.#marks;
    const markCount = this.#markCount;
    const delimiter = this.#delimiter;
    // Marks of a row that was given up.
    while (this.#next < markCount && (marks[this.#next] ?? 0) < from) this.#next++;
    let count = 0;
    let start = from;
    let mark = this.#next;
    // Fields that a delimiter ends are nearly all: a loop of their own, with nothing else to ask.
    for (const most = Math.min(markCount, mark + mostFields - 1); mark < most; mark++) {
      const at = marks[mark] ?? 0;
      if (bytes[at] !== delimiter) break;
      starts[count] = start;
      ends[count++] = at;
      start = at + 1;
    }
    for (; mark < markCount; mark++) {
      const at = marks[mark] ?? 0;
      const byte = bytes[at] ?? 0;
      if (byte === delimiter) {
        starts[count] = start;
        ends[count] = at;
        if (count < mostFields - 1) count++;
        start = at + 1;
      } else if (byte === 10) {
        starts[count] = start;
        ends[count] = at > start && bytes[at - 1] === 13 ? at - 1 : at;
        this.count = count + 1;
        this.#next = mark + 1;
        return at + 1;
      } else if (at === start) {
        const close = this.#closingQuote(mark + 1);
        if (close < 0) return -1;
        mark = close + 1;
        while (mark < markCount && bytes[marks[mark] ?? 0] === 34) mark++;
        if (mark >= markCount) return -1;
        const end = marks[mark] ?? 0;
        starts[count] = at + 1;
        ends[count] = marks[close] ?? 0;
        if (bytes[end] === 10) {
          this.count = count + 1;
          this.#next = mark + 1;
          return end + 1;
        }
        if (count < mostFields - 1) count++;
        start = end + 1;
      }
    }
    return -1;
  }

  /** The mark of the quote that ends a field, with doubled quotes passed over, or −1. */
  #closingQuote(from: number): number {
    const marks = this.#marks;
    for (let mark = from; mark < this.#markCount; mark++) {
      const at = marks[mark] ?? 0;
      if (this.#bytes[at] !== 34) continue;
      if (mark + 1 < this.#markCount && marks[mark + 1] === at + 1 && this.#bytes[at + 1] === 34) mark++;
      else return mark;
    }
    return -1;
  }

  /** The row that the end of the bytes ends; −1 when a quote is still open. */
  #splitLast(from: number): number {
    const row = new Uint8Array(this.#to + 1 - from);
    row.set(this.#bytes.subarray(from, this.#to));
    row[row.length - 1] = 10;
    const alone = new FieldSplitter(this.#delimiter);
    alone.begin(row, 0, row.length, false);
    if (alone.split(0) !== row.length) return -1;
    this.count = alone.count;
    for (let field = 0; field < alone.count; field++) {
      this.starts[field] = (alone.starts[field] ?? 0) + from;
      this.ends[field] = (alone.ends[field] ?? 0) + from;
    }
    return this.#to;
  }
}

/** The number of the first column of that name, or `absentField`. */
export function columnOf(header: readonly string[], name: string): number {
  const column = header.indexOf(name);
  return column < 0 ? absentField : column;
}
