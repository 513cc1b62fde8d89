import { ByteReader } from "./byte-buffer.ts";
import { measures, type SeriesKey } from "./window.ts";

/** Tables of strings that are remembered: with and without the errors of the second. */
const tablesKept = 4;

/** The few tables of strings that the frames of a stream have in turn: each is decoded once. */
export class NameTables {
  #tables: NameTable[] = [];

  of(bytes: Uint8Array): NameTable {
    const known = this.#tables.find((table) => equalBytes(bytes, table.bytes));
    if (known !== undefined) return known;
    const table = new NameTable(bytes);
    this.#tables = [table, ...this.#tables.slice(0, tablesKept - 1)];
    return table;
  }
}

export class NameTable {
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
