import { Histogram } from "../../../stats/histogram.ts";
import { SpanHistogram } from "../../../stats/span-histogram.ts";
import type { Objective } from "../../../contract/slo-set.ts";
import { decideQuantile } from "./decide-quantile.ts";
import { meets, type Figure, type Figures } from "./figures.ts";
import { between, prefixSums } from "./ratio-figures.ts";
import type { VisitPieces } from "./visit-pieces.ts";

/** Quantiles: decided by the exact counts at the limit where every piece has them, printed from the histogram. */
export function quantileFigures(objective: Objective, q: number, length: number, visitPieces: VisitPieces): Figures {
  // The table of all spans is large, and most figures are asked for their whole only.
  let table: SpanHistogram | null = null;
  const spanTable = (): SpanHistogram => (table ??= new SpanHistogram(length, visitPieces));
  const limits = limitsBySecond(objective.limit, length, visitPieces);
  return {
    length,
    exact: limits !== null,
    at(from, to): Figure {
      const { samples, estimate } =
        from === 0 && to === length
          ? wholeOf(q, visitPieces)
          : { samples: spanTable().count(from, to), estimate: spanTable().quantile(q, from, to) };
      if (estimate === null) return { value: null, samples, met: null };
      if (limits === null) return { value: estimate, samples, met: meets(estimate, objective) };
      const sums = { count: samples, ...limits.over(from, to) };
      const { side, low, high } = decideQuantile(sums, q, objective.limit);
      return {
        value: Math.min(Math.max(estimate, low), high),
        samples,
        met: meets(objective.limit + side, objective),
      };
    },
    resample: (spans) => spanTable().resampledQuantile(q, spans),
  };
}

/** The same as the table has for the span of all seconds. */
function wholeOf(q: number, visitPieces: VisitPieces): { samples: number; estimate: number | null } {
  const histogram = new Histogram();
  visitPieces((_, piece) => {
    histogram.addBuckets(piece);
  });
  return { samples: histogram.count, estimate: histogram.quantile(q) };
}

interface LimitsBySecond {
  over(from: number, to: number): { below: number; equal: number; maxBelow: number; minAbove: number };
}

/** null when a piece was read before the limit was known. */
function limitsBySecond(limit: number, length: number, visitPieces: VisitPieces): LimitsBySecond | null {
  const below = new Float64Array(length);
  const equal = new Float64Array(length);
  const maxBelow = new Float64Array(length).fill(-Infinity);
  const minAbove = new Float64Array(length).fill(Infinity);
  let complete = true;
  visitPieces((second, piece) => {
    if (piece.count === 0) return;
    const counts = piece.limitAt(limit);
    if (counts === undefined) {
      complete = false;
      return;
    }
    below[second] = (below[second] ?? 0) + counts.below;
    equal[second] = (equal[second] ?? 0) + counts.equal;
    maxBelow[second] = Math.max(maxBelow[second] ?? -Infinity, counts.maxBelow);
    minAbove[second] = Math.min(minAbove[second] ?? Infinity, counts.minAbove);
  });
  if (!complete) return null;
  const belowSums = prefixSums(below);
  const equalSums = prefixSums(equal);
  return {
    over(from, to) {
      let [low, high] = [-Infinity, Infinity];
      for (let second = from; second < to; second++) {
        low = Math.max(low, maxBelow[second] ?? -Infinity);
        high = Math.min(high, minAbove[second] ?? Infinity);
      }
      return {
        below: between(belowSums, from, to),
        equal: between(equalSums, from, to),
        maxBelow: low,
        minAbove: high,
      };
    },
  };
}
