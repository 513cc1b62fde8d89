import { sampleMoments, type SampleMoments } from "./sample-moments.ts";
import { studentTTwoSided } from "./student-t.ts";

export interface TTest {
  /** Positive when the first mean is the greater. */
  readonly t: number;
  readonly freedom: number;
  /** Two-sided. */
  readonly p: number;
}

/**
 * Welch's (1947) test that two means are equal whatever the two variances, with Satterthwaite's degrees of freedom. Needs two values
 * on each side and no NaN or infinity, else all NaN. Two constant samples: p = 1 when equal, else t = ±Infinity and p = 0.
 */
export function welchT(a: ArrayLike<number>, b: ArrayLike<number>): TTest {
  return welchTOfMoments(sampleMoments(a), sampleMoments(b));
}

/** Welch's test by the moments of the samples. */
export function welchTOfMoments(a: SampleMoments, b: SampleMoments): TTest {
  const errorA = a.squares / (a.count - 1) / a.count;
  const errorB = b.squares / (b.count - 1) / b.count;
  const error = errorA + errorB;
  const freedom =
    error === 0
      ? a.count + b.count - 2
      : (error * error) / ((errorA * errorA) / (a.count - 1) + (errorB * errorB) / (b.count - 1));
  return conclude(a, b, Math.sqrt(error), freedom);
}

/** Student's (1908) test that two means are equal, given equal variances: pooled sample variance. Edges as in `welchT`. */
export function studentTTest(a: ArrayLike<number>, b: ArrayLike<number>): TTest {
  return studentTTestOfMoments(sampleMoments(a), sampleMoments(b));
}

/** Student's test by the moments of the samples. */
export function studentTTestOfMoments(a: SampleMoments, b: SampleMoments): TTest {
  const freedom = a.count + b.count - 2;
  const variance = (a.squares + b.squares) / freedom;
  return conclude(a, b, Math.sqrt(variance * (1 / a.count + 1 / b.count)), freedom);
}

function conclude(a: SampleMoments, b: SampleMoments, error: number, freedom: number): TTest {
  if (a.count < 2 || b.count < 2 || !Number.isFinite(error)) return { t: NaN, freedom: NaN, p: NaN };
  const apart = a.mean - b.mean;
  if (error === 0 && apart === 0) return { t: 0, freedom, p: 1 };
  const t = apart / error;
  return { t, freedom, p: studentTTwoSided(t, freedom) };
}
