import { quantileType7 } from "../../src/stats/quantile-type7.ts";
import type { EvaluationMeasure } from "../../src/contract/evaluation.ts";
import type { ScoredCase } from "../scored-case.ts";

/** Median analysis time of a case in ms, with the fastest and the slowest in place of an interval. */
export function measureTimes(set: string, group: string, scored: readonly ScoredCase[]): EvaluationMeasure[] {
  const times = scored.map((each) => each.case.milliseconds).toSorted((a, b) => a - b);
  const [low, high] = [times[0], times.at(-1)];
  if (low === undefined || high === undefined) return [];
  const of = times.length;
  return [{ name: "milliseconds", set, group, hits: of, of, value: quantileType7(times, 0.5), low, high }];
}
