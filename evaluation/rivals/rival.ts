import { changePointOnHistory } from "./change-point-on-history.ts";
import { percentRuleOnLastRun, percentRuleOnMedian } from "./percent-rule.ts";
import { pooledMannWhitney } from "./pooled-mann-whitney.ts";
import { welchOnWindows } from "./welch-on-windows.ts";

/** What a simple method may look at. Latencies in ms. */
export interface RivalInput {
  /** Values of the earlier runs, oldest first. */
  readonly earlier: readonly number[];
  readonly candidate: number;
  /** Values of further runs of the same state as the candidate, for methods that wait for them; empty: there are none. */
  readonly later: readonly number[];
  /** Requests of the candidate and of all earlier runs pooled; null: only one value a run is known. */
  readonly samples: { readonly candidate: ArrayLike<number>; readonly earlier: ArrayLike<number> } | null;
  /** One value for each short window of the candidate, and of all earlier runs; null: not known. */
  readonly windows: { readonly candidate: ArrayLike<number>; readonly earlier: ArrayLike<number> } | null;
}

/** Whether the candidate is slower; null: the method lacks what it needs. */
export type Rival = (input: RivalInput) => boolean | null;

export const rivals = {
  "+10 % on the last run": percentRuleOnLastRun,
  "+10 % on the median": percentRuleOnMedian,
  "pooled Mann-Whitney": pooledMannWhitney,
  "Welch on windows": welchOnWindows,
  "change point, two runs later": changePointOnHistory,
} satisfies Record<string, Rival>;

export type RivalName = keyof typeof rivals;
export const rivalNames = Object.keys(rivals) as RivalName[];

/** Asks every rival that has what it needs. */
export function askRivals(input: RivalInput): Map<RivalName, boolean> {
  const answers = new Map<RivalName, boolean>();
  for (const name of rivalNames) {
    const answer = rivals[name](input);
    if (answer !== null) answers.set(name, answer);
  }
  return answers;
}
