import { Histogram } from "../../../stats/histogram.ts";
import type { Objective } from "../../../contract/slo-set.ts";
import type { CounterName, Measure } from "../../../contract/window.ts";
import type { Piece, Track } from "../track.ts";
import {
  counterBySecond,
  eachPiece,
  eachPlace,
  tracksOf,
  type RunSeries,
  type Seconds,
  type Selection,
} from "../run-series.ts";
import { meets, type Figure, type Figures } from "./figures.ts";
import { quantileFigures } from "./quantile-figures.ts";
import { ratioFigures } from "./ratio-figures.ts";
import type { VisitPieces } from "./visit-pieces.ts";

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
  const pieces =
    (measure: Measure): VisitPieces =>
    (visit) => {
      eachPiece(tracksOf(run, measure, selection), range, (second, piece) => {
        visit(second - range.from, piece);
      });
    };
  const sums = (measure: Measure, value: (track: Track, i: number) => number): Float64Array => {
    const bySecond = new Float64Array(length);
    eachPlace(tracksOf(run, measure, selection), range, (second, track, i) => {
      const at = second - range.from;
      bySecond[at] = (bySecond[at] ?? 0) + value(track, i);
    });
    return bySecond;
  };
  const counts = (measure: Measure): Float64Array => sums(measure, (track, i) => track.count(i));
  const counters = (...names: CounterName[]): Float64Array => counterBySecond(run, names, selection, range);
  const base = { exact: true, wholeSeconds: null };
  switch (statistic.kind) {
    case "quantile":
      return quantileFigures(objective, statistic.q, length, pieces(objective.measure));
    case "mean": {
      const samples = counts(objective.measure);
      const numerator = sums(objective.measure, (track, i) => track.sum(i));
      return ratioFigures(objective, { ...base, numerator, denominator: samples, samples });
    }
    case "max":
    case "min":
      return extremeFigures(objective, statistic.kind, counts(objective.measure), pieces(objective.measure));
    case "error-rate": {
      const samples = counts("latency");
      const numerator = counts("failed-latency");
      return ratioFigures(objective, { ...base, numerator, denominator: samples, samples });
    }
    case "throughput": {
      const samples = counts("latency");
      return ratioFigures(objective, { exact: true, numerator: samples, denominator: null, samples, wholeSeconds });
    }
    case "share-below": {
      const exact = { value: true };
      const samples = counts(objective.measure);
      const numerator = sumBySecond(length, pieces(objective.measure), (piece) =>
        countBelow(piece, statistic.belowMs, false, exact),
      );
      return ratioFigures(objective, { ...base, exact: exact.value, numerator, denominator: samples, samples });
    }
    case "apdex":
      return apdexFigures(
        objective,
        statistic.toleratedMs,
        counts("latency"),
        pieces("latency"),
        pieces("failed-latency"),
      );
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
  samples: Float64Array,
  all: VisitPieces,
  failed: VisitPieces,
): Figures {
  const exact = { value: true };
  const score = (piece: Piece): number =>
    (countBelow(piece, tolerated, true, exact) + countBelow(piece, 4 * tolerated, true, exact)) / 2;
  const numerator = sumBySecond(samples.length, all, score);
  const lost = sumBySecond(samples.length, failed, score);
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

function sumBySecond(length: number, visitPieces: VisitPieces, value: (piece: Piece) => number): Float64Array {
  const sums = new Float64Array(length);
  visitPieces((second, piece) => {
    sums[second] = (sums[second] ?? 0) + value(piece);
  });
  return sums;
}

/** Samples < limit (or ≤ limit), from the exact counts, else estimated from the histogram. */
function countBelow(piece: Piece, limit: number, orEqual: boolean, exact: { value: boolean }): number {
  const counts = piece.limitAt(limit);
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
  samples: Float64Array,
  visitPieces: VisitPieces,
): Figures {
  const { length } = samples;
  const empty = kind === "max" ? -Infinity : Infinity;
  const extremes = new Float64Array(length).fill(empty);
  visitPieces((second, piece) => {
    if (piece.count > 0) extremes[second] = Math[kind](extremes[second] ?? empty, piece[kind]);
  });
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
