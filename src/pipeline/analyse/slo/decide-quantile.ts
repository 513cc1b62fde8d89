/** Exact counts around a limit, over any set of samples: sums of `below` and `equal`, extremes of the two neighbours. */
export interface LimitSums {
  /** All samples. */
  readonly count: number;
  readonly below: number;
  readonly equal: number;
  readonly maxBelow: number;
  readonly minAbove: number;
}

/** Where a quantile lies against a limit. `low`..`high` holds it for certain; both are equal where it is known exactly. */
export interface QuantilePlace {
  /** Sign of (quantile − limit). */
  readonly side: -1 | 0 | 1;
  readonly low: number;
  readonly high: number;
}

/**
 * Decides a type-7 quantile against a limit L without the samples. With n samples in ascending order x_0 … x_{n−1}, h = (n − 1)·q,
 * k = ⌊h⌋ and f = h − k, the quantile is v = x_k + (x_{k+1} − x_k)·f (v = x_k when f = 0), in this order of floating-point operations, as k6 has it.
 * x_i < L for i < below, x_i = L for below ≤ i < below + equal, x_i > L from there on. So:
 * - x_k and x_{k+1} on the same side of L (or f = 0): v is on that side, and not beyond the neighbour of L there;
 * - x_k < L ≤ x_{k+1} or x_k ≤ L < x_{k+1}: then k is the last sample of its class, x_k is `maxBelow` or L, x_{k+1} is L or `minAbove`,
 *   both known, and v is computed as it stands.
 * Throws nothing; needs count ≥ 1.
 */
export function decideQuantile(sums: LimitSums, q: number, limit: number): QuantilePlace {
  const rank = (sums.count - 1) * q;
  const k = Math.floor(rank);
  const fraction = rank - k;
  const side = (i: number): -1 | 0 | 1 => (i < sums.below ? -1 : i < sums.below + sums.equal ? 0 : 1);
  const at = side(k);
  const next = fraction === 0 ? at : side(k + 1);
  if (at === next) {
    if (at === 0) return { side: 0, low: limit, high: limit };
    return at < 0 ? { side: -1, low: -Infinity, high: sums.maxBelow } : { side: 1, low: sums.minAbove, high: Infinity };
  }
  const low = at < 0 ? sums.maxBelow : limit;
  const high = next > 0 ? sums.minAbove : limit;
  const value = low + (high - low) * fraction;
  return { side: value < limit ? -1 : value > limit ? 1 : 0, low: value, high: value };
}
