import { formatQuantity } from "../../../contract/format-quantity.ts";
import type { BaselineRun } from "../../../contract/baseline.ts";
import type { Comparison, ComparisonBasis, ComparisonRules } from "../../../contract/comparison.ts";
import type { SeriesName } from "../../../contract/ledger.ts";

export function isSameSeries(a: SeriesName, b: SeriesName): boolean {
  return a.endpoint === b.endpoint && a.scenario === b.scenario && a.statistic === b.statistic;
}

export function isRegression({ status }: Pick<Comparison, "status">): boolean {
  return status === "regression-suspected" || status === "regression-confirmed";
}

/** Two of two: suspected here and in the run that this one repeats is confirmed. What was suspected there and is not here stays as it is, with a note. */
export function confirm(comparison: Comparison, confirms: ComparisonBasis["confirms"]): Comparison {
  if (confirms?.suspected.some((series) => isSameSeries(series, comparison)) !== true) return comparison;
  if (comparison.status === "regression-suspected")
    return {
      ...comparison,
      status: "regression-confirmed",
      notes: [...comparison.notes, `also in run ${confirms.runId}`],
    };
  return { ...comparison, notes: [...comparison.notes, `suspected in run ${confirms.runId}, and not in this one`] };
}

/** Marks a regression that somebody accepted, as long as the acceptance holds and it did not grow further by as much as matters. */
export function accept(
  comparison: Comparison,
  current: BaselineRun,
  basis: ComparisonBasis,
  rules: ComparisonRules,
): Comparison {
  const { after } = comparison;
  if (!isRegression(comparison) || after === null) return comparison;
  const entry = basis.accepted.find(
    (known) =>
      isSameSeries(known, comparison) && known.acceptance !== null && known.acceptance.until > current.startedAt,
  );
  if (entry === undefined) return comparison;
  if (hasGrown(comparison.unit, entry.after, after, rules)) {
    const note = `accepted as ${entry.id} at ${formatQuantity(entry.after, comparison.unit)}, and it has become worse since`;
    return { ...comparison, notes: [...comparison.notes, note] };
  }
  return { ...comparison, accepted: entry.id };
}

/** The level is worse than the accepted one by as much as matters. */
export function hasGrown(unit: Comparison["unit"], accepted: number, after: number, rules: ComparisonRules): boolean {
  if (unit === "fraction") return after - accepted >= rules.atLeastErrors;
  if (unit === "per-second") return after * (1 + rules.atLeast) <= accepted;
  return after - accepted >= Math.max(rules.atLeast * accepted, rules.atLeastMs);
}
