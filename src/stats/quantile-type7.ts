/** Quantile of ascending values by linear interpolation (Hyndman and Fan type 7), as k6 and JMeter compute it. NaN when empty. */
export function quantileType7(ascending: ArrayLike<number>, q: number): number {
  const rank = (ascending.length - 1) * q;
  const below = Math.floor(rank);
  const low = ascending[below] ?? NaN;
  if (rank === below) return low;
  return low + ((ascending[below + 1] ?? low) - low) * (rank - below);
}

/** Median of values in any order; NaN when empty. */
export function median(values: readonly number[]): number {
  return quantileType7(
    values.toSorted((a, b) => a - b),
    0.5,
  );
}
