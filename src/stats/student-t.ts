import { bisect } from "./bisect.ts";
import { regularizedBeta } from "./regularized-beta.ts";

/** Distribution function of Student's t with `freedom` > 0 degrees of freedom; exact in its lower tail, so ask P(T > t) as studentT(−t). */
export function studentT(t: number, freedom: number): number {
  const tail = regularizedBeta(freedom / (freedom + t * t), freedom / 2, 0.5) / 2;
  return t > 0 ? 1 - tail : tail;
}

/** P(|T| ≥ |t|) of Student's t. */
export function studentTTwoSided(t: number, freedom: number): number {
  return 2 * studentT(-Math.abs(t), freedom);
}

const knownQuantiles = new Map<number, Map<number, number>>();
/** More levels than this at once are no longer the few levels of a test. */
const mostLevels = 1000;

/**
 * Quantile of Student's t, by bisection on the distribution function. `p` in (0, 1). A test asks for the same few levels again and again,
 * and a bisection takes a thousand times as long as all the rest of it: what was found is remembered.
 */
export function studentTQuantile(p: number, freedom: number): number {
  if (p === 0.5) return 0;
  if (p < 0.5) return -studentTQuantile(1 - p, freedom);
  if (knownQuantiles.size > mostLevels) knownQuantiles.clear();
  const ofLevel = knownQuantiles.get(p) ?? new Map<number, number>();
  knownQuantiles.set(p, ofLevel);
  const known = ofLevel.get(freedom);
  if (known !== undefined) return known;
  let high = 1;
  while (studentT(high, freedom) < p && high < 1e12) high *= 2;
  const quantile = bisect((t) => studentT(t, freedom), p, 0, high);
  ofLevel.set(freedom, quantile);
  return quantile;
}
