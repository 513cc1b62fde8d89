import type { EvaluationCase } from "../../src/contract/evaluation.ts";
import type { ScoredCase } from "../scored-case.ts";

/** A scored comparison of its own cluster; for tests. */
export function scored(id: string, given: Partial<EvaluationCase>, more: Partial<ScoredCase> = {}): ScoredCase {
  return {
    case: {
      set: "set",
      group: "group",
      id,
      kind: "regression",
      truth: "changed",
      size: 0.1,
      verdict: "regression-suspected",
      effect: 0.1,
      mde: 0.05,
      milliseconds: 1,
      confirmation: null,
      certain: null,
      ...given,
    },
    cluster: id,
    unit: id,
    hasRerun: false,
    oracleMde: 0.05,
    rivals: new Map(),
    ...more,
  };
}
