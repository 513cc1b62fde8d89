import type { Histogram } from "../../../stats/histogram.ts";
import { qnScale } from "../../../stats/qn-scale.ts";
import { median } from "../../../stats/quantile-type7.ts";
import { formatMs, formatNumber, formatShare } from "../../../contract/format-quantity.ts";
import type { Series, Statistic } from "./compared-series.ts";
import { keptHistogram } from "./kept-histogram.ts";
import { enoughRuns, leastSpread } from "./settings.ts";

/** Samples beyond a percentile that make it worth something. */
const samplesBeyond = 20;
/** Buckets of 2^(1/64) that are looked at as one when modes are searched: a fifth of the value. */
const bucketsAtOnce = 16;
/** Share of all samples that a mode has at least. */
const leastMode = 0.05;
/** How near the boundary of two modes a percentile is told to lie between them, as a share of all samples. */
const nearBoundary = 0.03;

/** What a reader has to know about a series before believing its comparison, as sentences. `values`: of the earlier runs. */
export function notesOf({ current, earlier }: Series, statistic: Statistic, values: readonly number[]): string[] {
  const notes: string[] = [];
  if (values.length >= enoughRuns && qnScale(values.map((value) => Math.log(value))) === 0)
    notes.push(`the earlier runs do not differ, so a spread of ${formatShare(leastSpread, 1)} is assumed`);
  const { quantile, name } = statistic;
  if (quantile === null || current === null) return notes;
  const wanted = Math.round(samplesBeyond / (1 - quantile));
  const typical = earlier.length === 0 ? Infinity : median(earlier.map(({ requests }) => requests));
  const fewest = Math.min(current.requests, typical);
  if (fewest < wanted)
    notes.push(`few samples: ${formatNumber(fewest)} a run, and ${name} wants ${formatNumber(wanted)}`);
  const histogram = keptHistogram(current);
  const modes = histogram === null ? null : modesAround(histogram, quantile);
  if (modes !== null)
    notes.push(
      `${name} lies between two modes, around ${formatMs(modes.low)} and ${formatMs(modes.high)}, and jumps when their shares change a little`,
    );
  return notes;
}

/**
 * The two modes (ms) whose boundary lies near a quantile: a valley with less than a quarter of the density of the smaller of the peaks on both sides,
 * each side of at least 5 % of the samples. null: the distribution is smooth there.
 */
export function modesAround(
  histogram: Histogram,
  quantile: number,
): { readonly low: number; readonly high: number } | null {
  const cells = new Map<number, number>();
  for (const { index, count } of histogram.buckets()) {
    const cell = Math.floor(index / bucketsAtOnce);
    cells.set(cell, (cells.get(cell) ?? 0) + count);
  }
  const numbers = [...cells.keys()];
  if (numbers.length === 0) return null;
  const first = Math.min(...numbers);
  const counts = Array.from({ length: Math.max(...numbers) - first + 1 }, (_, i) => cells.get(first + i) ?? 0);
  const total = histogram.count;
  let below = 0;
  for (let valley = 0; valley < counts.length; valley++) {
    const inside = counts[valley] ?? 0;
    const share = below / total;
    below += inside;
    const isNear = share - nearBoundary <= quantile && quantile <= below / total + nearBoundary;
    if (!isNear || share < leastMode || 1 - below / total < leastMode / 2) continue;
    const left = peakOf(counts, 0, valley);
    const right = peakOf(counts, valley + 1, counts.length);
    if (inside * 4 < Math.min(left.count, right.count))
      return { low: middleOf(first + left.cell), high: middleOf(first + right.cell) };
  }
  return null;
}

function peakOf(counts: readonly number[], from: number, to: number): { cell: number; count: number } {
  let best = { cell: from, count: 0 };
  for (let cell = from; cell < to; cell++) {
    const count = counts[cell] ?? 0;
    if (count > best.count) best = { cell, count };
  }
  return best;
}

/** ms. Base 2^(1/64), so that sixteen buckets are a quarter of an octave. */
function middleOf(cell: number): number {
  return Math.exp((((cell + 0.5) * bucketsAtOnce) / 64) * Math.LN2);
}
