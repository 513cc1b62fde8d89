import type { RunAnalysis } from "../../../../src/contract/api/runs.ts";

type Evidence = RunAnalysis["evidence"][number];

/** Evidence of one kind. */
export interface EvidenceGroup {
  readonly kind: Evidence["kind"];
  readonly title: string;
  readonly items: readonly Evidence[];
}

const titles: Readonly<Record<string, string>> = {
  quality: "Of the run itself",
  objective: "Of the objectives",
  comparison: "Of the comparison with earlier runs",
};

/** Evidence by what it is of, in the order in which the kinds first come. */
export function groupEvidence(evidence: readonly Evidence[]): readonly EvidenceGroup[] {
  return [...Map.groupBy(evidence, ({ kind }) => kind)].map(([kind, items]) => ({
    kind,
    title: titles[kind] ?? `Of the ${kind}`,
    items,
  }));
}
