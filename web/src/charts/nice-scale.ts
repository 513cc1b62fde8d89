/** A stretch of numbers with round ends, and the round numbers in it to label. */
export interface NiceScale {
  readonly low: number;
  readonly high: number;
  /** Ascending, from `low` to `high`. */
  readonly ticks: readonly number[];
}

export interface NiceScaleOptions {
  /** Begins at 0 whatever the values are. */
  readonly withZero: boolean;
  /** About so many ticks. */
  readonly ticks: number;
}

/** A range smaller than this share of its values, or than this at all, is one value. */
const leastRange = 1e-9;

/** Covers all values that there are; [0, 1] where there is none. */
export function niceScale(values: Iterable<number | null>, { withZero, ticks }: NiceScaleOptions): NiceScale {
  let [least, most] = [withZero ? 0 : Infinity, withZero ? 0 : -Infinity];
  for (const value of values) {
    if (value === null || !Number.isFinite(value)) continue;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  if (!(least <= most)) [least, most] = [0, 1];
  if (most - least <= leastRange * Math.max(1, Math.abs(least), Math.abs(most))) {
    const room = Math.abs(most) < leastRange ? 1 : Math.abs(most) * 0.1;
    [least, most] = [withZero && least >= 0 ? 0 : least - room, most + room];
  }
  const step = niceStep((most - least) / Math.max(1, ticks));
  const first = Math.floor(least / step);
  const last = Math.ceil(most / step);
  const all = Array.from({ length: last - first + 1 }, (_, index) => clean((first + index) * step));
  return { low: all[0] ?? 0, high: all.at(-1) ?? 1, ticks: all };
}

/** Where a value lies between `from` and `to`, in whatever unit these are; values outside lie outside. */
export function placeOn({ low, high }: NiceScale, value: number, from: number, to: number): number {
  return from + ((value - low) / (high - low)) * (to - from);
}

/** The next number of the form 1, 2 or 5 times a power of ten that is not smaller. */
export function niceStep(atLeast: number): number {
  if (!(atLeast > 0) || !Number.isFinite(atLeast)) return 1;
  const power = Number(`1e${Math.floor(Math.log10(atLeast))}`);
  // A little less strict than ≥, as 0.3 / 3 is not quite 0.1.
  const factor = [1, 2, 5, 10].find((each) => each * power >= atLeast * (1 - 1e-9)) ?? 10;
  return clean(factor * power);
}

/** Without the noise of binary fractions: 0.30000000000000004 is 0.3. */
function clean(value: number): number {
  return Number(value.toPrecision(12));
}
