import { compareWithBaselines } from "../../src/pipeline/analyse/regression/compare.ts";
import { standardParts, type DetectorParts } from "../../src/pipeline/analyse/regression/settings.ts";
import type { BaselineRun } from "../../src/contract/baseline.ts";
import {
  defaultComparisonRules,
  type Comparison,
  type ComparisonBasis,
  type ComparisonRules,
} from "../../src/contract/comparison.ts";
import { timeWork } from "./time-work.ts";

/** Shares alone: some public data has latencies of a fraction of a millisecond. */
export const rulesOfShares: ComparisonRules = { ...defaultComparisonRules, atLeastMs: 0 };

/** Levels of the product's tests, of one comparison and of a family, which an oracle is held to as well. */
export { alpha, falseDiscoveryRate as familyLevel } from "../../src/pipeline/analyse/regression/settings.ts";

export interface JudgedRun {
  readonly comparisons: readonly Comparison[];
  readonly milliseconds: number;
}

/** What the product says of a run beside earlier ones. */
export function judgeRun(
  current: BaselineRun,
  earlier: readonly BaselineRun[],
  rules: ComparisonRules,
  parts: DetectorParts = standardParts,
): JudgedRun {
  const basis: ComparisonBasis = {
    schemaVersion: 1,
    fingerprint: current.fingerprint,
    traits: {},
    runs: [...earlier],
    excluded: [],
    cut: null,
    anchor: null,
    accepted: [],
    calibration: null,
    confirms: null,
  };
  const { result, milliseconds } = timeWork(() => compareWithBaselines(current, basis, rules, parts));
  return { comparisons: result.comparisons, milliseconds };
}

/** The comparison of one endpoint's statistic. A detector that leaves one out would hide a miss, so that is an error of the evaluation. */
export function comparisonOf({ comparisons }: JudgedRun, endpoint: string, statistic: string): Comparison {
  const found = comparisons.find((each) => each.endpoint === endpoint && each.statistic === statistic);
  if (found === undefined) throw new Error(`no comparison of ${statistic} of ${endpoint}`);
  return found;
}
