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

/** So many terms are summed one by one. */
const singleTerms = 2000;

/** Sum of the probabilities of `hits`, `hits` + 1, … `of`. */
function upperSum(hits: number, of: number, a: number, b: number): number {
  const prior = logBeta(a, b);
  const probability = (x: number): number =>
    Math.exp(logBeta(x + a, of - x + b) - prior - logBeta(x + 1, of - x + 1)) / (of + 1);
  const alone = Math.min(of, hits + singleTerms);
  let term = probability(hits);
  let sum = term;
  for (let x = hits; x < alone; x++) {
    const ratio = ((of - x) * (x + a)) / ((x + 1) * (of - x - 1 + b));
    term *= ratio;
    sum += term;
    // With b ≥ 1 the ratios go on falling, so what is left is below a geometric series. Both are 0 where the tail is no double.
    if (b >= 1 && ratio < 1 && term <= sum * 1e-17 * (1 - ratio)) return Math.min(1, sum);
  }
  return Math.min(1, sum + blockSum(probability, { from: alone + 1, hits, of, known: sum }));
}

/**
 * The terms from `from` on in blocks, each its middle term times its length. A block is a thousandth of its distance from either end, over
 * which the terms hardly bend: the sum is within a thousandth, and a billion requests take as long as a million.
 */
function blockSum(
  probability: (x: number) => number,
  {
    from,
    hits,
    of,
    known,
  }: { readonly from: number; readonly hits: number; readonly of: number; readonly known: number },
): number {
  let [sum, before] = [0, Infinity];
  for (let x = from; x <= of;) {
    const length = Math.max(1, Math.floor(Math.min(x - hits, of - x) / 1000));
    const middle = probability(x + (length - 1) / 2);
    sum += length * middle;
    x += length;
    // Falling terms that even all of the rest could not make count.
    if (middle < before && middle * (of - x) < (known + sum) * 1e-12 && x < of - 1000) return sum;
    before = middle;
  }
  return sum;
}
