import {
  formatAgainst,
  formatCount,
  formatDuration,
  formatNumber,
  formatRange,
  formatShare,
} from "../../contract/format-quantity.ts";
import type { ErrorCode } from "../../contract/errors.ts";
import type { Finding } from "../../contract/comparison.ts";
import type { ObjectiveResult, Score } from "../../contract/objective-result.ts";
import type { RunDocument } from "../../contract/run.ts";
import type { Objective } from "../../contract/slo-set.ts";
import type { EvidenceBook } from "./collect-evidence.ts";
import { subjectOf, windowText } from "./name-objective.ts";
import { asksNothing, fails, lacksComparison, openComparisons, warns, type VerdictFacts } from "./verdict.ts";

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
    const results = facts.objectives
      .map((result, i) => ({ result, objective: objectives[i] }))
      .filter(({ result }) => result.status === "breached" && result.severity === severity)
      .toSorted((a, b) => excess(b.result) - excess(a.result));
    for (const { result, objective } of results)
      if (objective !== undefined) add("PA_SLO_BREACH", breachText(result, objective), book.idOf(result));
  };
  const found = (takes: (finding: Finding) => boolean): void => {
    for (const finding of facts.findings) if (takes(finding)) add(codeOf(finding), finding.text, book.idOf(finding));
  };
  const scored = (result: Score["result"]): void => {
    if (facts.score?.result === result) add("PA_SLO_SCORE", scoreText(facts.score), []);
  };
  flagged("invalid-generator");
  breached("fail");
  scored("fail");
  found(fails);
  flagged("invalid-load");
  for (const objective of facts.objectives)
    if (objective.status === "no-data") add("PA_SLO_NO_DATA", noDataText(objective), book.idOf(objective));
  if (asksNothing(facts.objectives))
    add("PA_SLO_NO_DATA", "no objective names an endpoint, scenario or tag that the plan has: nothing was judged", []);
  if (lacksComparison(facts)) add("PA_COMPARISON_INCONCLUSIVE", inconclusiveText(facts), openIds(facts, book));
  breached("warn");
  scored("warning");
  found((finding) => warns(finding, facts.comparisons));
  if (facts.defaults)
    add("PA_SLO_DEFAULTS", "no objectives were given that can be judged: platform defaults stood in for them", []);
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

/** Which comparison that counts could see least, and what would settle it. */
function inconclusiveText({ comparisons }: VerdictFacts): string {
  const open = openComparisons(comparisons);
  const [widest] = open.toSorted((a, b) => (b.mde ?? Infinity) - (a.mde ?? Infinity));
  if (widest === undefined) return "the policy demands a comparison with earlier runs, and there is none";
  const { statistic, endpoint, mde, unit, needs, baselineRuns } = widest;
  const seen =
    mde === null
      ? `has ${formatCount(baselineRuns, "comparable run")}`
      : `could see ${unit === "fraction" ? `${formatNumber(mde * 100, 2)} points` : formatShare(mde, 1)} at best`;
  const more =
    typeof needs?.baselines === "number" && needs.baselines > 0
      ? `; ${formatCount(needs.baselines, "further baseline run")} would settle it`
      : "";
  return `the policy demands a comparison with a conclusion, and ${formatNumber(open.length)} have none: ${statistic} of ${endpoint} ${seen}${more}`;
}

function openIds({ comparisons }: VerdictFacts, book: EvidenceBook): string[] {
  return openComparisons(comparisons).flatMap((comparison) => book.idOf(comparison));
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
  return `${subjectOf(objective, result.endpoint)}${overText(result, objective)} is ${texts.value}, limit ${texts.limit}${more}`;
}

function noDataText({ text, endpoint, samples }: ObjectiveResult): string {
  if (samples === 0) return `no sample in the judged part for: ${text}`;
  const whose = endpoint === null ? "" : ` of ${endpoint}`;
  return `all ${formatCount(samples, "request")}${whose} in the judged part failed, so that there is no latency to judge by: ${text}`;
}

/** The windows that the value is of: the objective's own, or the one over which it ended the run. */
function overText({ endedOverMs }: ObjectiveResult, objective: Objective): string {
  return endedOverMs === null ? windowText(objective) : ` over ${formatDuration(endedOverMs)}`;
}

function scoreText({ result, percent, passPercent, warningPercent, objectives }: Score): string {
  const short = objectives
    .filter(({ result: one }) => one === "fail" || one === "warning" || one === "no-data")
    .map(({ name, result: one, keySli }) => `${name} ${one}${keySli ? ", which decides alone" : ""}`);
  return `the score is ${formatNumber(percent, 1)} %, ${result} (pass from ${formatNumber(passPercent)} %, warning from ${formatNumber(warningPercent)} %): ${short.join("; ")}`;
}

function codeOf({ kind }: Finding): ErrorCode {
  if (kind === "environment-shift") return "PA_ENVIRONMENT_SHIFT";
  return kind === "drift" ? "PA_DRIFT" : "PA_REGRESSION";
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
