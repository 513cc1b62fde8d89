import type { BudgetResult, ErrorBudget } from "../../../contract/error-budget.ts";
import type { ObjectiveResult } from "../../../contract/objective-result.ts";
import type { Objective } from "../../../contract/slo-set.ts";
import { isUpperLimit, type Figures } from "./figures.ts";

/** Long and short window of an alert, and the share of the budget that burns in the long one (Google SRE Workbook, chapter 5, table 5-8). */
const alerts = [
  { longMs: 3_600_000, shortMs: 300_000, share: 0.02 },
  { longMs: 6 * 3_600_000, shortMs: 1_800_000, share: 0.05 },
  { longMs: 3 * 86_400_000, shortMs: 6 * 3_600_000, share: 0.1 },
] as const;

/** An objective with its budget and the figures it was judged by, over the judged part in seconds. */
export interface BudgetedObjective {
  readonly objective: Objective;
  readonly result: ObjectiveResult;
  readonly figures: Figures;
}

/** What the run burns of each budget. Objectives without a budget, without data or without a share of bad requests have none. */
export function burnBudgets(objectives: readonly BudgetedObjective[]): BudgetResult[] {
  return objectives.flatMap(({ objective, result, figures }) => {
    const allowed = allowedShare(objective);
    const observed = figures.at(0, figures.length).value;
    if (objective.budget === null || result.status === "no-data" || result.status === "skipped") return [];
    if (allowed === null || observed === null) return [];
    return [
      burn(
        objective.name,
        objective.budget,
        allowed,
        (from, to) => badShare(objective, figures, from, to),
        figures.length,
      ),
    ];
  });
}

/** Share of requests that may be bad; null where the objective is no share, or allows none. */
function allowedShare(objective: Objective): number | null {
  if (objective.unit !== "fraction") return null;
  const allowed = isUpperLimit(objective) ? objective.limit : 1 - objective.limit;
  return allowed > 0 && allowed < 1 ? allowed : null;
}

/** Share of bad requests in a span; 0 without any. */
function badShare(objective: Objective, figures: Figures, from: number, to: number): number {
  const { value } = figures.at(from, to);
  if (value === null) return 0;
  return isUpperLimit(objective) ? value : 1 - value;
}

function burn(
  name: string,
  { windowMs, volume, spent }: ErrorBudget,
  allowed: number,
  bad: (from: number, to: number) => number,
  seconds: number,
): BudgetResult {
  const observed = bad(0, seconds);
  const burnRate = observed / allowed;
  const left = 1 - (spent ?? 0);
  return {
    objective: name,
    allowed,
    observed,
    burnRate,
    windowMs,
    atVolume: volume === null ? null : { bad: observed * volume, allowed: allowed * volume },
    exhaustedAfterMs: burnRate > 0 ? (Math.max(0, left) * windowMs) / burnRate : null,
    remaining: spent === null ? null : left,
    windows: alerts
      .filter(({ longMs }) => longMs < windowMs)
      .map(({ longMs, shortMs, share }) => {
        const alertAt = (share * windowMs) / longMs;
        const worst = worstMoment((from, to) => bad(from, to) / allowed, seconds, longMs / 1000, shortMs / 1000);
        return { longMs, shortMs, ...worst, alertAt, alerting: Math.min(worst.longRate, worst.shortRate) >= alertAt };
      }),
  };
}

/**
 * The burn rates of both windows at the moment at which the smaller of them is largest: an alert needs both. A window that is longer than
 * the run is the run up to that moment, as if nothing had been before; before the short window is full there is no moment.
 */
function worstMoment(
  rate: (from: number, to: number) => number,
  seconds: number,
  long: number,
  short: number,
): { longRate: number; shortRate: number } {
  let worst = { longRate: 0, shortRate: 0 };
  for (let end = Math.min(short, seconds); end <= seconds; end++) {
    const moment = { longRate: rate(Math.max(0, end - long), end), shortRate: rate(Math.max(0, end - short), end) };
    if (Math.min(moment.longRate, moment.shortRate) > Math.min(worst.longRate, worst.shortRate)) worst = moment;
  }
  return worst;
}
