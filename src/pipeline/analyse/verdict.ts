import type { Comparison, Finding } from "../../contract/comparison.ts";
import type { ObjectiveResult, Score } from "../../contract/objective-result.ts";
import type { QualityFlag } from "../../contract/run.ts";
import type { VerdictName } from "../../contract/verdict-name.ts";

export interface VerdictFacts {
  readonly flags: readonly QualityFlag[];
  readonly objectives: readonly ObjectiveResult[];
  readonly comparisons: readonly Comparison[];
  readonly findings: readonly Finding[];
  /** Total of a scored set; null: every objective is judged for itself. */
  readonly score: Score | null;
  /** Platform-default objectives stood in for missing ones. */
  readonly defaults: boolean;
  /** The policy demands a conclusive comparison. */
  readonly demandComparison: boolean;
}

const inconclusiveComparisons: readonly Comparison["status"][] = [
  "inconclusive",
  "environment-shift",
  "provisional",
  "no-baseline",
];
/** Findings that somebody has to look at; the others tell what is good to know. */
const warningFindings: readonly Finding["kind"][] = ["regression", "environment-shift", "drift"];

/**
 * The verdict: the first row that holds. Delivery in breakpoint runs is not flagged `invalid-load` to begin with.
 *
 * | verdict | when |
 * |---|---|
 * | invalid | the generator's own fault |
 * | fail | an objective of severity `fail` is breached, the score of a scored set fails, or a regression is confirmed |
 * | invalid | load not delivered for any other reason |
 * | inconclusive | a declared objective has no data, or none names anything that the plan has; or no conclusive comparison where one is demanded |
 * | warn | objective of severity `warn` breached; score a warning; regression suspected; default objectives stood in |
 * | pass | otherwise |
 *
 * `objectives` are those that decide for themselves: of a scored set only its total does. Findings decide, not single comparisons. What is accepted decides nothing; a confirmed regression without calibration warns like a suspected
 * one; so do drift since the pinned run and slowdowns that a change of the machine may explain.
 */
export function decideVerdict(facts: VerdictFacts): VerdictName {
  const { flags, objectives, findings, score } = facts;
  const flagged = (severity: QualityFlag["severity"]): boolean => flags.some((flag) => flag.severity === severity);
  const breached = (severity: ObjectiveResult["severity"]): boolean =>
    objectives.some((objective) => objective.status === "breached" && objective.severity === severity);
  if (flagged("invalid-generator")) return "invalid";
  if (breached("fail") || score?.result === "fail" || findings.some(fails)) return "fail";
  if (flagged("invalid-load")) return "invalid";
  if (objectives.some(({ status }) => status === "no-data") || asksNothing(objectives) || lacksComparison(facts))
    return "inconclusive";
  const scored = score?.result === "warning";
  if (breached("warn") || scored || findings.some((finding) => warns(finding, facts.comparisons)) || facts.defaults)
    return "warn";
  return "pass";
}

/** There are objectives, and none names anything that the plan has: a renamed endpoint must not keep a gate green for ever. */
export function asksNothing(objectives: readonly ObjectiveResult[]): boolean {
  return objectives.length > 0 && objectives.every(({ status }) => status === "skipped");
}

/** A regression that two runs show where the noise is known. */
export function fails({ kind, status, advisory }: Finding): boolean {
  return kind === "regression" && status === "regression-confirmed" && !advisory;
}

/** It does not fail the run, but somebody has to look at it. */
export function warns(finding: Finding, comparisons: readonly Comparison[]): boolean {
  if (!warningFindings.includes(finding.kind) || fails(finding)) return false;
  // Of what is advisory only a confirmed regression that nobody accepted is worth a warning.
  return !finding.advisory || (finding.kind === "regression" && !isAccepted(finding, comparisons));
}

function isAccepted({ series }: Finding, comparisons: readonly Comparison[]): boolean {
  return comparisons.some(
    ({ accepted, scenario, endpoint, statistic }) =>
      accepted !== null &&
      series.some((one) => one.scenario === scenario && one.endpoint === endpoint && one.statistic === statistic),
  );
}

/** A comparison is demanded, and there is none or, among those that count, one without a conclusion. */
export function lacksComparison({ demandComparison, comparisons }: VerdictFacts): boolean {
  return demandComparison && (!comparisons.some(({ primary }) => primary) || openComparisons(comparisons).length > 0);
}

/** Those that count and have no conclusion. */
export function openComparisons(comparisons: readonly Comparison[]): Comparison[] {
  return comparisons.filter(({ primary, status }) => primary && inconclusiveComparisons.includes(status));
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
