import {
  formatAgainst,
  formatChange,
  formatDuration,
  formatNumber,
  formatRange,
  formatShare,
} from "../../contract/format-quantity.ts";
import type { ErrorCode } from "../../contract/errors.ts";
import type { Comparison } from "../../contract/comparison.ts";
import type { ObjectiveResult } from "../../contract/objective-result.ts";
import type { RunDocument } from "../../contract/run.ts";
import type { Objective } from "../../contract/slo-set.ts";
import type { EvidenceBook } from "./collect-evidence.ts";
import { subjectOf, windowText } from "./name-objective.ts";
import { lacksComparison, type VerdictFacts } from "./verdict.ts";

/** Why the verdict is what it is, in sentences, worst first in the order of the verdict's table. A clean run says that it is clean. */
export function giveReasons(
  facts: VerdictFacts,
  objectives: readonly Objective[],
  book: EvidenceBook,
): RunDocument["reasons"] {
  const reasons: RunDocument["reasons"] = [];
  const add = (code: ErrorCode, text: string, evidence: string[]): void => {
    reasons.push({ code, text, evidence });
  };
  const flagged = (severity: string): void => {
    for (const flag of facts.flags)
      if (flag.severity === severity) reasons.push({ code: flag.code, text: flag.text, evidence: book.idOf(flag) });
  };
  const breached = (severity: string): void => {
    const found = facts.objectives
      .map((result, i) => ({ result, objective: objectives[i] }))
      .filter(({ result }) => result.status === "breached" && result.severity === severity)
      .toSorted((a, b) => excess(b.result) - excess(a.result));
    for (const { result, objective } of found)
      if (objective !== undefined) add("PA_SLO_BREACH", breachText(result, objective), book.idOf(result));
  };
  const compared = (status: Comparison["status"], code: ErrorCode): void => {
    const found = facts.comparisons.filter((comparison) => comparison.status === status);
    for (const comparison of found.toSorted((a, b) => (b.effect ?? 0) - (a.effect ?? 0)))
      add(code, regressionText(comparison), book.idOf(comparison));
  };
  flagged("invalid-generator");
  breached("fail");
  compared("regression-confirmed", "PA_REGRESSION");
  flagged("invalid-load");
  for (const objective of facts.objectives)
    if (objective.status === "no-data")
      add("PA_SLO_NO_DATA", `no sample in the judged part for: ${objective.text}`, book.idOf(objective));
  if (lacksComparison(facts))
    add("PA_COMPARISON_INCONCLUSIVE", "the policy demands a comparison, and this one has no conclusion", []);
  breached("warn");
  compared("regression-suspected", "PA_REGRESSION");
  if (facts.defaults) add("PA_SLO_DEFAULTS", "no objectives were given: platform defaults stood in for them", []);
  flagged("warn");
  const met = facts.objectives.filter(({ status }) => status === "met");
  if (met.length > 0)
    add(
      "PA_SLO_MET",
      metText(facts, met.length),
      met.flatMap((objective) => book.idOf(objective)),
    );
  return reasons;
}

/** How far beyond its limit a result is, as a factor. */
function excess({ observed, limit }: ObjectiveResult): number {
  if (observed === null) return 0;
  if (observed === limit) return 1;
  const [low, high] = [Math.min(observed, limit), Math.max(observed, limit)];
  return low <= 0 ? Infinity : high / low;
}

function breachText(result: ObjectiveResult, objective: Objective): string {
  const { observed, limit, unit, interval, breach, certain } = result;
  if (observed === null) return `${subjectOf(objective, result.endpoint)} was breached`;
  const texts = formatAgainst(observed, limit, unit);
  const details: string[] = [];
  if (interval !== null) details.push(`interval ${formatRange(interval[0], interval[1], unit)}`);
  if (!certain) details.push("not certain");
  if (breach !== null)
    details.push(`breached from ${formatDuration(breach.fromMs)} for ${formatDuration(breach.longestMs)}`);
  const more = details.length === 0 ? "" : ` (${details.join("; ")})`;
  return `${subjectOf(objective, result.endpoint)}${windowText(objective)} is ${texts.value}, limit ${texts.limit}${more}`;
}

function regressionText({ endpoint, scenario, statistic, effect, interval, mde, baselineRuns }: Comparison): string {
  const change = effect ?? 0;
  const between =
    interval === null ? "" : `interval ${formatChange(interval[0]).replace(/ %$/, "")} to ${formatChange(interval[1])}`;
  const seen = mde === null ? "" : `; this run could see ${formatShare(mde, 1)}`;
  const more = between === "" ? "" : ` (${between}${seen})`;
  const where = scenario === "" ? endpoint : `${endpoint} in ${scenario}`;
  return `${statistic} of ${where} is ${formatShare(Math.abs(change), 1)} ${change < 0 ? "faster" : "slower"} than ${formatNumber(baselineRuns)} comparable runs${more}`;
}

function metText({ objectives, comparisons }: VerdictFacts, met: number): string {
  const others = met < objectives.length;
  const unchanged = comparisons.filter(
    ({ statistic, status }) => statistic === "p95" && status === "no-regression",
  ).length;
  const objectiveText = `${formatNumber(met)} ${others ? "other " : ""}objective${met === 1 ? "" : "s"} met`;
  return unchanged === 0
    ? objectiveText
    : `${objectiveText}, ${formatNumber(unchanged)} endpoint${unchanged === 1 ? "" : "s"} unchanged`;
}
