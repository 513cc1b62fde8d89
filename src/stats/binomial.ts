import { betaQuantile, regularizedBeta } from "./regularized-beta.ts";

/**
 * P(X ≥ hits) of X ~ Binomial(of, share), exact (DLMF 8.17.5). 1 for hits ≤ 0, 0 for more hits than trials; NaN unless share is in [0, 1] and
 * the counts are finite.
 */
export function binomialTail(hits: number, of: number, share: number): number {
  if (!Number.isFinite(hits) || !Number.isFinite(of) || !(share >= 0 && share <= 1)) return NaN;
  if (hits <= 0) return 1;
  if (hits > of) return 0;
  return regularizedBeta(share, hits, of - hits + 1);
}

/**
 * Exact two-sided interval of a share by Clopper and Pearson (1934): each end leaves out (1 − level)/2. [0, 1] for no trials, [NaN, NaN]
 * unless 0 ≤ hits ≤ of.
 */
export function clopperPearson(hits: number, of: number, level = 0.95): [number, number] {
  if (!(hits >= 0 && hits <= of)) return [NaN, NaN];
  const tail = (1 - level) / 2;
  return [
    hits === 0 ? 0 : betaQuantile(tail, hits, of - hits + 1),
    hits === of ? 1 : betaQuantile(1 - tail, hits + 1, of - hits),
  ];
}
