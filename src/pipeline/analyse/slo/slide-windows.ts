import type { Objective } from "../../../contract/slo-set.ts";
import { isUpperLimit, type Figures } from "./figures.ts";

/** Outcome of an objective over every sliding window. */
export interface SlidingOutcome {
  readonly met: boolean;
  /** The value that the demanded share of windows keeps: the limit at which the objective would just pass. */
  readonly value: number;
  readonly shareBreached: number;
  /** Longest run of breached windows: seconds from its first window's start to its last window's end. */
  readonly longest: { readonly from: number; readonly to: number } | null;
}

/**
 * Judges every window of `width` seconds that starts at a multiple of `step`, of which `share` must hold. A part shorter than one
 * window is one window. Windows without samples are left out. null when none has any.
 */
export function slideWindows(
  figures: Figures,
  objective: Objective,
  width: number,
  step: number,
  share: number,
): SlidingOutcome | null {
  const size = Math.min(width, figures.length);
  const values: number[] = [];
  let breached = 0;
  const longest = { from: 0, to: 0 };
  let streakFrom: number | null = null;
  if (size <= 0) return null;
  for (let from = 0; from + size <= figures.length; from += step) {
    const { value, met } = figures.at(from, from + size);
    if (value === null || met === null) continue;
    values.push(value);
    if (met) {
      streakFrom = null;
      continue;
    }
    breached++;
    streakFrom ??= from;
    if (from + size - streakFrom > longest.to - longest.from) {
      longest.from = streakFrom;
      longest.to = from + size;
    }
  }
  if (values.length === 0) return null;
  const upper = isUpperLimit(objective);
  const ordered = values.toSorted((a, b) => (upper ? a - b : b - a));
  const needed = Math.max(1, Math.ceil(share * values.length - 1e-9));
  return {
    met: values.length - breached >= needed,
    value: ordered[needed - 1] ?? 0,
    shareBreached: breached / values.length,
    longest: breached === 0 ? null : longest,
  };
}
