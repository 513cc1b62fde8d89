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
