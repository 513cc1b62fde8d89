interface EffectFacts {
  readonly effect: number;
  readonly interval: readonly [number, number] | null;
  readonly mde: number | null;
  readonly reach: number;
}

interface Stretch {
  readonly from: number;
  readonly to: number;
}

export interface EffectModel {
  /** Pixel of "as before". */
  readonly zero: number;
  /** Changes that would not have been seen. */
  readonly blind: Stretch | null;
  /** The interval, cut at the ends. */
  readonly line: Stretch | null;
  readonly dot: number;
  /** The change itself is beyond an end. */
  readonly isCut: boolean;
}

/** Where a change, its interval and its blind spot lie on a line of so many pixels. */
export function layOutEffect({ effect, interval, mde, reach }: EffectFacts, width: number): EffectModel {
  const most = reach > 0 ? reach : 1;
  const place = (share: number): number => ((Math.min(most, Math.max(-most, share)) + most) / (2 * most)) * width;
  return {
    zero: place(0),
    blind: mde === null ? null : { from: place(-mde), to: place(mde) },
    line: interval === null ? null : { from: place(interval[0]), to: place(interval[1]) },
    dot: place(effect),
    isCut: Math.abs(effect) > most,
  };
}

/** Ends of the line for a table of changes: the largest interval that is not out of all proportion, at least 10 %, at most 100 %. */
export function reachOf(facts: readonly Pick<EffectFacts, "effect" | "interval">[]): number {
  const largest = facts.map(({ effect, interval }) => Math.max(Math.abs(effect), ...(interval ?? []).map(Math.abs)));
  return Math.min(1, Math.max(0.1, ...largest));
}
