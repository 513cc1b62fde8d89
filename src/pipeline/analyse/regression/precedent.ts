/** From so many earlier runs on one of them may have been as far off: an accident of one day must not hide what comes later. */
const runsWithAccident = 20;
/** Values are equal up to this much of ln value, so that a change of unit does not part them. */
const equal = 1e-9;

/** How far earlier runs were off, in ln value. */
export interface Precedent {
  /** Earlier runs that were at least as bad as `log`, beyond the one that may be an accident. */
  asBad(log: number): number;
  asGood(log: number): number;
  /** Slowdown, as a share, that lies beyond every earlier run that counts by `margin` (ln). */
  worst(middle: number, margin: number): number;
}

/**
 * A run that is no worse than an earlier comparable one is no evidence: spread between machines has tails that no t distribution has, and
 * what happened once without a change of the code happens again. `worse` is +1 where more is worse, -1 where less is.
 */
export function precedentOf(logs: readonly number[], worse: 1 | -1): Precedent {
  const spared = logs.length >= runsWithAccident ? 1 : 0;
  const turned = logs.map((log) => worse * log).toSorted((a, b) => b - a);
  const beyond = (count: number): number => Math.max(0, count - spared);
  return {
    asBad: (log) => beyond(turned.filter((one) => one >= worse * log - equal).length),
    asGood: (log) => beyond(turned.filter((one) => one <= worse * log + equal).length),
    worst: (middle, margin) => Math.expm1((turned[spared] ?? 0) - worse * middle + margin),
  };
}
