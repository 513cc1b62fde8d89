import { Histogram } from "../../../stats/histogram.ts";
import type { Objective } from "../../../contract/slo-set.ts";
import type { CounterName } from "../../../contract/window.ts";
import type { Piece } from "../track.ts";
import { counterBySecond, eachPiece, tracksOf, type RunSeries, type Seconds, type Selection } from "../run-series.ts";
import { meets, type Figure, type Figures } from "./figures.ts";
import { quantileFigures } from "./quantile-figures.ts";
import { ratioFigures } from "./ratio-figures.ts";
import type { PlacedPiece } from "./span-histogram.ts";

/** Prepares the statistic of an objective over one selection and range. `wholeSeconds`: exact length of the range where known. */
export function figuresOf(
  run: RunSeries,
  objective: Objective,
  selection: Selection,
  range: Seconds,
  wholeSeconds: number | null,
): Figures {
  const { statistic } = objective;
  const length = range.to - range.from;
  const placed = (measure: Objective["measure"]): PlacedPiece[] => {
    const pieces: PlacedPiece[] = [];
    eachPiece(tracksOf(run, measure, selection), range, (second, piece) => {
      pieces.push({ second: second - range.from, piece });
    });
    return pieces;
  };
  const counters = (...names: CounterName[]): Float64Array => counterBySecond(run, names, selection, range);
  const base = { exact: true, wholeSeconds: null };
  switch (statistic.kind) {
    case "quantile":
      return quantileFigures(objective, statistic.q, length, placed(objective.measure));
    case "mean": {
      const pieces = placed(objective.measure);
      const samples = sumBySecond(length, pieces, ({ count }) => count);
      const numerator = sumBySecond(length, pieces, ({ sum }) => sum);
      return ratioFigures(objective, { ...base, numerator, denominator: samples, samples });
    }
    case "max":
    case "min":
      return extremeFigures(objective, statistic.kind, length, placed(objective.measure));
    case "error-rate": {
      const samples = sumBySecond(length, placed("latency"), ({ count }) => count);
      const numerator = sumBySecond(length, placed("failed-latency"), ({ count }) => count);
      return ratioFigures(objective, { ...base, numerator, denominator: samples, samples });
    }
    case "throughput": {
      const samples = sumBySecond(length, placed("latency"), ({ count }) => count);
      return ratioFigures(objective, { exact: true, numerator: samples, denominator: null, samples, wholeSeconds });
    }
    case "share-below": {
      const pieces = placed(objective.measure);
      const exact = { value: true };
      const samples = sumBySecond(length, pieces, ({ count }) => count);
      const numerator = sumBySecond(length, pieces, (piece) => countBelow(piece, statistic.belowMs, false, exact));
      return ratioFigures(objective, { ...base, exact: exact.value, numerator, denominator: samples, samples });
    }
    case "apdex":
      return apdexFigures(objective, statistic.toleratedMs, length, placed("latency"), placed("failed-latency"));
    case "dropped": {
      const numerator = counters("dropped");
      const samples = counters("iterations", "interrupted", "dropped");
      return ratioFigures(objective, { ...base, numerator, denominator: samples, samples });
    }
    case "checks": {
      const samples = counters("checksPassed", "checksFailed");
      return ratioFigures(objective, { ...base, numerator: counters("checksPassed"), denominator: samples, samples });
    }
    default:
      return statistic satisfies never;
  }
}

/**
 * Apdex_T = (satisfied + tolerating / 2) / total (Apdex 1.1), satisfied: t ≤ T, tolerating: T < t ≤ 4T. A failed request is frustrated
 * however fast it was; how many of the fast ones failed is read from the histogram of failures, so failures make it inexact.
 */
function apdexFigures(
  objective: Objective,
  tolerated: number,
  length: number,
  all: readonly PlacedPiece[],
  failed: readonly PlacedPiece[],
): Figures {
  const exact = { value: true };
  const score = (piece: Piece): number =>
    (countBelow(piece, tolerated, true, exact) + countBelow(piece, 4 * tolerated, true, exact)) / 2;
  const samples = sumBySecond(length, all, ({ count }) => count);
  const numerator = sumBySecond(length, all, score);
  const lost = sumBySecond(length, failed, score);
  lost.forEach((value, second) => {
    numerator[second] = Math.max(0, (numerator[second] ?? 0) - value);
  });
  return ratioFigures(objective, {
    numerator,
    denominator: samples,
    samples,
    exact: exact.value,
    wholeSeconds: null,
  });
}

function sumBySecond(length: number, pieces: readonly PlacedPiece[], value: (piece: Piece) => number): Float64Array {
  const sums = new Float64Array(length);
  for (const { second, piece } of pieces) sums[second] = (sums[second] ?? 0) + value(piece);
  return sums;
}

/** Samples < limit (or ≤ limit), from the exact counts, else estimated from the histogram. */
function countBelow(piece: Piece, limit: number, orEqual: boolean, exact: { value: boolean }): number {
  const counts = piece.limits.find(({ limitMs }) => limitMs === limit);
  if (counts !== undefined) return counts.below + (orEqual ? counts.equal : 0);
  if (piece.count === 0 || piece.max < limit) return piece.count;
  if (piece.min > limit) return 0;
  exact.value = false;
  const histogram = new Histogram();
  histogram.addBuckets(piece);
  return Math.round((histogram.cdf(limit) ?? 0) * piece.count);
}

function extremeFigures(
  objective: Objective,
  kind: "min" | "max",
  length: number,
  pieces: readonly PlacedPiece[],
): Figures {
  const empty = kind === "max" ? -Infinity : Infinity;
  const extremes = new Float64Array(length).fill(empty);
  const samples = sumBySecond(length, pieces, ({ count }) => count);
  for (const { second, piece } of pieces) {
    if (piece.count > 0) extremes[second] = Math[kind](extremes[second] ?? empty, piece[kind]);
  }
  return {
    length,
    exact: true,
    resample: null,
    at(from, to): Figure {
      let value = empty;
      let count = 0;
      for (let second = from; second < to; second++) {
        value = Math[kind](value, extremes[second] ?? empty);
        count += samples[second] ?? 0;
      }
      return count === 0
        ? { value: null, samples: 0, met: null }
        : { value, samples: count, met: meets(value, objective) };
    },
  };
}
