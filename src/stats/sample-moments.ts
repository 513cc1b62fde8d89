/** Number of values, their mean, and the sum of squared distances from it. */
export interface SampleMoments {
  readonly count: number;
  readonly mean: number;
  readonly squares: number;
}

/** Moments of values [from, to), in two passes, so that a large mean does not eat a small spread. Mean NaN when empty. */
export function sampleMoments(values: ArrayLike<number>, from = 0, to = values.length): SampleMoments {
  const count = Math.max(0, to - from);
  let sum = 0;
  for (let i = from; i < to; i++) sum += values[i] ?? NaN;
  const mean = sum / count;
  let squares = 0;
  for (let i = from; i < to; i++) {
    const distance = (values[i] ?? NaN) - mean;
    squares += distance * distance;
  }
  return { count, mean, squares };
}

/** Moments of two samples put together (Chan, Golub and LeVeque 1979). */
export function mergeMoments(a: SampleMoments, b: SampleMoments): SampleMoments {
  if (a.count === 0) return b;
  if (b.count === 0) return a;
  const count = a.count + b.count;
  const apart = b.mean - a.mean;
  return {
    count,
    mean: a.mean + apart * (b.count / count),
    squares: a.squares + b.squares + apart * apart * ((a.count * b.count) / count),
  };
}
