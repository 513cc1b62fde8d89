import { PerfAgentError, type Mistake } from "../../contract/errors.ts";
import type { DataRows, TestPlan } from "../../contract/test-plan.ts";
import { child, placesIn } from "./document-children.ts";
import { readDocument, type DocumentEntry, type DocumentNode, type Place } from "./document-reader.ts";
import { applyOverride, mergePatch } from "./merge-documents.ts";
import { Notes } from "./notes.ts";
import type { PlanInput } from "./plan-input.ts";
import type { Tables } from "./read-data.ts";
import { PlanReader } from "./read-plan.ts";
import { chooseEnvironment } from "./read-target.ts";

export { filesOf } from "./files-of.ts";
export type { PlanInput } from "./plan-input.ts";

export interface UnderstoodPlan {
  readonly plan: TestPlan;
  readonly data: DataRows[];
  readonly warnings: Mistake[];
}

/** Understands a plan for one environment. Throws one PerfAgentError with every mistake that was found, each with its place. */
export function understandPlan(input: PlanInput): UnderstoodPlan {
  const notes = new Notes();
  const { root } = readDocument(input.text, input.file);
  if (root.kind !== "map")
    throw new PerfAgentError([{ code: "PA_PLAN_SYNTAX", text: "a plan is a map of fields", ...root.place }]);
  const override = (plan: DocumentNode, into: Notes): DocumentNode =>
    input.overrides.reduce((node, text) => applyOverride(into, node, text), plan);
  const environment = chooseEnvironment(override(root, new Notes()), input.environment);
  const overlay = child(child(root, "overlays"), environment);
  const merged = override(overlay === undefined ? root : mergePatch(root, overlay), notes);
  const tables: Tables = new Map();
  const understood = new PlanReader(notes, merged, input, environment, tables).read();
  if (notes.mistakes.length === 0) {
    for (const { key, node } of overlayEntries(root)) {
      if (key === environment || node.kind !== "map") continue;
      const variant = override(mergePatch(root, node), new Notes());
      notes.mistakes.push(...mistakesInside(node, variant, input, environment, tables));
    }
  }
  if (notes.mistakes.length > 0) throw new PerfAgentError(inOrder(notes.mistakes, input.file));
  return { ...understood, warnings: inOrder(notes.warnings, input.file) };
}

function overlayEntries(root: DocumentNode): readonly DocumentEntry[] {
  const overlays = child(root, "overlays");
  return overlays?.kind === "map" ? overlays.entries : [];
}

/** Mistakes of a plan with an overlay that this run does not use, as far as they stand in the overlay itself. */
function mistakesInside(
  overlay: DocumentNode,
  variant: DocumentNode,
  input: PlanInput,
  environment: string,
  tables: Tables,
): Mistake[] {
  const notes = new Notes();
  new PlanReader(notes, variant, input, environment, tables).read();
  const places = new Set(placesIn(overlay).map(keyOf));
  return notes.mistakes.filter((mistake) => places.has(keyOf(mistake)));
}

function keyOf({ file, line, column }: Partial<Place>): string {
  return `${String(line)}:${String(column)} ${String(file)}`;
}

/** The plan's own mistakes first, by place. */
function inOrder(mistakes: readonly Mistake[], file: string): Mistake[] {
  const rank = (mistake: Mistake): number => (mistake.file === file ? 0 : 1);
  return mistakes.toSorted(
    (a, b) =>
      rank(a) - rank(b) || (rank(a) === 1 ? 0 : (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0)),
  );
}
