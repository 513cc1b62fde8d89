import type { BaselineRun } from "../../src/contract/baseline.ts";
import type { ComparisonBasis } from "../../src/contract/comparison.ts";

/** Earlier runs and nothing else: no anchor, no acceptance, no calibration. */
export function basisOf(fingerprint: string, earlier: readonly BaselineRun[]): ComparisonBasis {
  return {
    schemaVersion: 1,
    fingerprint,
    traits: {},
    runs: [...earlier],
    excluded: [],
    cut: null,
    anchor: null,
    accepted: [],
    expired: [],
    calibration: null,
    confirms: null,
  };
}
