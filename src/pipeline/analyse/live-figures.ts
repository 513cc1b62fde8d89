import type { LiveFigures } from "../../contract/api/live-event.ts";
import type { Measure, SeriesWindow } from "../../contract/window.ts";
import { Histogram } from "../../stats/histogram.ts";

/** Phases of a request in the order in which `window` events tell them. */
export const livePhases = ["blocked", "connecting", "tls", "sending", "waiting", "receiving"] as const;

const phasePlaces: ReadonlyMap<Measure, number> = new Map(livePhases.map((phase, place) => [phase, place]));

/** Place of a measure among the phases; undefined: it is none. */
export function phasePlace(measure: Measure): number | undefined {
  return phasePlaces.get(measure);
}

/** Sums the pieces of one row of one second up. Percentiles come from the histogram: the report counts exactly, here a look is enough. */
export class FigureSum {
  readonly #latency = new Histogram();
  #failed = 0;

  addLatency(piece: SeriesWindow): void {
    this.#latency.addBuckets(piece);
  }

  addFailed(count: number): void {
    this.#failed += count;
  }

  get requests(): number {
    return this.#latency.count;
  }

  /** Requests, failed ones, p50, p90, p95, p99 and mean latency in ms. */
  figures(): LiveFigures {
    const { count, sum } = this.#latency;
    const at = (q: number): number | null => inHundredths(this.#latency.quantile(q));
    const mean = count === 0 ? null : inHundredths(sum / count);
    return [count, this.#failed, at(0.5), at(0.9), at(0.95), at(0.99), mean];
  }
}

/** To a hundredth of a millisecond: nobody sees more, and five hundred rows a second are sent. */
export function inHundredths(value: number | null): number | null {
  return value === null ? null : Math.round(value * 100) / 100;
}
