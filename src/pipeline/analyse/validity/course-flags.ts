import { formatCount, formatMoney, formatNumber, formatShare } from "../../../contract/format-quantity.ts";
import type { RunRecord } from "../../../contract/run.ts";
import type { AddFlag, QualityFacts } from "./quality-facts.ts";

/** The course of the run: starts of the engine, how it was stopped, what stopping lost, what was left behind and spent. */
export function courseFlags(facts: QualityFacts, add: AddFlag): void {
  attemptFlags(facts.record, add);
  failureFlags(facts, add);
  cutFlag(facts.record, add);
  const { leftovers } = facts.collection;
  if (leftovers !== null && leftovers > 0)
    add("PA_LEFTOVERS", "warn", `after clean-up ${formatNumber(leftovers)} of the run's data were still there`);
  costFlag(facts, add);
}

function attemptFlags({ attempts, reducedTo }: RunRecord, add: AddFlag): void {
  const starts = attempts.filter(({ profile }) => profile !== "cleanup");
  const deaths = starts.filter(({ result }) => result === "engine-failed");
  if (reducedTo !== null)
    add(
      "PA_LOAD_REDUCED",
      "invalid-load",
      `only ${shareText(reducedTo)} of the load was run, as the engine died ${times(deaths.length)} with all of it: such a run never passes and enters no baseline`,
    );
  const last = starts.at(-1);
  if (last === undefined || starts.length < 2) return;
  const why = deaths[0] === undefined ? "" : `, first: ${withoutStop(deaths[0].text)}`;
  add(
    "PA_ENGINE_RETRIED",
    "warn",
    `the engine was started ${times(starts.length)}, as it died by itself${why}; the figures are those of attempt ${formatNumber(last.number)}, the target got the load of all`,
  );
}

/** Runs that the agent itself could not see to their end. A gap in delivery says how much of the plan was run. */
function failureFlags({ record: { stoppedBy }, gaps }: QualityFacts, add: AddFlag): void {
  if (gaps.some(({ kind }) => kind === "ended-early")) return;
  if (stoppedBy === "crash")
    add("PA_RUN_RECOVERED", "invalid-generator", "the agent was killed after the load; what it had was recovered");
  if (stoppedBy === "failure")
    add("PA_RUN_ENDED_EARLY", "invalid-generator", "the agent failed after the load, so results may be missing");
}

function cutFlag({ stoppedBy, cutIterations }: RunRecord, add: AddFlag): void {
  const loss = "the slowest requests are the likeliest to be missing, so percentiles read too low";
  if (cutIterations !== null && cutIterations > 0)
    add("PA_IN_FLIGHT_CUT", "warn", `stopping cut off ${formatCount(cutIterations, "iteration")} under way: ${loss}`);
  if (cutIterations === null && stoppedBy !== null)
    add("PA_IN_FLIGHT_CUT", "warn", `how many iterations under way were cut off is not known: ${loss}`);
}

function costFlag({ record: { cost }, budget }: QualityFacts, add: AddFlag): void {
  if (budget === null || budget.cost === null || cost.actual === 0 || cost.actual < budget.alertAt * budget.cost)
    return;
  add(
    "PA_COST_ALERT",
    "info",
    `the run cost ${formatMoney(cost.actual, cost.currency)} of at most ${formatMoney(budget.cost, cost.currency)}; the alert stands at ${formatShare(budget.alertAt, 0)}`,
  );
}

function shareText(share: number): string {
  return share === 0.5 ? "half" : formatShare(share, 0);
}

function times(count: number): string {
  return ["", "once", "twice"][count] ?? `${formatNumber(count)} times`;
}

function withoutStop(sentence: string): string {
  return sentence.replace(/\.$/u, "");
}
