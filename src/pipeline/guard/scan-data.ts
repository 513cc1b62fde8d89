import { formatNumber } from "../../contract/format-quantity.ts";
import type { Policy } from "../../contract/policy.ts";
import type { DataRows, DataSet } from "../../contract/test-plan.ts";
import { personalRecognisers } from "./data/recognise-personal.ts";
import { productionRecognisers } from "./data/recognise-production.ts";
import { traitsOf, type Recogniser } from "./data/recogniser.ts";
import { refusal, warning, type GuardReason } from "./guard-reason.ts";

/** Rows of a data set, or lines of a file, that are looked at; of a longer one as many, evenly spread. */
const rowsAtMost = 100_000;
/** Longer values and lines are cut: a value of this length is a document, and its kind shows early. */
const charactersAtMost = 10_000;

/**
 * Looks for real personal data and for what opens production in the rows of data sets, masked columns included, and in the texts that
 * are uploaded. What is found warns or refuses as the policy's `data` says. A finding names place, kind and number and never a value:
 * it goes to logs and reports. `sets` tells which uploads are data sets, which are scanned as rows. Pure and repeatable.
 */
export function scanData({
  data,
  sets,
  uploads,
  policy,
}: {
  data: readonly DataRows[];
  sets: readonly Pick<DataSet, "path">[];
  uploads: Readonly<Record<string, Uint8Array>>;
  policy: Pick<Policy, "data" | "environments">;
}): GuardReason[] {
  const testHosts = policy.environments.flatMap(({ kind, hosts }) =>
    kind === "production" ? [] : hosts.map((host) => host.replace(/^\*\./, "")),
  );
  const recognisers = [...personalRecognisers(testHosts), ...productionRecognisers(policy)];
  const dataFiles = new Set(sets.map(({ path }) => path));
  const tables: Table[] = [
    ...data.map(tableOf),
    ...Object.entries(uploads).flatMap(([path, bytes]) => (dataFiles.has(path) ? [] : (linesOf(path, bytes) ?? []))),
  ];
  return tables.flatMap((table) => scanTable(table, recognisers, policy.data));
}

/** Data set or file as rows of values. */
interface Table {
  /** `data set "users"`, `file photo.txt` */
  readonly name: string;
  readonly unit: "row" | "line";
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | boolean | null)[])[];
}

function tableOf({ dataSet, columns, rows }: DataRows): Table {
  return { name: `data set "${dataSet}"`, unit: "row", columns, rows };
}

/** The lines of a file; null for one that is no text. */
function linesOf(path: string, bytes: Uint8Array): Table | null {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    if (text.includes("\0")) return null;
    return { name: `file ${path}`, unit: "line", columns: [""], rows: text.split(/\r\n|\r|\n/).map((line) => [line]) };
  } catch {
    // Not UTF-8: pictures and archives are not looked into.
    return null;
  }
}

interface Finding {
  readonly recogniser: Recogniser;
  readonly column: string;
  count: number;
  /** Counts from 1. */
  readonly first: number;
}

function scanTable(
  { name, unit, columns, rows }: Table,
  recognisers: readonly Recogniser[],
  rules: Policy["data"],
): GuardReason[] {
  const looked = Math.min(rows.length, rowsAtMost);
  const findings = new Map<number, Finding>();
  for (let index = 0; index < looked; index += 1) {
    const at = looked === rows.length ? index : Math.floor((index * rows.length) / looked);
    const row = rows[at] ?? [];
    for (let column = 0; column < row.length; column += 1) {
      const value = row[column];
      if (typeof value !== "string" && typeof value !== "number") continue;
      const text = typeof value === "number" ? String(value) : value.slice(0, charactersAtMost);
      const traits = traitsOf(text);
      if (traits === 0) continue;
      for (let which = 0; which < recognisers.length; which += 1) {
        const recogniser = recognisers[which];
        if (recogniser === undefined || (recogniser.needs & traits) !== recogniser.needs || !recogniser.holds(text))
          continue;
        const key = which * columns.length + column;
        const finding = findings.get(key);
        if (finding === undefined)
          findings.set(key, { recogniser, column: columns[column] ?? "", count: 1, first: at + 1 });
        else finding.count += 1;
      }
    }
  }
  const all = rows.length === 1 ? `its ${unit}` : `its ${formatNumber(rows.length)} ${unit}s`;
  const scope = looked < rows.length ? ` (${formatNumber(looked)} of ${all} were looked at, evenly spread)` : "";
  const reasons = [...findings.entries()]
    .toSorted(([one], [other]) => one - other)
    .map(([, { recogniser, column, count, first }]): GuardReason => {
      const place = column === "" ? name : `${name}, column ${column}`;
      const what = recogniser.concern === "personal" ? `what looks like real ${recogniser.kind}` : recogniser.kind;
      const text = `${place}: ${formatNumber(count)} ${unit}${count === 1 ? " holds" : "s hold"} ${what}, the first is ${unit} ${formatNumber(first)}${scope}`;
      return rules[recogniser.concern] === "refuse" ? refusal("data", "PA_GUARD_DATA", text) : warning("data", text);
    });
  if (reasons.length > 0 || scope === "") return reasons;
  return [{ rule: "data", outcome: "allow", code: null, text: `${name}: nothing real was found${scope}` }];
}
