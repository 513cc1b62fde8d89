import type { Objective } from "../../contract/slo-set.ts";
import type { Measure, SeriesKey, Window } from "../../contract/window.ts";
import { Histogram } from "../../stats/histogram.ts";

/** Everything that the statistic of an objective is made of, over some seconds. It only grows. */
export class LiveTally {
  /** Of the objective's measure; of rates and Apdex of the latency. */
  readonly #measured = new Histogram();
  readonly #failed = new Histogram();
  #dropped = 0;
  #begun = 0;
  #passed = 0;
  #checks = 0;

  addMeasured(piece: Window["series"][number]): void {
    this.#measured.addBuckets(piece);
  }

  addFailed(piece: Window["series"][number]): void {
    this.#failed.addBuckets(piece);
  }

  addCounter({ name, value }: Window["counters"][number]): void {
    if (name === "dropped") this.#dropped += value;
    if (name === "dropped" || name === "iterations" || name === "interrupted") this.#begun += value;
    if (name === "checksPassed") this.#passed += value;
    if (name === "checksPassed" || name === "checksFailed") this.#checks += value;
  }

  /** The statistic over what was added, which came in so many seconds; null: there is nothing to say it of. */
  value({ statistic }: Objective, seconds: number): number | null {
    const measured = this.#measured;
    const { count } = measured;
    switch (statistic.kind) {
      case "quantile":
        return measured.quantile(statistic.q);
      case "mean":
        return ratio(measured.sum, count);
      case "max":
        return count === 0 ? null : measured.max;
      case "min":
        return count === 0 ? null : measured.min;
      case "share-below":
        return measured.cdf(statistic.belowMs);
      case "error-rate":
        return ratio(this.#failed.count, count);
      case "throughput":
        return ratio(count, seconds);
      case "apdex": {
        const score = (samples: Histogram): number =>
          ((samples.cdf(statistic.toleratedMs) ?? 0) + (samples.cdf(4 * statistic.toleratedMs) ?? 0)) *
          (samples.count / 2);
        return ratio(score(measured) - score(this.#failed), count);
      }
      case "dropped":
        return ratio(this.#dropped, this.#begun);
      case "checks":
        return ratio(this.#passed, this.#checks);
      default:
        return statistic satisfies never;
    }
  }
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

/** The measure whose samples an objective counts. */
function measureOf({ statistic, measure }: Objective): Measure {
  const { kind } = statistic;
  return kind === "error-rate" || kind === "throughput" || kind === "apdex" ? "latency" : measure;
}

/** Which series an objective looks at. */
export type Selects = (key: Pick<SeriesKey, "scenario" | "endpoint">) => boolean;

/** Adds a window to the tallies of an objective: one an endpoint where it judges each for itself, else the one of "". */
export function tallyWindow(
  tallies: Map<string, LiveTally>,
  objective: Objective,
  selects: Selects,
  window: Window,
): void {
  const measure = measureOf(objective);
  const failures = objective.statistic.kind === "error-rate" || objective.statistic.kind === "apdex";
  for (const piece of window.series) {
    const { key } = piece;
    const isFailure = failures && key.measure === "failed-latency";
    if ((key.measure !== measure && !isFailure) || !selects(key)) continue;
    const tally = tallyOf(tallies, objective.each ? key.endpoint : "");
    if (isFailure) tally.addFailed(piece);
    else tally.addMeasured(piece);
  }
  if (objective.statistic.kind !== "dropped" && objective.statistic.kind !== "checks") return;
  for (const counter of window.counters)
    if (selects(counter)) tallyOf(tallies, objective.each ? counter.endpoint : "").addCounter(counter);
}

function tallyOf(tallies: Map<string, LiveTally>, name: string): LiveTally {
  const known = tallies.get(name) ?? new LiveTally();
  tallies.set(name, known);
  return known;
}
