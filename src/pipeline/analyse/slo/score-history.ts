import type { BaselineRun } from "../../../contract/baseline.ts";
import type { Scoring } from "../../../contract/slo-set.ts";

type CompareWith = Scoring["compareWith"];

/**
 * What earlier runs observed of an objective, as one value: the newest `runs` of those that count are aggregated. null: none of them measured
 * it.
 */
export function earlierValue(
  objective: string,
  { runs, include, aggregate }: CompareWith,
  earlier: readonly BaselineRun[],
): number | null {
  const values = earlier
    .filter(
      ({ verdict }) => include === "all" || verdict === "pass" || (include === "pass-or-warn" && verdict === "warn"),
    )
    .toSorted((one, other) => other.startedAt - one.startedAt)
    .slice(0, runs)
    .flatMap((run) => run.objectives.find(({ name }) => name === objective)?.observed ?? []);
  if (values.length === 0) return null;
  if (aggregate === "mean") return values.reduce((sum, value) => sum + value, 0) / values.length;
  return percentile(values, quantiles[aggregate]);
}

const quantiles = { p50: 0.5, p90: 0.9, p95: 0.95 } as const;

/** Keptn's percentile: linear between order statistics at p·(n + 1), type 6 of Hyndman and Fan (1996). */
function percentile(values: readonly number[], p: number): number {
  const ordered = values.toSorted((a, b) => a - b);
  const position = Math.min(ordered.length, Math.max(1, p * (ordered.length + 1)));
  const below = Math.floor(position);
  const lower = ordered[below - 1] ?? 0;
  const upper = ordered[below] ?? lower;
  return lower + (position - below) * (upper - lower);
}
