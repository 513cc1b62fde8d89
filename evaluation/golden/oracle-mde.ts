import { studentTQuantile } from "../../src/stats/student-t.ts";

/**
 * The smallest change, a fraction, that a test of one run against `baselineRuns` would find with 90 % probability if it knew the
 * spread: formula MDE90 of the reference with the clean runs' standard deviation of ln p95 in place of the detector's own estimate.
 */
export function oracleMde(given: {
  /** Standard deviation of ln p95 between clean runs. */
  readonly spread: number;
  readonly baselineRuns: number;
  /** Level of the test, divided by the size of the family where it is. */
  readonly alpha: number;
  /** Practical threshold, a fraction. */
  readonly atLeast: number;
}): number {
  const freedom = given.baselineRuns - 1;
  // The median of N runs varies π/2 as much as their mean.
  const error = given.spread * Math.sqrt(1 + 1.57 / given.baselineRuns);
  const power = studentTQuantile(0.9, freedom);
  return Math.max(
    Math.expm1((studentTQuantile(1 - given.alpha, freedom) + power) * error),
    (1 + given.atLeast) * Math.exp(power * error) - 1,
  );
}
