import { logBeta } from "./log-gamma.ts";

/**
 * P(X ≥ hits) when X ~ Binomial(of, θ) and θ ~ Beta(a, b), summed term by term. Whole hits and trials, a, b > 0, else NaN; 1 for hits ≤ 0,
 * 0 for more hits than trials.
 */
export function betaBinomialTail(hits: number, of: number, a: number, b: number): number {
  if (!Number.isInteger(hits) || !Number.isInteger(of) || !(a > 0 && b > 0)) return NaN;
  if (hits <= 0) return 1;
  if (hits > of) return 0;
  // The shorter end has the smaller sum; its complement would lose the digits of a small tail.
  if (hits <= (of * a) / (a + b)) return Math.max(0, 1 - upperSum(of - hits + 1, of, b, a));
  return upperSum(hits, of, a, b);
}

/** Sum of the probabilities of `hits`, `hits` + 1, … `of`. */
function upperSum(hits: number, of: number, a: number, b: number): number {
  let term = Math.exp(logBeta(hits + a, of - hits + b) - logBeta(a, b) - logBeta(hits + 1, of - hits + 1)) / (of + 1);
  let sum = term;
  for (let x = hits; x < of; x++) {
    const ratio = ((of - x) * (x + a)) / ((x + 1) * (of - x - 1 + b));
    term *= ratio;
    sum += term;
    // With b ≥ 1 the ratios go on falling, so what is left is below a geometric series.
    if (b >= 1 && ratio < 1 && term < sum * 1e-17 * (1 - ratio)) break;
  }
  return Math.min(1, sum);
}
