import type { DataRows, DataSet, TestPlan } from "../../contract/test-plan.ts";
import { planFields } from "../../contract/plan-document.ts";
import type { DocumentNode, Place } from "./document-reader.ts";
import { innerPathProblem } from "./inner-path.ts";
import { didYouMean, type Notes } from "./notes.ts";
import { readRows, type Cell, type Table } from "./read-rows.ts";
import { checkPlainName, Fields, invalid, readEntries, readItems, readOneOf, readText } from "./read-values.ts";

export type PlanFiles = Readonly<Record<string, { readonly bytes: Uint8Array; readonly sha256: string } | null>>;

/** Tables that were read already, by path: a plan is read once for each of its overlays. */
export type Tables = Map<string, ReturnType<typeof readRows>>;

export interface ReadData {
  readonly sets: DataSet[];
  readonly rows: DataRows[];
  /** Where each data set and its end rule are written. */
  readonly places: ReadonlyMap<string, { readonly set: Place; readonly atEnd: Place }>;
}

/** Their columns could never be read. */
const takenNames: readonly string[] = ["run", "now", "secrets", "request"];

const types = ["string", "number", "boolean"] as const;

/** Reads `data` and the files it names. */
export function readData(notes: Notes, node: DocumentNode | undefined, files: PlanFiles, tables: Tables): ReadData {
  const sets: DataSet[] = [];
  const rows: DataRows[] = [];
  const places = new Map<string, { set: Place; atEnd: Place }>();
  if (node === undefined) return { sets, rows, places };
  for (const { key: name, keyPlace, node: value } of readEntries(notes, node, "`data`")) {
    checkPlainName(notes, keyPlace, "a data set", name);
    if (takenNames.includes(name))
      notes.mistake(
        "PA_PLAN_INVALID_VALUE",
        keyPlace,
        `a data set cannot be called "${name}": {${name}.…} are variables of every plan`,
      );
    const fields = new Fields(notes, value, `data set "${name}"`, planFields.dataSet);
    places.set(name, { set: keyPlace, atEnd: fields.node("atEnd")?.place ?? keyPlace });
    const mode = fields.read("mode", readOneOf(["sequential", "random", "unique"])) ?? "sequential";
    const atEnd =
      fields.read("atEnd", readOneOf(["refuse", "recycle", "stop"])) ?? (mode === "unique" ? "refuse" : "recycle");
    const atEndNode = fields.node("atEnd");
    if (mode === "random" && atEnd !== "recycle" && atEndNode !== undefined)
      invalid(notes, atEndNode, `\`atEnd\` of data set "${name}"`, "recycle, as a random choice has no end");
    const per = fields.read("per", readOneOf(["iteration", "vu"])) ?? "iteration";
    const masked = readColumnNames(notes, fields);
    const file = readFile(notes, fields, files, tables);
    const table = file?.table ?? null;
    if (table !== null) for (const { column, place } of masked) checkColumn(notes, place, name, column, table.columns);
    const typed = table === null ? [] : applyTypes(notes, fields, name, file?.path ?? "", table);
    sets.push({
      name,
      path: file?.path ?? "",
      sha256: file?.sha256 ?? "",
      columns: table?.columns ?? [],
      rows: typed.length,
      mode,
      per,
      atEnd,
      masked: masked.map(({ column }) => column),
    });
    rows.push({ dataSet: name, columns: table?.columns ?? [], rows: typed });
  }
  return { sets, rows, places };
}

function checkColumn(notes: Notes, place: Place, set: string, column: string, columns: readonly string[]): boolean {
  if (columns.includes(column)) return true;
  notes.mistake(
    "PA_DATA_COLUMN_UNKNOWN",
    place,
    `data set "${set}" has no column "${column}".${didYouMean(column, columns)} Columns: ${columns.join(", ")}.`,
  );
  return false;
}

function readColumnNames(notes: Notes, fields: Fields): { column: string; place: Place }[] {
  return (fields.read("masked", readItems) ?? []).flatMap((item) => {
    const column = readText(notes, item, `a column in \`masked\` of ${fields.what}`);
    return column === undefined ? [] : [{ column, place: item.place }];
  });
}

function readFile(
  notes: Notes,
  fields: Fields,
  files: PlanFiles,
  tables: Tables,
): { path: string; sha256: string; table: Table | null } | null {
  const path = fields.need("file", readText, "name a CSV or JSON file, relative to the plan");
  const node = fields.node("file");
  if (path === undefined || node === undefined) return null;
  const file = findFile(notes, node, path, fields.what, files);
  if (file === null) return null;
  const read = tables.get(path) ?? readRows(path, file.bytes);
  tables.set(path, read);
  const { table, mistakes } = read;
  notes.mistakes.push(...mistakes);
  return { path, sha256: file.sha256, table };
}

/** The file of a path that the plan names; notes what is wrong with it. */
export function findFile(
  notes: Notes,
  node: DocumentNode,
  path: string,
  who: string,
  files: PlanFiles,
): { readonly bytes: Uint8Array; readonly sha256: string } | null {
  const problem = innerPathProblem(path);
  if (problem !== null) {
    invalid(notes, node, `\`file\` of ${who}`, problem);
    return null;
  }
  const file = Object.hasOwn(files, path) ? files[path] : null;
  if (file === null || file === undefined) {
    notes.mistake(
      "PA_DATA_FILE_MISSING",
      node.place,
      `${who} names the file ${path}, which does not exist beside the plan`,
    );
    return null;
  }
  return file;
}

function applyTypes(notes: Notes, fields: Fields, set: string, path: string, table: Table): Cell[][] {
  const node = fields.node("types");
  const wanted = new Map<number, (typeof types)[number]>();
  for (const entry of node === undefined ? [] : readEntries(notes, node, `\`types\` of ${fields.what}`)) {
    const type = readOneOf(types)(notes, entry.node, `the type of column "${entry.key}"`);
    if (checkColumn(notes, entry.keyPlace, set, entry.key, table.columns) && type !== undefined)
      wanted.set(table.columns.indexOf(entry.key), type);
  }
  if (wanted.size === 0) return table.rows;
  return table.rows.map((row, index) =>
    row.map((cell, column) => {
      const type = wanted.get(column);
      const value = type === undefined || cell === null ? cell : convert(cell, type);
      if (value !== undefined) return value;
      const text = `"${String(cell)}" in column "${table.columns[column] ?? ""}", row ${String(index + 1)} of ${path} is not a ${type ?? ""}`;
      notes.mistake("PA_DATA_SYNTAX", { file: path, line: table.lineOf(index), column: 1 }, text);
      return null;
    }),
  );
}

function convert(cell: string | number | boolean, type: (typeof types)[number]): Cell | undefined {
  if (type === "string") return String(cell);
  if (type === "boolean") {
    if (typeof cell === "boolean") return cell;
    return cell === "true" ? true : cell === "false" ? false : undefined;
  }
  if (typeof cell === "number") return cell;
  const text = String(cell).trim();
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) ? Number(text) : undefined;
}

/** Notes each reference to a column that its data set does not have; true when the reference names a data set. */
export function checkColumnRef(
  notes: Notes,
  place: Place,
  ref: string,
  data: readonly TestPlan["data"][number][],
): boolean {
  const [head, column] = ref.split(".");
  const set = data.find(({ name }) => name === head);
  if (set === undefined || column === undefined) return false;
  // A file that could not be read was told of already.
  if (set.columns.length > 0) checkColumn(notes, place, set.name, column, set.columns);
  return true;
}
