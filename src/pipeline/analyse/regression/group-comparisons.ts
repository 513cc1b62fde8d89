import { median, quantileType7 } from "../../../stats/quantile-type7.ts";
import type { Comparison, Finding } from "../../../contract/comparison.ts";

/** Comparisons of one statistic that have one headline. */
export interface ComparisonGroup {
  readonly scope: Finding["scope"];
  readonly members: readonly [Comparison, ...Comparison[]];
}

/** Endpoints that a service has at least before most of them can be called the service. */
const fewestOfService = 5;
const mostOfService = 0.6;
/** Spread (interquartile range) of changes that move together, as a share of their median. */
const togetherSpread = 0.5;

/**
 * Puts together comparisons of one statistic and one direction that moved together. All of them are the service when they are at least
 * 60 % of `tested` ≥ 5 endpoints and the interquartile range of their changes is below half of the median; else those are a group whose 95 % intervals
 * have a change in common.
 */
export function groupComparisons(changed: readonly Comparison[], tested: number): ComparisonGroup[] {
  const sorted = changed.toSorted((a, b) => Math.abs(b.effect ?? 0) - Math.abs(a.effect ?? 0));
  const [first, ...rest] = sorted;
  if (first === undefined) return [];
  if (tested >= fewestOfService && sorted.length >= mostOfService * tested && movesTogether(sorted))
    return [{ scope: "service", members: [first, ...rest] }];
  const groups: { common: readonly [number, number]; members: [Comparison, ...Comparison[]] }[] = [];
  for (const comparison of sorted) {
    const interval = comparison.interval ?? [comparison.effect ?? 0, comparison.effect ?? 0];
    const group = groups.find(({ common }) => common[0] <= interval[1] && interval[0] <= common[1]);
    if (group === undefined) groups.push({ common: interval, members: [comparison] });
    else {
      group.members.push(comparison);
      group.common = [Math.max(group.common[0], interval[0]), Math.min(group.common[1], interval[1])];
    }
  }
  return groups.map(({ members }) => ({ scope: members.length === 1 ? "endpoint" : "group", members }));
}

/** On the logarithm for latency, as it is what was tested; error rates as they are. */
function movesTogether(comparisons: readonly Comparison[]): boolean {
  const changes = comparisons
    .map(({ effect, unit }) => (unit === "fraction" ? (effect ?? 0) : Math.log1p(effect ?? 0)))
    .toSorted((a, b) => a - b);
  const range = quantileType7(changes, 0.75) - quantileType7(changes, 0.25);
  return range < togetherSpread * Math.abs(quantileType7(changes, 0.5));
}

/** Median of the members' effects. */
export function effectOf({ members }: ComparisonGroup): number {
  return median(members.map(({ effect }) => effect ?? 0));
}
