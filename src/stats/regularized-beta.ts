import { bisect } from "./bisect.ts";
import { stirlingError } from "./log-gamma.ts";

/**
 * Regularised incomplete beta function I_x(a, b), the distribution function of Beta(a, b), by Lentz's continued fraction (DLMF 8.17.22).
 * a, b > 0, up to tens of millions; x below 0 counts as 0, above 1 as 1. NaN for any other argument.
 */
export function regularizedBeta(x: number, a: number, b: number): number {
  if (!(a > 0 && b > 0) || Number.isNaN(x)) return NaN;
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = betaPower(x, a, b);
  return x < (a + 1) / (a + b + 2) ? (front * betaFraction(x, a, b)) / a : 1 - (front * betaFraction(1 - x, b, a)) / b;
}

/** Quantile of Beta(a, b): the x with I_x(a, b) = p. 0 and 1 at p ≤ 0 and p ≥ 1; NaN unless a, b > 0. */
export function betaQuantile(p: number, a: number, b: number): number {
  if (!(a > 0 && b > 0) || Number.isNaN(p)) return NaN;
  if (p <= 0) return 0;
  if (p >= 1) return 1;
  return bisect((x) => regularizedBeta(x, a, b), p, 0, 1);
}

/** x^a · (1 − x)^b / B(a, b) as deviances and Stirling errors (Loader 2000): large a and b cost
 * no more digits than small ones. */
function betaPower(x: number, a: number, b: number): number {
  const sum = a + b;
  const exponent =
    stirlingError(sum) - stirlingError(a) - stirlingError(b) - deviance(a, sum * x) - deviance(b, sum * (1 - x));
  return Math.sqrt((a / sum) * (b / (2 * Math.PI))) * Math.exp(exponent);
}

/** x ln(x/m) + m − x. */
function deviance(x: number, m: number): number {
  return x * Math.log(x / m) + m - x;
}

/** The fraction needs about √max(a, b) steps. */
const mostSteps = 20_000;

function betaFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m <= mostSteps; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return fraction;
}

function away(value: number): number {
  const tiny = 1e-300;
  return Math.abs(value) < tiny ? tiny : value;
}
