import type { UnderstoodObjective } from "../../../contract/command-documents.ts";
import { PerfAgentError, type Mistake } from "../../../contract/errors.ts";
import { scoredObjectives, type Objective, type SloSet } from "../../../contract/slo-set.ts";
import type { TestPlan } from "../../../contract/test-plan.ts";
import { readDocument, type DocumentNode } from "../document-reader.ts";
import { conditionText } from "./condition.ts";
import { findThresholds, isScript } from "./find-thresholds.ts";
import { Complaints, fieldOf, textOf } from "./node-fields.ts";
import { readK6Thresholds } from "./read-k6-thresholds.ts";
import { readKeptn } from "./read-keptn.ts";
import { isOpenSlo, readOpenSlo } from "./read-openslo.ts";
import { noObjectives, type PlacedObjective, type ReadObjectives } from "./placed-objective.ts";
import { readSloSet } from "./read-slo-set.ts";
import { isTaurus, readTaurus } from "./read-taurus.ts";
import { splitDocuments } from "./split-documents.ts";
import { didYouMean } from "./suggest-word.ts";
import { unknownNames } from "./unknown-names.ts";

/** A set of objectives with how each was understood, and what was left out or looks wrong. */
export interface UnderstoodSlos {
  readonly slos: SloSet;
  readonly understood: readonly UnderstoodObjective[];
  readonly warnings: readonly Mistake[];
}

interface SourceDocument {
  readonly root: DocumentNode;
  readonly source: string;
}

/**
 * Reads objectives in the short form, OpenSLO (v1, v1alpha, v2alpha), Keptn SLO files, Taurus criteria and k6 thresholds, and puts them
 * into one set. Without a plan any name goes; with one, unknown names are warned of and judged as skipped. Throws one PerfAgentError with
 * every mistake (PA_SLO_INVALID with file, line and column of the word that does not fit; syntax errors as of any document).
 */
export function understandSlos(
  inputs: readonly { text: string; file: string }[],
  plan: TestPlan | null,
): UnderstoodSlos {
  const complaints = new Complaints("PA_SLO_INVALID");
  const documents = inputs.flatMap((input) => documentsOf(input, complaints));
  const roots = documents.map(({ root }) => root);
  const read = documents.map((document) => readAny(document, roots, complaints));
  const placedObjectives = read.flatMap(({ dialect, objectives }) =>
    objectives.map((objective) => ({ ...objective, dialect })),
  );
  refuseDuplicates(placedObjectives, complaints);
  const scoring = scoringOf(read, complaints);
  if (complaints.mistakes.length > 0) throw new PerfAgentError(complaints.mistakes);
  const scored = scoredObjectives({ scoring });
  const understood: UnderstoodObjective[] = [];
  const objectives = placedObjectives.map(({ objective, place, note, dialect }) => {
    const resolved = plan === null ? objective : resolve(objective, plan);
    for (const text of plan === null ? [] : unknownNames(resolved, plan))
      complaints.warnings.push({ code: "PA_PLAN_UNKNOWN_NAME", text, ...place });
    const { name, text, stop } = resolved;
    const severity = scored.has(name) ? "points" : resolved.severity;
    understood.push({ name, text, dialect, file: place.file, line: place.line, note, severity, stop });
    return resolved;
  });
  const service = serviceOf(read, plan, complaints);
  const slos: SloSet = { schemaVersion: 1, service, defaults: false, objectives, scoring };
  return { slos, understood, warnings: complaints.warnings };
}

function documentsOf({ text, file }: { text: string; file: string }, complaints: Complaints): SourceDocument[] {
  if (isScript(text, file)) {
    const root = findThresholds(text, file);
    if (root !== null) return [{ root, source: text }];
    complaints.refuse(
      { file, line: 1, column: 1 },
      "there are no thresholds in this script that can be read without running it: write them as thresholds: { … } with plain texts",
    );
    return [];
  }
  const found: SourceDocument[] = [];
  for (const part of splitDocuments(text)) {
    try {
      const { root } = readDocument(part, file);
      const items = root.kind === "list" && !isTaurus(root) ? root.items : [root];
      found.push(...items.map((item) => ({ root: item, source: text })));
    } catch (error) {
      if (!(error instanceof PerfAgentError)) throw error;
      complaints.mistakes.push(...error.mistakes);
    }
  }
  return found;
}

function readAny(
  { root, source }: SourceDocument,
  all: readonly DocumentNode[],
  complaints: Complaints,
): ReadObjectives & { readonly dialect: UnderstoodObjective["dialect"] } {
  if (isOpenSlo(root)) return { dialect: "OpenSLO", ...readOpenSlo(root, all, complaints) };
  if (fieldOf(root, "spec_version") !== undefined) return { dialect: "Keptn", ...readKeptn(root, complaints) };
  if (isTaurus(root)) return { dialect: "Taurus", ...readTaurus(root, complaints) };
  if (isK6(root)) return { dialect: "k6 thresholds", ...readK6Thresholds(root, complaints) };
  const kind = fieldOf(root, "kind");
  if (textOf(kind) === "SloSet" || (kind === undefined && fieldOf(root, "objectives") !== undefined))
    return { dialect: "short form", ...readSloSet(root, source, complaints) };
  const name = textOf(kind);
  complaints.refuse(
    kind?.place ?? root.place,
    name === undefined
      ? 'this is no document of objectives: it begins with "apiVersion: perf-agent/v1" and "kind: SloSet", or is OpenSLO, Keptn, Taurus or k6 thresholds'
      : `"${name}" is no kind of objectives.${didYouMean(name, ["SloSet"])} Known: SloSet, OpenSLO, Keptn, Taurus and k6 thresholds.`,
  );
  return { dialect: "short form", ...noObjectives };
}

function isK6(root: DocumentNode): boolean {
  if (fieldOf(root, "kind") !== undefined || fieldOf(root, "objectives") !== undefined || root.kind !== "map")
    return false;
  if (fieldOf(root, "thresholds") !== undefined || fieldOf(root, "options", "thresholds") !== undefined) return true;
  const { entries } = root;
  return (
    entries.length > 0 && entries.every(({ key, node }) => /^[\w.]+(?:\{.*\})?$/s.test(key) && node.kind === "list")
  );
}

/** One document may score the set: points of two totals cannot be added. */
function scoringOf(read: readonly ReadObjectives[], complaints: Complaints): SloSet["scoring"] {
  const [first, ...others] = read.flatMap(({ scoring }) => (scoring === null ? [] : [scoring]));
  for (const { place } of others)
    complaints.refuse(place, `a second total score, after ${String(first?.place.file)}: objectives are scored once`);
  return first?.scoring ?? null;
}

function refuseDuplicates(objectives: readonly PlacedObjective[], complaints: Complaints): void {
  const seen = new Map<string, PlacedObjective>();
  for (const placed of objectives) {
    const { name } = placed.objective;
    const first = seen.get(name);
    if (first === undefined) seen.set(name, placed);
    else
      complaints.refuse(
        placed.place,
        `a second objective is named "${name}", after ${first.place.file}:${String(first.place.line)}; give one of them another name`,
      );
  }
}

/** `throughput of browse`: a scenario's name wins over an endpoint's. */
function resolve(objective: Objective, plan: TestPlan): Objective {
  const { statistic, endpoint, scenario } = objective;
  const isScenario = plan.scenarios.some(({ name }) => name === endpoint);
  if (statistic.kind !== "throughput" || scenario !== null || !isScenario) return objective;
  const resolved = { ...objective, endpoint: null, scenario: endpoint };
  return { ...resolved, text: conditionText(resolved) };
}

function serviceOf(read: readonly ReadObjectives[], plan: TestPlan | null, complaints: Complaints): string | null {
  const named = read.flatMap(({ service }) => (service === null ? [] : [service]));
  const first = named[0];
  const expected = plan?.service ?? first?.name;
  const told = new Set<string>();
  for (const { name, place } of named) {
    if (name === expected || told.has(name)) continue;
    told.add(name);
    complaints.warn(
      place,
      `these objectives are of service "${name}", ${plan === null ? "others" : "the plan"} of "${String(expected)}"`,
    );
  }
  return first?.name ?? null;
}
