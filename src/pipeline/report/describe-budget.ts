import type { BudgetResult } from "../../contract/error-budget.ts";
import { formatLongDuration, formatShare, formatSignificant } from "../../contract/format-quantity.ts";
import type { Score } from "../../contract/objective-result.ts";

/** `errors of all burns its budget of 30 days 5 times too fast: nothing is left after 6 days (0.5 % bad, 0.1 % allowed)`. */
export function describeBudget({
  objective,
  burnRate,
  windowMs,
  exhaustedAfterMs,
  observed,
  allowed,
}: BudgetResult): string {
  const pace =
    burnRate > 1
      ? `${formatSignificant(burnRate)} times too fast`
      : `at ${formatShare(burnRate, 0)} of the pace it may`;
  const end = exhaustedAfterMs === null ? "" : `: nothing is left after ${formatLongDuration(exhaustedAfterMs)}`;
  return `${objective} burns its budget of ${formatLongDuration(windowMs)} ${pace}${end} (${formatShare(observed)} bad, ${formatShare(allowed)} allowed)`;
}

/** `the score is 85 % of the points: warning (pass from 90 %, warning from 75 %)`. */
export function describeScore({ result, percent, passPercent, warningPercent, objectives }: Score): string {
  const key = objectives.filter(({ keySli, result: one }) => keySli && one === "fail").map(({ name }) => name);
  const why = key.length === 0 ? "" : `; ${key.join(", ")} decides alone`;
  return `the score is ${formatSignificant(percent)} % of the points: ${result} (pass from ${formatSignificant(passPercent)} %, warning from ${formatSignificant(warningPercent)} %${why})`;
}
