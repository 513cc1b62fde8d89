import type { BaselineEndpoint } from "../../../contract/baseline.ts";
import type { Comparison } from "../../../contract/comparison.ts";
import type { Series } from "./compared-series.ts";
import { enoughRuns } from "./settings.ts";

/** A comparison before its family is known. */
export interface Tested {
  /** Its status is `no-baseline`, `provisional` or `inconclusive` and may change to a conclusion. */
  readonly comparison: Comparison;
  /** null: it could not be tested, and its status stands. */
  readonly test: TestResult | null;
}

/** All in one scale (ln value, or fraction of failures), turned so that more is worse. */
export interface TestResult {
  /** One-sided. */
  readonly pWorse: number;
  readonly pBetter: number;
  readonly change: number;
  /** Upper end of the 95 % interval of the change. */
  readonly upper: number;
  /** Smallest change that matters. */
  readonly threshold: number;
  /** Earlier runs that were at least as bad as this one, and at least as good, beyond those that may be; 0: none. */
  readonly asBad: number;
  readonly asGood: number;
  /** See Comparison; asked for where there is no conclusion. */
  readonly needs: () => NonNullable<Comparison["needs"]>;
}

/** A comparison without a result. `usable`: number of earlier runs with a value. */
export function blankComparison(
  { scenario, endpoint }: Pick<Series, "scenario" | "endpoint">,
  statistic: { readonly name: string; readonly unit: Comparison["unit"]; readonly primary: boolean },
  usable: number,
): Comparison {
  return {
    endpoint,
    scenario,
    statistic: statistic.name,
    status: usable === 0 ? "no-baseline" : usable < enoughRuns ? "provisional" : "inconclusive",
    before: null,
    after: null,
    unit: statistic.unit,
    effect: null,
    interval: null,
    p: null,
    pAdjusted: null,
    mde: null,
    baselineRuns: usable,
    primary: statistic.primary,
    needs: null,
    notes: [],
    accepted: null,
  };
}

/** Of an endpoint that this run should have and does not: no conclusion, and never a pass by silence. */
export function missingEndpoint(comparison: Comparison, earlier: readonly BaselineEndpoint[]): Tested {
  const note = `this run has no request of it, and ${earlier.length} earlier runs have`;
  return { comparison: { ...comparison, notes: [note] }, test: null };
}
