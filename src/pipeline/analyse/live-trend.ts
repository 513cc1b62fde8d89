import type { Objective } from "../../contract/slo-set.ts";
import { leastSquares } from "../../stats/least-squares.ts";
import { isUpperLimit, meets } from "./slo/figures.ts";

/** What was observed at the end of a second. */
export interface TrendPoint {
  readonly second: number;
  readonly value: number;
}

/** Fewer points than this are no trend. */
const fewestPoints = 10;

/**
 * Seconds until the straight line through the points (least squares) crosses the limit; 0: the last one is beyond it; null: the line does
 * not cross it before `lastSecond`. Above ten seconds in steps of five: a trend is no clock.
 */
export function breachInSeconds(
  objective: Pick<Objective, "comparator" | "limit">,
  points: readonly TrendPoint[],
  lastSecond: number,
): number | null {
  const latest = points.at(-1);
  if (latest === undefined) return null;
  if (!meets(latest.value, objective)) return 0;
  if (points.length < fewestPoints) return null;
  const fit = leastSquares(
    points.map(({ second }) => [1, second - latest.second]),
    points.map(({ value }) => value),
  );
  const [level, slope] = fit?.coefficients ?? [];
  if (level === undefined || slope === undefined) return null;
  const towards = isUpperLimit(objective) ? slope : -slope;
  const distance = isUpperLimit(objective) ? objective.limit - level : level - objective.limit;
  if (towards <= 0) return null;
  const seconds = Math.max(1, distance / towards);
  if (latest.second + seconds > lastSecond) return null;
  return seconds <= 10 ? Math.ceil(seconds) : Math.ceil(seconds / 5) * 5;
}
