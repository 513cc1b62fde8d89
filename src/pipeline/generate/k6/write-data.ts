import { PerfAgentError } from "../../../contract/errors.ts";
import type { DataRows, DataSet } from "../../../contract/test-plan.ts";
import type { ScriptWriter } from "./script-writer.ts";
import { print, quote, type Code } from "./write-code.ts";

/** One file of the bundle: a JSON array of rows. */
export interface DataFile {
  readonly path: string;
  readonly text: string;
}

/**
 * A data set as code and files, with the columns that the script reads and no other. Masked columns are in a file of their
 * own, `data/NAME.masked.json`, so that it can be left out wherever the script is kept.
 */
export function dataCode(
  set: DataSet,
  data: readonly DataRows[],
  writer: ScriptWriter,
): { code: string; files: DataFile[] } {
  const found = data.find(({ dataSet }) => dataSet === set.name);
  if (found === undefined || found.rows.length === 0)
    throw PerfAgentError.of("PA_DATA_EMPTY", `the data set "${set.name}" has no rows`);
  const used = found.columns.filter((column) => writer.reach.refs.has(`${set.name}.${column}`));
  const open = used.filter((column) => !set.masked.includes(column));
  const masked = used.filter((column) => set.masked.includes(column));
  const files: DataFile[] = [];
  const fileName = set.name.replaceAll(/[^\w-]/gu, "_");
  const load = (columns: readonly string[], label: string): string => {
    const path = `data/${label}.json`;
    files.push({ path, text: rowsText(found, columns) });
    return `new SharedArray(${quote(label)}, () => JSON.parse(open(${quote(`./${path}`)})))`;
  };
  const parts: [string, Code][] = [["columns", columnsCode(open)]];
  parts.push(["rows", load(open, fileName)]);
  if (masked.length > 0) {
    writer.features.add("masked");
    const rows = load(masked, `${fileName}.masked`);
    parts.push([
      "masked",
      {
        object: [
          ["columns", columnsCode(masked)],
          ["rows", rows],
        ],
      },
    ]);
  }
  parts.push(["mode", quote(set.mode)], ["per", quote(set.per)], ["atEnd", quote(set.atEnd)]);
  if (set.mode === "random") {
    writer.features.add("randomRows");
    parts.push(["hash", `${writer.use("draw", "hashText")}(seed + ${quote(` data ${set.name}`)}, 0)`]);
  }
  writer.features.add("rows");
  const identifier = writer.identifier("data", set.name);
  return {
    code: `const ${identifier} = ${writer.use("rows", "dataSet")}(${quote(set.name)}, ${print({ object: parts })});`,
    files,
  };
}

function columnsCode(columns: readonly string[]): Code {
  return { array: columns.map((column) => quote(column)) };
}

function rowsText({ columns, rows }: DataRows, wanted: readonly string[]): string {
  const places = wanted.map((column) => columns.indexOf(column));
  const lines = rows.map((row) => JSON.stringify(places.map((place) => row[place] ?? null)));
  return `[\n${lines.join(",\n")}\n]\n`;
}
