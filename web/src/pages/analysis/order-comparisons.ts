import type { Comparison, ComparisonStatus } from "../../../../src/contract/comparison.ts";

/** Worst first, what is unchanged last. */
const order: readonly ComparisonStatus[] = [
  "regression-confirmed",
  "regression-suspected",
  "environment-shift",
  "improved",
  "inconclusive",
  "provisional",
  "no-regression",
  "no-baseline",
];

/** Place of a status in a table, 0 the worst. */
export function rankOf(status: ComparisonStatus): number {
  return order.indexOf(status);
}

/** The comparisons that are shown: those that count for the verdict, or all of them; by status, then by size. */
export function orderedComparisons(comparisons: readonly Comparison[], withAll: boolean): readonly Comparison[] {
  return comparisons
    .filter(({ primary, status }) => withAll || (primary && status !== "no-baseline"))
    .toSorted(
      (one, other) =>
        rankOf(one.status) - rankOf(other.status) || Math.abs(other.effect ?? 0) - Math.abs(one.effect ?? 0),
    );
}

/** So many rows are shown at first even where nothing changed. */
const leastShown = 6;

/** How many of ordered comparisons are worth showing at first: all that say that something changed, and a few more. */
export function countWorthShowing(ordered: readonly Comparison[]): number {
  const told = ordered.findIndex(({ status }) => rankOf(status) >= rankOf("inconclusive"));
  return Math.min(ordered.length, Math.max(leastShown, told === -1 ? ordered.length : told));
}

/** A name that no other comparison of the run has. */
export function keyOfComparison({ scenario, endpoint, statistic }: Comparison): string {
  return JSON.stringify([scenario, endpoint, statistic]);
}
