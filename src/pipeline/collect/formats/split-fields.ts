import { fieldText } from "../byte-names.ts";

const mostFields = 256;
/** The number of a field that no row has: a column that the header lacks. Its text is empty. */
export const absentField = mostFields;

/**
 * Cuts one row of delimited text into fields (RFC 4180; line ends LF or CRLF; quoted fields may hold delimiters, doubled
 * quotes and line breaks). Field i is bytes[starts[i], ends[i]), without its quotes.
 */
export class FieldSplitter {
  readonly starts = new Int32Array(mostFields + 1);
  readonly ends = new Int32Array(mostFields + 1);
  count = 0;
  readonly #delimiter: number;

  constructor(delimiter: number) {
    this.#delimiter = delimiter;
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

  /** Splits the row at `from`. Returns where the next row starts, or −1 when the row is not whole. With `last` the end of the bytes ends a row. */
  split(bytes: Uint8Array, from: number, to: number, last: boolean): number {
    const { starts, ends } = this;
    const delimiter = this.#delimiter;
    let count = 0;
    let start = from;
    let at = from;
    while (at < to) {
      const byte = bytes[at] ?? 0;
      if (byte > 44 && byte !== delimiter) at++;
      else if (byte === delimiter) {
        starts[count] = start;
        ends[count] = at;
        if (count < mostFields - 1) count++;
        start = ++at;
      } else if (byte === 10) {
        starts[count] = start;
        ends[count] = at > start && bytes[at - 1] === 13 ? at - 1 : at;
        this.count = count + 1;
        return at + 1;
      } else if (byte === 34 && at === start) {
        const close = closingQuote(bytes, at + 1, to);
        if (close < 0) return -1;
        at = close + 1;
        while (at < to && bytes[at] !== delimiter && bytes[at] !== 10) at++;
        if (at >= to && !last) return -1;
        starts[count] = start + 1;
        ends[count] = close;
        if (at < to && bytes[at] === delimiter) {
          if (count < mostFields - 1) count++;
          start = ++at;
          continue;
        }
        this.count = count + 1;
        return at < to ? at + 1 : at;
      } else at++;
    }
    if (!last || from >= to) return -1;
    starts[count] = start;
    ends[count] = to > start && bytes[to - 1] === 13 ? to - 1 : to;
    this.count = count + 1;
    return to;
  }
}

/** The quote that ends a field, with doubled quotes passed over, or −1. */
function closingQuote(bytes: Uint8Array, from: number, to: number): number {
  for (let at = from; at < to; at++) {
    if (bytes[at] !== 34) continue;
    if (at + 1 < to && bytes[at + 1] === 34) at++;
    else return at;
  }
  return -1;
}

/** The number of the first column of that name, or `absentField`. */
export function columnOf(header: readonly string[], name: string): number {
  const column = header.indexOf(name);
  return column < 0 ? absentField : column;
}
