import type { EvaluationCase } from "../src/contract/evaluation.ts";

/** A case with what only the scoring needs to know of it. */
export interface ScoredCase {
  readonly case: EvaluationCase;
  /** Intervals resample whole clusters: cases of one are alike. */
  readonly cluster: string;
  /** The run that is judged; cases of different units may share runs that it is compared with. */
  readonly unit: string;
  /** Another run of the same state is at hand, so that an accusation can be confirmed; it is asked when there is one. */
  readonly hasRerun: boolean;
  /** Smallest change that somebody could see who knew the spread of unchanged runs; null: not a question of it. */
  readonly oracleMde: number | null;
  /** What each rival says: a change for the worse, or none. A rival that lacks the data it needs is missing. */
  readonly rivals: ReadonlyMap<string, boolean>;
}

export const isAccusation = (verdict: string): boolean =>
  verdict === "regression-suspected" || verdict === "regression-confirmed";
