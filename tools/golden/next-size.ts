/** A size that was tried, and the change of p95 that was seen, a fraction. */
export interface Trial {
  readonly size: number;
  readonly effect: number;
}

/**
 * The next size to try for a wanted effect: between the two trials around it by straight line; above all trials along the line from
 * the neutral size through the largest trial, at most four times as far. Trials of one size count as their mean. The neutral size has no effect by definition.
 */
export function nextSize(
  trials: readonly Trial[],
  wanted: number,
  { neutral, guess, largest }: { readonly neutral: number; readonly guess: number; readonly largest: number },
): number {
  const known = [{ size: neutral, effect: 0 }, ...meansBySize(trials)];
  // Noise may turn neighbours round: the line through them must rise.
  let highest = -Infinity;
  const rising = known.map(({ size, effect }) => ({ size, effect: (highest = Math.max(highest, effect)) }));
  const above = rising.findIndex(({ effect }) => effect >= wanted);
  if (above > 0) {
    const low = rising[above - 1] ?? { size: neutral, effect: 0 };
    const high = rising[above] ?? low;
    return between(low.size, high.size, (wanted - low.effect) / (high.effect - low.effect));
  }
  const last = rising.at(-1);
  if (last === undefined || trials.length === 0) return guess;
  const stretch = last.effect > 0 ? Math.min(4, (1.05 * wanted) / last.effect) : 4;
  return Math.min(largest, between(neutral, last.size, stretch));
}

/** The trial whose effect is nearest to the wanted one; trials of one size count as their mean. */
export function bestTrial(trials: readonly Trial[], wanted: number): Trial | null {
  return meansBySize(trials).reduce<Trial | null>(
    (best, trial) => (best === null || Math.abs(trial.effect - wanted) < Math.abs(best.effect - wanted) ? trial : best),
    null,
  );
}

function meansBySize(trials: readonly Trial[]): Trial[] {
  const sizes = [...new Set(trials.map(({ size }) => size))].toSorted((left, right) => left - right);
  return sizes.map((size) => {
    const effects = trials.filter((trial) => trial.size === size).map(({ effect }) => effect);
    return { size, effect: effects.reduce((sum, effect) => sum + effect, 0) / effects.length };
  });
}

function between(from: number, to: number, share: number): number {
  return Number((from + (to - from) * share).toPrecision(4));
}
