import { bisect } from "./bisect.ts";
import { regularizedBeta } from "./regularized-beta.ts";

/**
 * Trimmed Harrell-Davis estimate of the q-th quantile (Akinshin 2022, "Trimmed Harrell-Davis quantile estimator based on the highest
 * density interval of the given width"): a mean of the order statistics, weighted by the part of Beta((n + 1)q, (n + 1)(1 − q)) inside
 * its densest interval of width 1/√n. Only about √n values count, so a far outlier does not move it.
 *
 * `sorted` ascends. The least value at q ≤ 0, the greatest at q ≥ 1; NaN when empty or when q is NaN. An infinite value that has
 * weight makes the estimate infinite.
 */
export function trimmedHarrellDavis(sorted: ArrayLike<number>, q: number): number {
  const n = sorted.length;
  if (n === 0 || Number.isNaN(q)) return NaN;
  if (q <= spike || n === 1) return sorted[0] ?? NaN;
  if (q >= 1 - spike) return sorted[n - 1] ?? NaN;
  const a = (n + 1) * q;
  const b = (n + 1) * (1 - q);
  const width = 1 / Math.sqrt(n);
  const left = densestFrom(a, b, width);
  const right = left + width;
  const first = Math.max(0, Math.floor(left * n));
  const last = Math.min(n, Math.ceil(right * n));
  let below = regularizedBeta(left, a, b);
  const whole = regularizedBeta(right, a, b) - below;
  let estimate = 0;
  for (let i = first; i < last; i++) {
    const above = regularizedBeta(Math.min((i + 1) / n, right), a, b);
    const weight = (above - below) / whole;
    if (weight > 0) estimate += weight * (sorted[i] ?? NaN);
    below = above;
  }
  return estimate;
}

/** Nearer to the ends than this, the density is a spike there that doubles cannot hold. */
const spike = 1e-12;

/** Where the densest interval of a width begins: the density of Beta(a, b) is the same at both ends, or the mode lies on an edge. */
function densestFrom(a: number, b: number, width: number): number {
  if (a <= 1) return 0;
  if (b <= 1) return 1 - width;
  const mode = (a - 1) / (a + b - 2);
  /** ln of the density at the left end less that at the right: rises with the left end. */
  const slope = (left: number): number =>
    (a - 1) * (Math.log(left) - Math.log(left + width)) + (b - 1) * (Math.log(1 - left) - Math.log(1 - left - width));
  return bisect(slope, 0, Math.max(0, mode - width), Math.min(mode, 1 - width));
}
