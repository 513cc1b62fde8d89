/** Seconds in place of milliseconds are a thousand times less; no service changes by this much between comparable runs. */
const otherUnit = 300;

/**
 * The earlier values are so much larger than this one that they must be in a smaller unit: such an improvement is none. The other way round
 * it may be a service that runs into its timeout.
 */
export function isInLargerUnit(value: number, before: number): boolean {
  return before >= otherUnit * value;
}

/**
 * How many of the values (> 0) are on the smaller side of a gap so wide that they must be in two units; 0: there is none. The spread cannot
 * tell it: of two close groups it sees the inside.
 */
export function inOtherUnit(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const gap = sorted.findIndex((value, i) => value >= otherUnit * (sorted[i - 1] ?? Infinity));
  return gap < 0 ? 0 : Math.min(gap, sorted.length - gap);
}
