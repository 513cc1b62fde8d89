import { studentTQuantile } from "../../../stats/student-t.ts";
import type { BaselineRun } from "../../../contract/baseline.ts";
import type { BasisSummary, Comparison, ComparisonBasis, ComparisonRules } from "../../../contract/comparison.ts";
import { keyOf, statistics, thresholdOf, usableValues, type Series } from "./compared-series.ts";
import { spreadOf } from "./detectable-change.ts";
import { hasGrown, isRegression, isSameSeries } from "./known-regressions.ts";
import { mayExplain, type ProbeShift } from "./probe-shift.ts";
import { alpha, enoughRuns } from "./settings.ts";

/** Change of every p95 since the anchor, and which of them is more than noise although the comparison with the latest runs is silent. */
export interface Drift {
  readonly all: BasisSummary["drift"];
  readonly crept: BasisSummary["drift"];
}

/**
 * Drift of p95 since the pinned run. It has crept when it reaches the practical threshold and Δ > t_{1−α,N−1}·s·√2: both this run and the
 * anchor are one run each, and s is the spread between the latest runs, of which five are needed. What somebody accepted has not crept,
 * and neither has what a slower machine explains.
 */
export function driftOf(
  current: BaselineRun,
  { anchor, accepted }: Pick<ComparisonBasis, "anchor" | "accepted">,
  {
    series,
    comparisons,
    shift,
    rules,
  }: {
    readonly series: readonly Series[];
    readonly comparisons: readonly Comparison[];
    readonly shift: ProbeShift | null;
    readonly rules: ComparisonRules;
  },
): Drift {
  const statistic = statistics.find(({ name }) => name === "p95");
  if (anchor === null || statistic === undefined || anchor.run.runId === current.runId) return { all: [], crept: [] };
  const known = new Set(comparisons.filter((one) => isRegression(one) && one.statistic === statistic.name).map(keyOf));
  const anchored = new Map(anchor.run.endpoints.map((endpoint) => [keyOf(endpoint), endpoint.p95]));
  const all: BasisSummary["drift"] = [];
  const crept: BasisSummary["drift"] = [];
  for (const one of series) {
    const before = anchored.get(keyOf(one)) ?? NaN;
    const after = one.current?.p95 ?? NaN;
    const change = Math.log(after) - Math.log(before);
    if (!Number.isFinite(change)) continue;
    const drift = { scenario: one.scenario, endpoint: one.endpoint, statistic: "p95", effect: Math.expm1(change) };
    all.push(drift);
    const isAccepted = accepted.some(
      (entry) =>
        isSameSeries(entry, drift) &&
        entry.acceptance !== null &&
        entry.acceptance.until > current.startedAt &&
        !hasGrown("ms", entry.after, after, rules),
    );
    if (isAccepted || mayExplain(shift, drift.effect)) continue;
    const logs = usableValues(one, statistic).map((value) => Math.log(value));
    if (known.has(keyOf(one)) || logs.length < enoughRuns) continue;
    const noise = studentTQuantile(1 - alpha, logs.length - 1) * spreadOf(logs) * Math.SQRT2;
    if (drift.effect >= thresholdOf(statistic, before, rules) && change > noise) crept.push(drift);
  }
  return { all, crept };
}
