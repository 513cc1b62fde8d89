import { studentTQuantile } from "../../src/stats/student-t.ts";

export interface MeasuredChange {
  /** A fraction of the level before. */
  readonly effect: number;
  /** 99 %. */
  readonly interval: readonly [number, number];
}

export type Truth = "positive" | "negative" | "ambiguous";

const confidence = 0.99;

/**
 * The change between two groups of runs, out of one logarithm a run: difference of means with Welch's interval and Satterthwaite's
 * degrees of freedom. At least two runs on each side, else NaN.
 */
export function measureChange(before: readonly number[], after: readonly number[]): MeasuredChange {
  const [left, right] = [momentsOf(before), momentsOf(after)];
  const [a, b] = [left.variance / before.length, right.variance / after.length];
  const change = right.mean - left.mean;
  // Equal values throughout have no spread: the interval is a point.
  const freedom =
    a + b === 0 ? 1 : ((a + b) * (a + b)) / ((a * a) / (before.length - 1) + (b * b) / (after.length - 1));
  const half = studentTQuantile(1 - (1 - confidence) / 2, freedom) * Math.sqrt(a + b);
  return { effect: Math.expm1(change), interval: [Math.expm1(change - half), Math.expm1(change + half)] };
}

/** Positive: certainly more than 5 % slower; negative: certainly within 2 % of the same; ambiguous: neither, improvements among them. */
export function truthOf({ interval: [low, high] }: MeasuredChange): Truth {
  if (low > 0.05) return "positive";
  return low >= -0.02 && high <= 0.02 ? "negative" : "ambiguous";
}

/** Mean and sample variance. */
export function momentsOf(values: readonly number[]): { readonly mean: number; readonly variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return { mean, variance: squares / (values.length - 1) };
}
