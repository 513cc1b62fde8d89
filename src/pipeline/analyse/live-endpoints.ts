import type { SeriesKey, SeriesWindow } from "../../contract/window.ts";

export interface LiveEndpoint {
  readonly scenario: string;
  readonly endpoint: string;
}

interface AddedEndpoint extends LiveEndpoint {
  readonly index: number;
  /** Second in which it appeared. */
  readonly second: number;
}

/**
 * Numbers the endpoints of a run: those of the plan first, others in the order in which the run's windows have them. The same windows in the
 * same order give the same numbers, in any process.
 */
export class LiveEndpoints {
  readonly #indexes = new Map<string, number>();
  /** Windows of one stream share their keys. */
  readonly #ofKey = new Map<SeriesKey, number>();
  readonly added: AddedEndpoint[] = [];

  constructor(known: readonly LiveEndpoint[]) {
    for (const each of known) this.#indexes.set(idOf(each), this.#indexes.size);
  }

  /** Numbers what there are requests of. */
  meet(series: readonly SeriesWindow[], second: number): void {
    for (const { key } of series) {
      if (key.measure !== "latency" || this.#ofKey.has(key)) continue;
      const id = idOf(key);
      let index = this.#indexes.get(id);
      if (index === undefined) {
        index = this.#indexes.size;
        this.#indexes.set(id, index);
        this.added.push({ index, second, scenario: key.scenario, endpoint: key.endpoint });
      }
      this.#ofKey.set(key, index);
    }
  }

  /** undefined: nobody met it. */
  indexOf(key: SeriesKey): number | undefined {
    const known = this.#ofKey.get(key) ?? this.#indexes.get(idOf(key));
    if (known !== undefined) this.#ofKey.set(key, known);
    return known;
  }
}

function idOf({ scenario, endpoint }: LiveEndpoint): string {
  return `${scenario}\n${endpoint}`;
}
