import { median } from "../../../stats/quantile-type7.ts";
import { studentT, studentTQuantile } from "../../../stats/student-t.ts";
import { formatCount, formatQuantity } from "../../../contract/format-quantity.ts";
import type { ComparisonRules } from "../../../contract/comparison.ts";
import { isUsable, thresholdOf, usableValues, valueOf, type Series, type Statistic } from "./compared-series.ts";
import { detectableChange, furtherRuns, spreadOf, standardError } from "./detectable-change.ts";
import { notesOf } from "./describe-series.ts";
import { inOtherUnit, isInLargerUnit } from "./other-unit.ts";
import { precedentOf } from "./precedent.ts";
import { enoughRuns, type DetectorParts } from "./settings.ts";
import { blankComparison, missingEndpoint, type Tested } from "./tested.ts";

/** With more than one value in so many in another unit, neither their median nor their spread means anything. */
const mostApart = 3;

export interface TestContext {
  readonly rules: ComparisonRules;
  readonly parts: DetectorParts;
  /** Endpoints that are tested together. */
  readonly family: number;
  /** Spread of ln value that others of this latency have, and how many degrees of freedom it is worth; null: own spread alone. */
  readonly prior: { readonly spread: number; readonly freedom: number } | null;
}

/**
 * Run-level test of one figure: m = median of ln baseline values, s = max(Qn, 0.005), Δ = ln value − m,
 * SE² = s²·(1 + 1.57/N), T = Δ/SE on N − 1 degrees of freedom. How restless the run is inside is not asked: what makes a run slower mostly
 * makes it restless too, and would hide behind that.
 * Not tested, and so without a conclusion, when the earlier runs are in two units, or all in another one than this run.
 */
export function testValues(series: Series, statistic: Statistic, context: TestContext): Tested {
  const { current, earlier } = series;
  const values = usableValues(series, statistic);
  const blank = blankComparison(series, statistic, values.length);
  if (current === null) return missingEndpoint(blank, earlier);
  const after = valueOf(current, statistic);
  const unusable = earlier.length - values.length;
  const apart = inOtherUnit(values);
  const notes = [
    ...(unusable === 0 ? [] : [`${formatCount(unusable, "earlier run")} without a usable ${statistic.name} left out`]),
    ...(apart === 0
      ? []
      : [`${formatCount(apart, "earlier run")} of ${values.length} seem to be in another unit than milliseconds`]),
    ...notesOf(series, statistic, values),
  ];
  const known = { ...blank, after, notes };
  if (!isUsable(after)) {
    const text = Number.isFinite(after) ? formatQuantity(after, statistic.unit) : "not a number";
    const status = values.length === 0 ? "no-baseline" : "inconclusive";
    return {
      comparison: {
        ...known,
        after: Number.isFinite(after) ? after : null,
        status,
        notes: [`${statistic.name} of this run is ${text}, which cannot be compared`, ...notes],
      },
      test: null,
    };
  }
  if (values.length === 0) return { comparison: known, test: null };
  if (values.length < enoughRuns) {
    const typical = median(values);
    return { comparison: { ...known, before: typical, effect: after / typical - 1 }, test: null };
  }
  if (apart * mostApart > values.length) return { comparison: known, test: null };
  if (statistic.unit === "ms" && isInLargerUnit(after, median(values)))
    return {
      comparison: { ...known, notes: ["the earlier runs seem to be in a smaller unit than milliseconds", ...notes] },
      test: null,
    };
  const logs = values.map((value) => Math.log(value));
  const middle = median(logs);
  const before = Math.exp(middle);
  const change = Math.log(after) - middle;
  const freedom = values.length - 1;
  const threshold = thresholdOf(statistic, before, context.rules);
  const precision = {
    spread: shrunkSpread(spreadOf(logs, context.parts.spread), freedom, context.prior),
    baselines: values.length,
  };
  const error = standardError(precision);
  const precedent = context.parts.unprecedented ? precedentOf(logs, statistic.worse) : null;
  const below = studentT(change / error, freedom);
  const reach = studentTQuantile(0.975, freedom) * error;
  const worse = statistic.worse === 1;
  const demand = { family: context.family, threshold };
  return {
    comparison: {
      ...known,
      before,
      effect: Math.expm1(change),
      interval: [Math.expm1(change - reach), Math.expm1(change + reach)],
      mde: Math.max(
        detectableChange(error, freedom, demand),
        precedent === null ? 0 : precedent.worst(middle, studentTQuantile(0.9, freedom) * precision.spread),
      ),
    },
    test: {
      // The tail itself: one minus the other end would lose the digits of a small p.
      pWorse: worse ? studentT(-change / error, freedom) : below,
      pBetter: worse ? below : studentT(-change / error, freedom),
      change: statistic.worse * change,
      upper: statistic.worse * change + reach,
      threshold: Math.log1p(threshold),
      asBad: precedent?.asBad(Math.log(after)) ?? 0,
      asGood: precedent?.asGood(Math.log(after)) ?? 0,
      needs: () => furtherRuns(precision, demand),
    },
  };
}

/** s² = (ν₀·s₀² + ν·s²)/(ν₀ + ν): the own spread drawn towards that of others. */
function shrunkSpread(own: number, freedom: number, prior: TestContext["prior"]): number {
  if (prior === null) return own;
  const sum = prior.freedom * prior.spread * prior.spread + freedom * own * own;
  return Math.sqrt(sum / (prior.freedom + freedom));
}
