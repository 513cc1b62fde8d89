import type { Objective } from "../../../contract/slo-set.ts";
import type { DocumentNode, Place } from "../document-reader.ts";
import { conditionText, type Condition } from "./condition.ts";
import { Complaints, entriesOf, fieldOf, refuseUnknown, textOf } from "./node-fields.ts";
import {
  indicatorOf,
  parseEvery,
  parseLimit,
  parseObjective,
  parseStatistic,
  parseWindowShare,
  WordProblem,
} from "./parse-objective.ts";

/** An objective with the place it was written at. */
export interface PlacedObjective {
  readonly objective: Objective;
  readonly place: Place;
}

/** What one document of objectives holds. */
export interface ReadObjectives {
  readonly service: { readonly name: string; readonly place: Place } | null;
  readonly objectives: readonly PlacedObjective[];
}

const documentFields = ["apiVersion", "kind", "name", "service", "objectives"];
const objectiveFields = [
  "name",
  "sli",
  "of",
  "in",
  "below",
  "above",
  "atMost",
  "atLeast",
  "every",
  "share",
  "stop",
  "severity",
];
const comparisons = [
  ["below", "<"],
  ["above", ">"],
  ["atMost", "<="],
  ["atLeast", ">="],
] as const;

/** Reads a SloSet document of the short form. `source` is the file's text, to point into its words. */
export function readSloSet(root: DocumentNode, source: string, complaints: Complaints): ReadObjectives {
  const entries = entriesOf(root, "a SloSet", complaints);
  refuseUnknown(entries, documentFields, "a SloSet", complaints);
  const version = fieldOf(root, "apiVersion");
  if (version !== undefined && textOf(version) !== "perf-agent/v1")
    complaints.refuse(version.place, `"${textOf(version) ?? ""}" is no version of this format: perf-agent/v1`);
  const service = fieldOf(root, "service");
  const name = textOf(service);
  if (service !== undefined && name === undefined) complaints.refuse(service.place, "the service is one name");
  const list = fieldOf(root, "objectives");
  if (list === undefined || list.kind !== "list") {
    complaints.refuse(list?.place ?? root.place, '"objectives" is a list such as - p95 of checkout < 400ms');
    return { service: null, objectives: [] };
  }
  const lines = source.split("\n");
  const objectives = list.items.flatMap((item) => readItem(item, lines, complaints));
  return { service: service === undefined || name === undefined ? null : { name, place: service.place }, objectives };
}

function readItem(item: DocumentNode, lines: readonly string[], complaints: Complaints): PlacedObjective[] {
  if (item.kind === "map") return readLongForm(item, complaints);
  const text = textOf(item);
  if (text === undefined || text.trim() === "") {
    complaints.refuse(item.place, "an objective is a line such as p95 of checkout < 400ms");
    return [];
  }
  try {
    const condition = parseObjective(text);
    return [placed(condition, item.place, { name: text.trim().replaceAll(/\s+/g, " ") })];
  } catch (error) {
    if (!(error instanceof WordProblem)) throw error;
    complaints.refuse(wordPlace(item.place, error.at, lines), error.message);
    return [];
  }
}

/** `{ name, sli, of, in, below | above | atMost | atLeast, every, share, stop, severity }`. */
function readLongForm(item: DocumentNode, complaints: Complaints): PlacedObjective[] {
  const known = complaints.mistakes.length;
  const entries = entriesOf(item, "an objective", complaints);
  if (entries.length === 1 && entries[0]?.key.includes(" of ") === true) {
    complaints.refuse(item.place, "YAML took this objective for a map; put the whole line in quotes");
    return [];
  }
  refuseUnknown(entries, objectiveFields, "an objective", complaints);
  const sliNode = fieldOf(item, "sli");
  const limits = comparisons.flatMap(([key, comparator]) => {
    const node = fieldOf(item, key);
    return node === undefined ? [] : [{ key, comparator, node }];
  });
  const [chosen, second] = limits;
  if (sliNode === undefined) complaints.refuse(item.place, 'an objective has an "sli", such as p95 or errors');
  if (chosen === undefined) complaints.refuse(item.place, "an objective has a limit: below, above, atMost or atLeast");
  if (second !== undefined && chosen !== undefined)
    complaints.refuse(second.node.place, `"${second.key}" beside "${chosen.key}": an objective has one limit`);
  const severity = readSeverity(item, complaints);
  const stop = readStop(item, complaints);
  const of = nameOf(item, "of", complaints);
  const scenario = nameOf(item, "in", complaints);
  const window = readWindow(item, complaints);
  if (sliNode === undefined || chosen === undefined || second !== undefined) return [];
  const subject = { name: of === "all" || of === "each" ? null : of, each: of === "each" };
  const indicator = attempt(sliNode, complaints, () =>
    indicatorOf(parseStatistic(textOf(sliNode) ?? ""), subject, scenario, 0),
  );
  if (indicator === null) return [];
  const limit = attempt(chosen.node, complaints, () => parseLimit(textOf(chosen.node) ?? "", indicator.unit, 0));
  if (limit === null || complaints.mistakes.length > known) return [];
  const condition = { ...indicator, comparator: chosen.comparator, limit, window };
  return [placed(condition, item.place, { name: textOf(fieldOf(item, "name")), severity, stop })];
}

function nameOf(item: DocumentNode, key: string, complaints: Complaints): string | null {
  const node = fieldOf(item, key);
  const name = textOf(node);
  if (node !== undefined && (name === undefined || name === "")) complaints.refuse(node.place, `"${key}" is one name`);
  return name ?? null;
}

function readWindow(item: DocumentNode, complaints: Complaints): Condition["window"] {
  const every = fieldOf(item, "every");
  const share = fieldOf(item, "share");
  if (every === undefined) {
    if (share !== undefined)
      complaints.refuse(share.place, '"share" tells how many windows must hold: say their length with "every"');
    return null;
  }
  const everyMs = attempt(every, complaints, () => parseEvery(textOf(every) ?? "", 0));
  const held = share === undefined ? 1 : attempt(share, complaints, () => parseWindowShare(textOf(share) ?? "", 0));
  return everyMs === null || held === null ? null : { everyMs, share: held };
}

/** The result of `parse`; null, with a complaint at the node, where a word does not fit. */
function attempt<T>(node: DocumentNode, complaints: Complaints, parse: () => T): T | null {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof WordProblem)) throw error;
    complaints.refuse(node.place, error.message);
    return null;
  }
}

function readSeverity(item: DocumentNode, complaints: Complaints): Objective["severity"] {
  const node = fieldOf(item, "severity");
  const text = textOf(node);
  if (node === undefined || text === "fail") return "fail";
  if (text !== "warn") complaints.refuse(node.place, `"${text ?? ""}" is no severity: fail or warn`);
  return "warn";
}

function readStop(item: DocumentNode, complaints: Complaints): boolean {
  const node = fieldOf(item, "stop");
  if (node === undefined) return false;
  const value = node.kind === "scalar" ? node.value : null;
  if (typeof value !== "boolean") complaints.refuse(node.place, '"stop" is true or false');
  return value === true;
}

/** An objective with its canonical text; the name defaults to that text. */
export function placed(
  condition: Condition,
  place: Place,
  more: Partial<Pick<Objective, "name" | "severity" | "stop" | "wholeRun">>,
): PlacedObjective {
  const text = conditionText(condition);
  const { name = text, severity = "fail", stop = false, wholeRun = false } = more;
  return { objective: { name, text, ...condition, severity, stop, wholeRun }, place };
}

/** The place of the character `at` of a scalar; of the scalar itself where it goes over several lines. */
function wordPlace(place: Place, at: number, lines: readonly string[]): Place {
  const line = lines[place.line - 1] ?? "";
  const first = line.charAt(place.column - 1);
  if (first === "|" || first === ">") return place;
  const column = place.column + at + (first === '"' || first === "'" ? 1 : 0);
  return column > line.length + 1 ? place : { ...place, column };
}
