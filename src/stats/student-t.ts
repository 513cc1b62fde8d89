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

/** Quantile of Student's t, by bisection on the distribution function. `p` in (0, 1). */
export function studentTQuantile(p: number, freedom: number): number {
  if (p === 0.5) return 0;
  if (p < 0.5) return -studentTQuantile(1 - p, freedom);
  let high = 1;
  while (studentT(high, freedom) < p && high < 1e12) high *= 2;
  return bisect((t) => studentT(t, freedom), p, 0, high);
}
