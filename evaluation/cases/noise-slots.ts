import { median } from "../../src/stats/quantile-type7.ts";
import type { NoiseSeries } from "../data/cloud-noise.ts";
import { shuffled } from "./draw.ts";

/** Earlier runs of every comparison. */
export const baselineRuns = 10;
/** The candidate and two further runs, for confirmation and for the rival that waits. */
const laterRuns = 2;
const slotLength = baselineRuns + 1 + laterRuns;

/** A place of a series: runs that no other slot uses. */
export interface NoiseSlot {
  readonly series: NoiseSeries;
  /** Row of the candidate, from 0. */
  readonly row: number;
  /** Oldest first. */
  readonly earlier: readonly number[];
  readonly candidate: number;
  readonly next: number;
  readonly afterNext: number;
}

/** Every slot of a series, one after the other. */
export function slotsOf(series: NoiseSeries): NoiseSlot[] {
  const { values } = series;
  return Array.from({ length: Math.floor(values.length / slotLength) }, (_, slot) => {
    const row = slot * slotLength + baselineRuns;
    return {
      series,
      row,
      earlier: values.slice(row - baselineRuns, row),
      candidate: values[row] ?? NaN,
      next: values[row + 1] ?? NaN,
      afterNext: values[row + 2] ?? NaN,
    };
  });
}

/** At most `most` slots of a series, drawn by its name. */
export function drawSlots(series: NoiseSeries, most: number): NoiseSlot[] {
  return shuffled(slotsOf(series), series.id).slice(0, most);
}

/**
 * Robust spread of ln value between one run and the next, as they are without any change: 1.4826 · MAD of the differences over √2, so that
 * slow drift does not count.
 */
export function robustSpread({ values }: NoiseSeries): number {
  const logs = values.map((value) => Math.log(value));
  const steps = logs.slice(1).map((log, i) => log - (logs[i] ?? log));
  if (steps.length === 0) return 0;
  const middle = median(steps);
  return (1.4826 * median(steps.map((step) => Math.abs(step - middle)))) / Math.SQRT2;
}
