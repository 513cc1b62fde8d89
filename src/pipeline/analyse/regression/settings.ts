/** One-sided level that a single comparison has to reach. */
export const alpha = 0.01;
/** Level of Benjamini and Hochberg's procedure within a family: all endpoints of one statistic. */
export const falseDiscoveryRate = 0.05;
/** Fewer comparable runs than this inform only. */
export const enoughRuns = 5;
export const mostRuns = 30;
/** From so many comparable runs on their own spread says enough to fail a run; fewer need a calibration. */
export const calibratingRuns = 10;
/** Smallest spread of ln value between runs that is believed: histograms are half a percent wide, and sources round. */
export const leastSpread = 0.005;
/** Achieved rates further apart are different loads, as a share. */
export const sameRate = 0.05;

/** Parts of the detector that `perf-agent eval` switches off to show what each is worth. */
export interface DetectorParts {
  /** Draw the spread of an endpoint towards the spread of others that are about as fast. */
  readonly shrink: boolean;
  /** Adjust for the number of endpoints. */
  readonly familyWise: boolean;
  readonly spread: "robust" | "standard-deviation";
  /** Accuse no run that is no worse than an earlier one. */
  readonly unprecedented: boolean;
}

export const standardParts: DetectorParts = {
  shrink: false,
  familyWise: true,
  spread: "robust",
  unprecedented: true,
};
