import { CsvError, parse } from "csv-parse/sync";
import type { ErrorCode, Mistake } from "../../contract/errors.ts";

export type Cell = string | number | boolean | null;
export interface Table {
  readonly columns: string[];
  readonly rows: Cell[][];
  /** Line of the data file on which a row begins; rows of JSON count themselves from 1. */
  readonly lineOf: (row: number) => number;
}

const mostMistakes = 5;

/** Reads a data file by its name: `.json` as an array of flat objects, all else as CSV with a header. Mistakes carry the line. */
export function readRows(path: string, bytes: Uint8Array): { table: Table | null; mistakes: Mistake[] } {
  const mistakes: Mistake[] = [];
  const note = (code: ErrorCode, line: number, text: string): void => {
    if (mistakes.length < mostMistakes) mistakes.push({ code, file: path, line, column: 1, text });
  };
  const text = decode(bytes);
  if (text === null) {
    note("PA_DATA_SYNTAX", 1, `${path} is not UTF-8 text`);
    return { table: null, mistakes };
  }
  const nul = text.indexOf("\0");
  if (nul >= 0) {
    note("PA_DATA_SYNTAX", text.slice(0, nul).split("\n").length, `${path} holds a null byte`);
    return { table: null, mistakes };
  }
  const table = path.toLowerCase().endsWith(".json") ? readJsonRows(path, text, note) : readCsvRows(path, text, note);
  if (table !== null && table.rows.length === 0 && mistakes.length === 0)
    note("PA_DATA_EMPTY", 1, `${path} holds no row`);
  return { table: mistakes.length > 0 ? null : table, mistakes };
}

type Note = (code: ErrorCode, line: number, text: string) => void;

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function readCsvRows(path: string, text: string, note: Note): Table | null {
  const lines: number[] = [];
  const rows: string[][] = [];
  try {
    parse(text, {
      bom: true,
      relax_column_count: true,
      skip_empty_lines: true,
      on_record: (record: string[], info) => {
        rows.push(record);
        // `info.lines` is the line on which the record ends.
        lines.push(info.lines - record.reduce((breaks, field) => breaks + field.split("\n").length - 1, 0));
        return null;
      },
    });
  } catch (error) {
    const line = error instanceof CsvError && typeof error["lines"] === "number" ? error["lines"] : 1;
    note("PA_DATA_SYNTAX", line, `${path}: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
  const columns = rows.shift();
  lines.shift();
  if (columns === undefined) {
    note("PA_DATA_EMPTY", 1, `${path} is empty`);
    return null;
  }
  const [only = ""] = columns;
  const separator = columns.length === 1 ? /[;\t]/.exec(only)?.[0] : undefined;
  if (separator !== undefined) {
    const name = separator === ";" ? "semicolons" : "tabs";
    note("PA_DATA_SYNTAX", 1, `the columns of ${path} are separated by ${name}; write commas`);
    return null;
  }
  for (const [index, column] of columns.entries()) {
    if (columns.indexOf(column) < index) note("PA_PLAN_DUPLICATE", 1, `${path} names the column "${column}" twice`);
    if (column === "") note("PA_DATA_SYNTAX", 1, `column ${String(index + 1)} of ${path} has no name`);
  }
  for (const [index, row] of rows.entries())
    if (row.length !== columns.length)
      note(
        "PA_DATA_RAGGED",
        lines[index] ?? 1,
        `${path} has ${String(columns.length)} columns, but this row has ${String(row.length)} fields`,
      );
  return { columns, rows, lineOf: (row) => lines[row] ?? 1 };
}

function readJsonRows(path: string, text: string, note: Note): Table | null {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\u{FEFF}/u, ""));
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    const offset = Number(/position (\d+)/.exec(said)?.[1] ?? 0);
    note("PA_DATA_SYNTAX", text.slice(0, offset).split("\n").length, `${path}: ${said}`);
    return null;
  }
  if (!Array.isArray(value)) {
    note("PA_DATA_SYNTAX", 1, `${path} must be a JSON array of flat objects`);
    return null;
  }
  const columns = new Map<string, number>();
  const rows: Cell[][] = [];
  const items: readonly unknown[] = value;
  for (const [index, item] of items.entries()) {
    if (typeof item !== "object" || item === null || Array.isArray(item)) {
      note("PA_DATA_SYNTAX", 1, `row ${String(index + 1)} of ${path} is not an object`);
      continue;
    }
    const row: Cell[] = [];
    const cells: [string, unknown][] = Object.entries(item);
    for (const [key, cell] of cells) {
      if (typeof cell === "object" && cell !== null)
        note("PA_DATA_SYNTAX", 1, `"${key}" in row ${String(index + 1)} of ${path} is not a plain value`);
      const column = columns.get(key) ?? columns.size;
      columns.set(key, column);
      row[column] = typeof cell === "string" || typeof cell === "number" || typeof cell === "boolean" ? cell : null;
    }
    rows.push(row);
  }
  const width = columns.size;
  return {
    columns: [...columns.keys()],
    rows: rows.map((row) => Array.from({ length: width }, (_, column) => row[column] ?? null)),
    lineOf: () => 1,
  };
}
