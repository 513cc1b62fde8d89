import type { Comparison } from "../../contract/comparison.ts";
import type { ObjectiveResult } from "../../contract/objective-result.ts";
import type { QualityFlag } from "../../contract/run.ts";
import type { VerdictName } from "../../contract/verdict-name.ts";

export interface VerdictFacts {
  readonly flags: readonly QualityFlag[];
  readonly objectives: readonly ObjectiveResult[];
  readonly comparisons: readonly Comparison[];
  /** Platform-default objectives stood in for missing ones. */
  readonly defaults: boolean;
  /** The policy demands a conclusive comparison. */
  readonly demandComparison: boolean;
}

const inconclusiveComparisons: readonly Comparison["status"][] = ["inconclusive", "provisional", "no-baseline"];

/**
 * The verdict: the first row that holds. Delivery in breakpoint runs is not flagged `invalid-load` to begin with.
 *
 * | verdict | when |
 * |---|---|
 * | invalid | the generator's own fault |
 * | fail | an objective of severity `fail` is breached, or a regression is confirmed |
 * | invalid | load not delivered for any other reason |
 * | inconclusive | a declared objective has no data; or no conclusive comparison where one is demanded |
 * | warn | objective of severity `warn` breached; regression suspected; default objectives stood in |
 * | pass | otherwise |
 */
export function decideVerdict(facts: VerdictFacts): VerdictName {
  const { flags, objectives, comparisons } = facts;
  const flagged = (severity: QualityFlag["severity"]): boolean => flags.some((flag) => flag.severity === severity);
  const breached = (severity: ObjectiveResult["severity"]): boolean =>
    objectives.some((objective) => objective.status === "breached" && objective.severity === severity);
  const compared = (status: Comparison["status"]): boolean =>
    comparisons.some((comparison) => comparison.status === status);
  if (flagged("invalid-generator")) return "invalid";
  if (breached("fail") || compared("regression-confirmed")) return "fail";
  if (flagged("invalid-load")) return "invalid";
  if (objectives.some(({ status }) => status === "no-data") || lacksComparison(facts)) return "inconclusive";
  if (breached("warn") || compared("regression-suspected") || facts.defaults) return "warn";
  return "pass";
}

/** A comparison is demanded, and there is none or one without a conclusion. */
export function lacksComparison({ demandComparison, comparisons }: VerdictFacts): boolean {
  return (
    demandComparison &&
    (comparisons.length === 0 || comparisons.some(({ status }) => inconclusiveComparisons.includes(status)))
  );
}

export interface ExitOptions {
  /** What exit code 4 becomes; `invalid` never becomes a pass. */
  readonly inconclusiveAs?: "pass" | "fail" | undefined;
  /** The signal that interrupted the command. */
  readonly interrupted?: "SIGINT" | "SIGTERM" | undefined;
}

/** Exit code of a command that judged a run: 0, 1, 4, or 130/143 when it was interrupted. */
export function exitCodeOf(verdict: VerdictName, options: ExitOptions = {}): 0 | 1 | 4 | 130 | 143 {
  const { inconclusiveAs, interrupted } = options;
  if (interrupted !== undefined) return interrupted === "SIGINT" ? 130 : 143;
  if (verdict === "pass" || verdict === "warn") return 0;
  if (verdict === "fail" || inconclusiveAs === "fail") return 1;
  return verdict === "inconclusive" && inconclusiveAs === "pass" ? 0 : 4;
}
