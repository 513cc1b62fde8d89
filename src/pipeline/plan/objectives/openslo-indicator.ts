import type { DocumentNode } from "../document-reader.ts";
import { fieldOf, textOf, type Complaints } from "./node-fields.ts";
import { didYouMean } from "./suggest-word.ts";

/** The indicator of one objective: its own (composite) or the SLO's, inline or by reference. null: told why, or left out. */
export function indicatorOf(
  item: DocumentNode,
  spec: DocumentNode,
  all: readonly DocumentNode[],
  complaints: Complaints,
): DocumentNode | null {
  for (const owner of [item, spec]) {
    const inline = fieldOf(owner, "indicator") ?? fieldOf(owner, "sli");
    const reference = fieldOf(owner, "indicatorRef") ?? fieldOf(owner, "sliRef");
    if (inline !== undefined && reference !== undefined) {
      complaints.refuse(reference.place, "an indicator is written in place or referred to, not both");
      return null;
    }
    if (inline !== undefined) return fieldOf(inline, "spec") ?? inline;
    if (reference !== undefined) {
      const name = textOf(reference) ?? "";
      const names = all.flatMap((document) =>
        textOf(fieldOf(document, "kind")) === "SLI" ? [textOf(fieldOf(document, "metadata", "name")) ?? ""] : [],
      );
      const found = all.find(
        (document) =>
          textOf(fieldOf(document, "kind")) === "SLI" && textOf(fieldOf(document, "metadata", "name")) === name,
      );
      const foundSpec = fieldOf(found, "spec");
      if (foundSpec !== undefined) return foundSpec;
      complaints.refuse(reference.place, `there is no SLI "${name}" in the files given.${didYouMean(name, names)}`);
      return null;
    }
  }
  // v1alpha writes the ratio into the objective itself.
  const ratio = fieldOf(item, "ratioMetrics") ?? fieldOf(item, "ratioMetric");
  if (ratio !== undefined) return item;
  complaints.refuse(item.place, "the objective has no indicator: spec.indicator, spec.indicatorRef or one of its own");
  return null;
}
