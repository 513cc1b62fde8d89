import type { Spans } from "../../../stats/block-bootstrap.ts";
import type { Objective } from "../../../contract/slo-set.ts";
import { meets, type Figure, type Figures } from "./figures.ts";

/** What a ratio is made of, by second: value = Σ numerator / Σ denominator. */
export interface RatioParts {
  readonly numerator: Float64Array;
  /** null: seconds, for rates per second. */
  readonly denominator: Float64Array | null;
  /** How many samples stand behind it, by second. */
  readonly samples: Float64Array;
  readonly exact: boolean;
  /** Length of the whole part in seconds where it is known better than to the second. */
  readonly wholeSeconds: number | null;
}

/** Error shares, means, rates, Apdex: every statistic that is a quotient of two sums. */
export function ratioFigures(objective: Objective, parts: RatioParts): Figures {
  const length = parts.numerator.length;
  const numerator = prefixSums(parts.numerator);
  const samples = prefixSums(parts.samples);
  const seconds = Float64Array.from({ length: length + 1 }, (_, i) => i);
  const denominator = parts.denominator === null ? seconds : prefixSums(parts.denominator);
  return {
    length,
    exact: parts.exact,
    at(from, to): Figure {
      const count = between(samples, from, to);
      const whole = parts.wholeSeconds !== null && from === 0 && to === length;
      const divisor = whole ? (parts.wholeSeconds ?? 0) : between(denominator, from, to);
      const silent = count === 0 && parts.denominator !== null;
      if (silent || divisor <= 0) return { value: null, samples: count, met: null };
      const value = between(numerator, from, to) / divisor;
      return { value, samples: count, met: meets(value, objective) };
    },
    resample(spans: Spans) {
      let above = 0;
      let below = 0;
      spans.starts.forEach((start, i) => {
        const end = spans.ends[i] ?? start;
        above += between(numerator, start, end);
        below += between(denominator, start, end);
      });
      return below > 0 ? above / below : null;
    },
  };
}

/** sums[i] = values[0] + … + values[i − 1]. */
export function prefixSums(values: ArrayLike<number>): Float64Array {
  const sums = new Float64Array(values.length + 1);
  for (let i = 0; i < values.length; i++) sums[i + 1] = (sums[i] ?? 0) + (values[i] ?? 0);
  return sums;
}

/** Sum of the values in [from, to). */
export function between(sums: Float64Array, from: number, to: number): number {
  return (sums[to] ?? 0) - (sums[from] ?? 0);
}
