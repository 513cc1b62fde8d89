import { quantileType7 } from "../../src/stats/quantile-type7.ts";
import type { Objective } from "../../src/contract/slo-set.ts";

/** The samples of one endpoint over the whole of a run: latencies in ms, ascending. */
export interface RawSamples {
  readonly latencies: ArrayLike<number>;
  readonly failed: number;
}

/** The value of a statistic straight from the samples. Throws on one that this evaluation does not use. */
export function recompute({ latencies, failed }: RawSamples, statistic: Objective["statistic"]): number {
  const count = latencies.length;
  switch (statistic.kind) {
    case "quantile":
      return quantileType7(latencies, statistic.q);
    case "mean": {
      let sum = 0;
      for (let i = 0; i < count; i++) sum += latencies[i] ?? NaN;
      return sum / count;
    }
    case "min":
      return latencies[0] ?? NaN;
    case "max":
      return latencies[count - 1] ?? NaN;
    case "error-rate":
      return failed / count;
    default:
      throw new Error(`no recomputation of ${statistic.kind}`);
  }
}

/** The verdict of arithmetic. */
export function recomputedVerdict(
  value: number,
  { comparator, limit }: Pick<Objective, "comparator" | "limit">,
): string {
  const met = { "<": value < limit, "<=": value <= limit, ">": value > limit, ">=": value >= limit }[comparator];
  return met ? "met" : "breached";
}
