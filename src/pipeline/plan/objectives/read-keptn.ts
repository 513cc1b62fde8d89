import type { Scoring } from "../../../contract/slo-set.ts";
import type { DocumentNode } from "../document-reader.ts";
import { entriesOf, fieldOf, textOf, type Complaints } from "./node-fields.ts";
import { noObjectives, type PlacedObjective, type ReadObjectives } from "./placed-objective.ts";
import { readKeptnItem, type KeptnScope } from "./read-keptn-item.ts";
import { didYouMean } from "./suggest-word.ts";

type CompareWith = Scoring["compareWith"];

/** Keys of a Keptn filter that say which of our requests are meant. */
const scopes: ReadonlyMap<string, keyof KeptnScope> = new Map<string, keyof KeptnScope>([
  ["endpoint", "endpoint"],
  ["name", "endpoint"],
  ["scenario", "scenario"],
]);

/**
 * Reads a Keptn SLO file (spec_version 0.1 to 1.0) with its scoring: criteria, weights, key SLIs, the total and what relative criteria are
 * compared with. Defaults are those of Keptn's lighthouse-service (event_handler/common.go, parseSLO).
 */
export function readKeptn(root: DocumentNode, complaints: Complaints): ReadObjectives {
  const list = fieldOf(root, "objectives");
  if (list === undefined || list.kind !== "list") {
    complaints.refuse(list?.place ?? root.place, 'a Keptn file has a list of "objectives"');
    return noObjectives;
  }
  const { scope, service } = readFilter(root, complaints);
  const items = list.items.flatMap((item) => readKeptnItem(item, scope, complaints) ?? []);
  const objectives: PlacedObjective[] = items.flatMap((item) => item.objectives);
  const scoring: Scoring = {
    ...readTotal(root, complaints),
    compareWith: readComparison(root, complaints),
    objectives: items.map((item) => item.scored),
  };
  return { service, objectives, scoring: { scoring, place: root.place } };
}

function readFilter(
  root: DocumentNode,
  complaints: Complaints,
): { scope: KeptnScope; service: ReadObjectives["service"] } {
  const scope: { -readonly [K in keyof KeptnScope]: KeptnScope[K] } = { endpoint: null, scenario: null };
  let service: ReadObjectives["service"] = null;
  const filter = fieldOf(root, "filter");
  for (const { key, keyPlace, node } of filter === undefined ? [] : entriesOf(filter, '"filter"', complaints)) {
    const value = textOf(node);
    const part = scopes.get(key);
    if (value === undefined) complaints.refuse(node.place, `the filter "${key}" is one text`);
    else if (part !== undefined) scope[part] = value;
    else if (key === "service") service = { name: value, place: node.place };
    else
      complaints.warn(
        keyPlace,
        `the filter "${key}" is left out: only endpoint, name, scenario and service select anything in a load test`,
      );
  }
  return { scope, service };
}

/** `total_score: { pass: "90%", warning: "75%" }`. Without a warning, less than pass fails. */
function readTotal(root: DocumentNode, complaints: Complaints): Pick<Scoring, "passPercent" | "warningPercent"> {
  const total = fieldOf(root, "total_score");
  const pass = fieldOf(total, "pass");
  if (pass === undefined)
    complaints.warn(
      total?.place ?? root.place,
      "total_score.pass is missing, without which Keptn does not evaluate: all points are demanded",
    );
  const passPercent = percentOf(pass, complaints) ?? 100;
  const warning = fieldOf(total, "warning");
  const warningPercent = percentOf(warning, complaints) ?? passPercent;
  if (warning !== undefined && warningPercent > passPercent)
    complaints.refuse(warning.place, "total_score.warning is above total_score.pass: it could never be reached first");
  return { passPercent, warningPercent };
}

/** `90%`, `"90"` or 90; null where it is absent or wrong, which is complained about. */
function percentOf(node: DocumentNode | undefined, complaints: Complaints): number | null {
  if (node === undefined) return null;
  const digits = /^\s*(\d+(?:\.\d+)?)\s*%?\s*$/.exec(textOf(node) ?? "")?.[1];
  const percent = digits === undefined ? null : Number(digits);
  if (percent === null || percent > 100) {
    complaints.refuse(node.place, `"${textOf(node) ?? "…"}" is not a score: write a percentage such as 90%`);
    return null;
  }
  return percent;
}

const includes: Readonly<Record<string, CompareWith["include"]>> = {
  all: "all",
  pass: "pass",
  pass_or_warn: "pass-or-warn",
};
const aggregates: Readonly<Record<string, CompareWith["aggregate"]>> = {
  avg: "mean",
  p50: "p50",
  p90: "p90",
  p95: "p95",
};
const several = 3;

function readComparison(root: DocumentNode, complaints: Complaints): CompareWith {
  const comparison = fieldOf(root, "comparison");
  if (comparison === undefined) return { runs: 1, include: "all", aggregate: "mean" };
  const include = fieldOf(comparison, "include_result_with_score");
  if (include !== undefined && textOf(include)?.toLowerCase() === "all")
    complaints.warn(include.place, '"all" is "pass_or_warn" here: runs that failed are compared with nothing');
  const counts = { single_result: 1, several_results: readCount(comparison, complaints) };
  return {
    // Neither of the two words means three, whatever number_of_comparison_results says.
    runs: oneOf(comparison, "compare_with", counts, complaints) ?? several,
    include: oneOf(comparison, "include_result_with_score", includes, complaints) ?? "all",
    aggregate: oneOf(comparison, "aggregate_function", aggregates, complaints) ?? "mean",
  };
}

function readCount(comparison: DocumentNode, complaints: Complaints): number {
  const node = fieldOf(comparison, "number_of_comparison_results");
  const text = textOf(node);
  if (node === undefined || text === "0") return several;
  const count = /^\d{1,4}$/.test(text ?? "") ? Number(text) : null;
  if (count === null)
    complaints.refuse(node.place, `"${text ?? "…"}" is not a number of earlier results: write one such as 3`);
  return count ?? several;
}

/** What a word stands for; null where it is absent or unknown, which is complained about. */
function oneOf<T>(
  node: DocumentNode,
  key: string,
  meanings: Readonly<Record<string, T>>,
  complaints: Complaints,
): T | null {
  const field = fieldOf(node, key);
  if (field === undefined) return null;
  const text = (textOf(field) ?? "").toLowerCase();
  const known = Object.keys(meanings);
  const meaning = known.includes(text) ? meanings[text] : undefined;
  if (meaning === undefined)
    complaints.refuse(
      field.place,
      `"${text}" is not what comparison.${key} can be: ${known.join(", ")}.${didYouMean(text, known)}`,
    );
  return meaning ?? null;
}
