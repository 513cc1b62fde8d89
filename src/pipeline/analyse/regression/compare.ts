import { median } from "../../../stats/quantile-type7.ts";
import type { BaselineRun } from "../../../contract/baseline.ts";
import type {
  BasisSummary,
  Comparison,
  ComparisonBasis,
  ComparisonRules,
  Finding,
} from "../../../contract/comparison.ts";
import { differencesOf } from "../fingerprint.ts";
import { seriesOf, statistics, usableValues, type Series, type Statistic } from "./compared-series.ts";
import { conclude } from "./conclude.ts";
import { spreadOf } from "./detectable-change.ts";
import { driftOf } from "./drift.ts";
import { findChanges } from "./find-changes.ts";
import { accept, confirm } from "./known-regressions.ts";
import { mixShift } from "./mix-shift.ts";
import { blameMachine, probeShift } from "./probe-shift.ts";
import { selectRuns, type SelectedRuns } from "./select-runs.ts";
import { calibratingRuns, enoughRuns, standardParts, type DetectorParts } from "./settings.ts";
import { testErrors, usableCounts } from "./test-errors.ts";
import { testValues } from "./test-values.ts";

/** What a run is next to earlier ones. */
export interface ComparedRun {
  readonly comparisons: Comparison[];
  readonly findings: Finding[];
  /** null: there was nothing to compare with. */
  readonly summary: BasisSummary | null;
}

/** What an own spread is drawn towards others' with, in degrees of freedom. */
const priorFreedom = 4;
/** Latencies within this factor are about alike. */
const alike = Math.log(2);

/**
 * Compares every figure of a run with earlier comparable runs. The unit of evidence is the run: the spread that a change must beat is the
 * spread between runs. With fewer than five runs a status is `provisional`, with none `no-baseline`: neither ever fails a run, and neither
 * does a value that cannot be compared. `parts` is for `perf-agent eval`, which measures what each part of the detector is worth.
 */
export function compareWithBaselines(
  current: BaselineRun,
  basis: ComparisonBasis,
  rules: ComparisonRules,
  parts: DetectorParts = standardParts,
): ComparedRun {
  const selected = selectRuns(current, basis);
  const { runs } = selected;
  const series = seriesOf(current, runs);
  const shift = probeShift(current, runs, rules);
  const comparisons = families(series, rules, parts).map((comparison) =>
    accept(confirm(blameMachine(comparison, shift), basis.confirms), current, basis, rules),
  );
  const drift = driftOf(current, basis, { series, comparisons, shift, rules });
  const calibrated = basis.calibration?.fingerprint === basis.fingerprint || runs.length >= calibratingRuns;
  return {
    comparisons,
    findings: findChanges({
      comparisons,
      shift,
      crept: drift.crept,
      anchor: basis.anchor,
      apart: anchorDifferences(basis),
      expired: basis.expired,
      mix: mixShift(current, runs, rules),
      calibrated,
    }),
    summary: summaryOf(basis, selected, drift.all, calibrated),
  };
}

/** Each statistic is a family of its own; the primary ones come first. */
function families(series: readonly Series[], rules: ComparisonRules, parts: DetectorParts): Comparison[] {
  const familyOf = (counts: readonly number[]): number =>
    parts.familyWise ? counts.filter((count) => count >= enoughRuns).length : 1;
  const errorFamily = familyOf(series.map((one) => usableCounts(one).length));
  const errors = series.map((one) => testErrors(one, { rules, family: errorFamily }));
  const [latency, ...described] = statistics.map((statistic) => {
    const family = familyOf(series.map((one) => usableValues(one, statistic).length));
    const priors = parts.shrink ? priorSpreads(series, statistic, parts) : null;
    const tested = series.map((one, i) =>
      testValues(one, statistic, { rules, parts, family, prior: priors?.[i] ?? null }),
    );
    return conclude(tested, parts.familyWise);
  });
  return [...(latency ?? []), ...conclude(errors, parts.familyWise), ...described.flat()];
}

/** For each series the median spread of the others that are about as fast, three at least; null: its own spread stands alone. */
function priorSpreads(
  series: readonly Series[],
  statistic: Statistic,
  parts: DetectorParts,
): ({ spread: number; freedom: number } | null)[] {
  const known = series.map((one) => {
    const logs = usableValues(one, statistic).map((value) => Math.log(value));
    return logs.length < enoughRuns ? null : { level: median(logs), spread: spreadOf(logs, parts.spread) };
  });
  return known.map((own, place) => {
    if (own === null) return null;
    const spreads = known.flatMap((other, i) =>
      other !== null && i !== place && Math.abs(other.level - own.level) <= alike ? [other.spread] : [],
    );
    return spreads.length < 3 ? null : { spread: median(spreads), freedom: priorFreedom };
  });
}

function summaryOf(
  basis: ComparisonBasis,
  { runs, excluded }: SelectedRuns,
  drift: BasisSummary["drift"],
  calibrated: boolean,
): BasisSummary | null {
  if (runs.length === 0 && excluded.length === 0 && basis.anchor === null) return null;
  const { anchor, cut, confirms } = basis;
  return {
    runs: runs.length,
    oldestAt: runs.at(-1)?.startedAt ?? null,
    newestAt: runs[0]?.startedAt ?? null,
    excluded,
    cut,
    anchor: anchor === null ? null : { label: anchor.label, runId: anchor.run.runId, startedAt: anchor.run.startedAt },
    drift,
    calibrated,
    confirms: confirms?.runId ?? null,
  };
}

/** Why the pinned run is not comparable; empty: it is. Drift since it is told all the same, and warns of nothing. */
function anchorDifferences({ anchor, fingerprint, traits }: ComparisonBasis): string[] {
  if (anchor === null || anchor.run.fingerprint === fingerprint) return [];
  const differences = differencesOf(anchor.run.traits, traits);
  return differences.length === 0 ? ["another version of the agent took its fingerprint"] : differences;
}
