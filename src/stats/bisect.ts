/**
 * Where a rising function reaches a target, between two bounds ≥ 0: halves the interval until it is no wider than the precision of a
 * double. Slow and sure; for quantiles that are asked a few times an endpoint.
 */
export function bisect(rising: (x: number) => number, target: number, from: number, to: number): number {
  let [low, high] = [from, to];
  for (let step = 0; step < 1100 && high - low > 2e-16 * high; step++) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) break;
    if (rising(middle) < target) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
