import type { EvaluationCase, EvaluationDocument, EvaluationMeasure } from "../../src/contract/evaluation.ts";

/** What one set of data gives. */
export interface ScoredSet {
  readonly notes: readonly string[];
  readonly cases: readonly EvaluationCase[];
  readonly measures: readonly EvaluationMeasure[];
  readonly rivals: EvaluationDocument["rivals"];
  readonly ablation: EvaluationDocument["ablation"];
}

/** Without a case, and why. */
export function emptySet(note: string): ScoredSet {
  return { notes: [note], cases: [], measures: [], rivals: [], ablation: [] };
}
