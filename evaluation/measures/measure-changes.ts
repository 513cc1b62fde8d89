import type { EvaluationMeasure } from "../../src/contract/evaluation.ts";
import type { ScoredCase } from "../scored-case.ts";
import { proportion } from "./proportion.ts";

/** Change points: share of the known ones that is found, and share of the named ones that is known. */
export function measureChanges(set: string, group: string, scored: readonly ScoredCase[]): EvaluationMeasure[] {
  const known = scored.filter((each) => each.case.truth === "changed");
  const named = scored.filter((each) => each.case.verdict === "changed");
  const measure = (name: string, cases: readonly ScoredCase[], holds: (each: ScoredCase) => boolean) =>
    proportion(
      { name, set, group },
      cases.map((each) => ({ hit: holds(each), cluster: each.cluster, unit: each.unit })),
    );
  return [
    measure("change-recall", known, (each) => each.case.verdict === "changed"),
    measure("change-precision", named, (each) => each.case.truth === "changed"),
  ].filter(({ of }) => of > 0);
}
