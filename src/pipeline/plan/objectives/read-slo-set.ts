import type { DocumentNode, Place } from "../document-reader.ts";
import { entriesOf, fieldOf, refuseUnknown, textOf, type Complaints } from "./node-fields.ts";
import { parseObjective } from "./parse-objective.ts";
import { WordProblem } from "./word-problem.ts";
import { noObjectives, placed, type PlacedObjective, type ReadObjectives } from "./placed-objective.ts";
import { readLongForm } from "./read-long-form.ts";

const documentFields = ["apiVersion", "kind", "name", "service", "objectives"];

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
    return noObjectives;
  }
  const lines = source.split("\n");
  const objectives = list.items.flatMap((item) => readItem(item, lines, complaints));
  return {
    service: service === undefined || name === undefined ? null : { name, place: service.place },
    objectives,
    scoring: null,
  };
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

/** The place of the character `at` of a scalar; of the scalar itself where it goes over several lines. */
function wordPlace(place: Place, at: number, lines: readonly string[]): Place {
  const line = lines[place.line - 1] ?? "";
  const first = line.charAt(place.column - 1);
  if (first === "|" || first === ">") return place;
  const column = place.column + at + (first === '"' || first === "'" ? 1 : 0);
  return column > line.length + 1 ? place : { ...place, column };
}
