import { bisect } from "./bisect.ts";

/**
 * Distribution function Φ of the standard normal; exact in its lower tail to 1e-13 of its value, so ask P(Z > z) as normalCdf(−z).
 * Marsaglia's series (2004) up to 3, Laplace's continued fraction (DLMF 7.9.1) beyond. NaN for NaN.
 */
export function normalCdf(z: number): number {
  if (Number.isNaN(z)) return NaN;
  if (z > 0) return 1 - normalCdf(-z);
  const density = Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
  if (z < -3) return density * millsRatio(-z);
  let term = z;
  let sum = z;
  for (let odd = 3; odd < 200; odd += 2) {
    term *= (z * z) / odd;
    const next = sum + term;
    if (next === sum) break;
    sum = next;
  }
  return 0.5 + density * sum;
}

/** Quantile of the standard normal; −Infinity and Infinity at p ≤ 0 and p ≥ 1, NaN for NaN. */
export function normalQuantile(p: number): number {
  if (Number.isNaN(p)) return NaN;
  if (p <= 0) return -Infinity;
  if (p >= 1) return Infinity;
  if (p > 0.5) return -normalQuantile(1 - p);
  if (p === 0.5) return 0;
  // From 40 on even the least double is exceeded.
  return -bisect((z) => -normalCdf(-z), -p, 0, 40);
}

/** (1 − Φ(z))/φ(z) for z ≥ 3, from the tail of the fraction upwards. */
function millsRatio(z: number): number {
  if (z === Infinity) return 0;
  let fraction = z;
  for (let step = 200; step >= 1; step--) fraction = z + step / fraction;
  return 1 / fraction;
}
