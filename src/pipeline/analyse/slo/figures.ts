import type { Spans } from "../../../stats/block-bootstrap.ts";
import type { Objective } from "../../../contract/slo-set.ts";

/** A statistic over one span of seconds. */
export interface Figure {
  /** In the objective's unit; null when there are no samples. */
  readonly value: number | null;
  readonly samples: number;
  /** null without samples. */
  readonly met: boolean | null;
}

/** A statistic of one selection of series, ready to be asked about any span. Seconds count from the start of the judged part. */
export interface Figures {
  readonly length: number;
  /** false: decided from the histogram. */
  readonly exact: boolean;
  at(from: number, to: number): Figure;
  /** The value over a resample; null when it has none. Not offered where a bootstrap says nothing (extremes). */
  readonly resample: ((spans: Spans) => number | null) | null;
}

/** Does a value meet the objective? */
export function meets(value: number, { comparator, limit }: Pick<Objective, "comparator" | "limit">): boolean {
  if (comparator === "<") return value < limit;
  if (comparator === "<=") return value <= limit;
  return comparator === ">" ? value > limit : value >= limit;
}

/** true when smaller is better. */
export function isUpperLimit({ comparator }: Pick<Objective, "comparator">): boolean {
  return comparator === "<" || comparator === "<=";
}
