import { normalCdf } from "./normal-distribution.ts";

/** A sample no larger than this, without ties, gets the exact distribution: the rule of SciPy's `method="auto"`. */
const exactUpTo = 8;

/**
 * Mann and Whitney's (1947) test that neither sample tends to be larger, two-sided. `u` counts the pairs in which a > b, ties half.
 * p is exact when a sample has at most eight values and there are no ties, else by the normal law with corrections for ties and
 * continuity. Infinities rank at the ends; all values equal give p = 1; an empty sample or a NaN gives NaN for both.
 */
export function mannWhitney(a: ArrayLike<number>, b: ArrayLike<number>): { u: number; p: number } {
  const [sizeA, sizeB] = [a.length, b.length];
  const size = sizeA + sizeB;
  const values = new Float64Array(size);
  values.set(a);
  values.set(b, sizeA);
  if (sizeA === 0 || sizeB === 0 || values.some((value) => Number.isNaN(value))) return { u: NaN, p: NaN };
  // The difference of two infinities is NaN, which sorting takes for equal.
  const order = Uint32Array.from(values.keys()).toSorted((i, j) => (values[i] ?? 0) - (values[j] ?? 0));
  let ranksOfA = 0;
  let tieTerm = 0;
  for (let from = 0, to = 0; from < size; from = to) {
    const value = values[order[from] ?? 0];
    let ofA = 0;
    while (to < size && values[order[to] ?? 0] === value) if ((order[to++] ?? 0) < sizeA) ofA++;
    const tied = to - from;
    ranksOfA += ofA * ((from + to + 1) / 2);
    tieTerm += tied * tied * tied - tied;
  }
  const u = ranksOfA - (sizeA * (sizeA + 1)) / 2;
  const pairs = sizeA * sizeB;
  if (tieTerm === 0 && Math.min(sizeA, sizeB) <= exactUpTo) {
    return { u, p: Math.min(1, 2 * exactLowerTail(Math.min(u, pairs - u), sizeA, sizeB)) };
  }
  const deviation = Math.sqrt((pairs / 12) * (size + 1 - tieTerm / (size * (size - 1))));
  const away = Math.max(u, pairs - u) - pairs / 2 - 0.5;
  return { u, p: Math.min(1, 2 * normalCdf(-away / deviation)) };
}

/**
 * P(U ≤ u) when all orders are equally likely. The number of orders with a given U is a coefficient of the Gaussian binomial
 * ∏ (1 − q^(n+i))/(1 − q^i), i = 1..m; a coefficient needs only lower ones, so the tail keeps its digits.
 */
function exactLowerTail(u: number, sizeA: number, sizeB: number): number {
  const few = Math.min(sizeA, sizeB);
  const many = Math.max(sizeA, sizeB);
  const orders = new Float64Array(u + 1);
  orders[0] = 1;
  let all = 1;
  for (let i = 1; i <= few; i++) {
    for (let at = u; at >= many + i; at--) orders[at] = (orders[at] ?? 0) - (orders[at - many - i] ?? 0);
    for (let at = i; at <= u; at++) orders[at] = (orders[at] ?? 0) + (orders[at - i] ?? 0);
    all *= (many + i) / i;
  }
  return orders.reduce((sum, count) => sum + count, 0) / all;
}
