import type { BaselineRun } from "../../../contract/baseline.ts";
import type { ObjectiveResult, Score } from "../../../contract/objective-result.ts";
import type { Criterion, Scoring } from "../../../contract/slo-set.ts";
import { earlierValue } from "./score-history.ts";

type ScoredObjective = Score["objectives"][number];

/**
 * Total of a scored set after Keptn's lighthouse-service (event_handler/evaluate_sli_handler.go): `pass` earns the weight, `warning` half of
 * it, `fail` nothing; one of the lists of criteria must hold wholly; a failed key SLI fails the set; without anything to earn it passes at
 * 100 %. Without an earlier run a relative criterion holds.
 * Two things differ: an SLI without data fails as a key SLI too, and earlier runs count by the verdict of the whole run, as that of the
 * single SLI is not kept.
 */
export function scoreObjectives(
  scoring: Scoring,
  results: readonly ObjectiveResult[],
  earlier: readonly BaselineRun[],
): Score {
  const byName = new Map(results.map((result) => [result.name, result]));
  const objectives = scoring.objectives.map((scored) => scoreOne(scored, scoring, byName, earlier));
  const counting = objectives.filter(({ result }) => result !== "informational");
  const most = counting.reduce((sum, { weight }) => sum + weight, 0);
  const points = counting.reduce((sum, objective) => sum + objective.points, 0);
  const percent = most === 0 ? 100 : (100 * points) / most;
  const keyFailed = counting.some(({ keySli, result }) => keySli && (result === "fail" || result === "no-data"));
  const { passPercent, warningPercent } = scoring;
  return { result: resultOf(percent, keyFailed, scoring), percent, passPercent, warningPercent, objectives };
}

function resultOf(
  percent: number,
  keyFailed: boolean,
  { passPercent, warningPercent }: Pick<Scoring, "passPercent" | "warningPercent">,
): Score["result"] {
  if (keyFailed) return "fail";
  if (percent >= passPercent) return "pass";
  return percent >= warningPercent ? "warning" : "fail";
}

function scoreOne(
  scored: Scoring["objectives"][number],
  scoring: Scoring,
  results: ReadonlyMap<string, ObjectiveResult>,
  earlier: readonly BaselineRun[],
): ScoredObjective {
  const { objective: name, weight, keySli, pass, warning } = scored;
  const observed = results.get(name)?.observed ?? null;
  const before = earlierValue(name, scoring.compareWith, earlier);
  const judge = (groups: readonly (readonly Criterion[])[]): ScoredObjective["criteria"][] =>
    groups.map((group) => group.map((criterion) => judgeCriterion(criterion, observed, before, results)));
  const passed = judge(pass);
  const warned = judge(warning);
  const result = ((): ScoredObjective["result"] => {
    if (pass.length === 0) return "informational";
    if (observed === null) return "no-data";
    if (holds(passed)) return "pass";
    return holds(warned) ? "warning" : "fail";
  })();
  const points = result === "pass" ? weight : result === "warning" ? weight / 2 : 0;
  return { name, result, points, weight, keySli, observed, criteria: [...passed, ...warned].flat() };
}

/** One list of criteria holds wholly. */
function holds(groups: readonly ScoredObjective["criteria"][]): boolean {
  return groups.some((group) => group.every(({ met }) => met === true));
}

function judgeCriterion(
  criterion: Criterion,
  observed: number | null,
  before: number | null,
  results: ReadonlyMap<string, ObjectiveResult>,
): ScoredObjective["criteria"][number] {
  const { text, comparator, objective } = criterion;
  const limit = limitOf(criterion, before);
  if (observed === null) return { text, limit, met: null };
  if (limit === null) return { text, limit, met: true };
  const status = objective === null ? undefined : results.get(objective)?.status;
  if (status === "met" || status === "breached") return { text, limit, met: status === "met" };
  return { text, limit, met: compares(observed, comparator, limit) };
}

function limitOf({ value, relative }: Criterion, before: number | null): number | null {
  if (relative === null) return value;
  if (before === null) return null;
  return relative === "share" ? before * (1 + value) : before + value;
}

function compares(observed: number, comparator: Criterion["comparator"], limit: number): boolean {
  switch (comparator) {
    case "<":
      return observed < limit;
    case "<=":
      return observed <= limit;
    case "=":
      return observed === limit;
    case ">=":
      return observed >= limit;
    case ">":
      return observed > limit;
    default:
      return comparator satisfies never;
  }
}
