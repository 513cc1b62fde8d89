const smallSample = [0.994, 0.512, 0.844, 0.611, 0.857, 0.669, 0.872];

/**
 * Robust scale Qn (Rousseeuw and Croux 1993), consistent with the standard deviation of normal data: 2.2219 · d_n · the k-th
 * smallest distance, k = h(h − 1)/2, h = ⌊n/2⌋ + 1. Quadratic; meant for tens of runs. 0 when
 * more than half of the values are equal; NaN below three values and for values that are not finite.
 */
export function qnScale(values: readonly number[]): number {
  const n = values.length;
  if (n < 3 || !values.every(Number.isFinite)) return NaN;
  const distances: number[] = [];
  values.forEach((a, i) => {
    for (let j = i + 1; j < n; j++) distances.push(Math.abs(a - (values[j] ?? a)));
  });
  distances.sort((a, b) => a - b);
  const h = Math.floor(n / 2) + 1;
  const correction = smallSample[n - 3] ?? (n % 2 === 1 ? n / (n + 1.4) : n / (n + 3.8));
  return 2.2219 * correction * (distances[(h * (h - 1)) / 2 - 1] ?? 0);
}
