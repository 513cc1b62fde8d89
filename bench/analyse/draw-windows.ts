import {
  measures,
  type CounterWindow,
  type ErrorWindow,
  type LimitCount,
  type LimitRule,
  type Measure,
  type SeriesKey,
  type SeriesWindow,
  type Window,
} from "../../src/contract/window.ts";
import { bucketIndex } from "../../src/stats/bucket-index.ts";
import { seededRandom } from "../../src/stats/seeded-random.ts";

export interface DrawnScenario {
  readonly name: string;
  readonly endpoints: readonly string[];
  readonly medianMs: number;
}

/** Bucket indexes from 2^-32 ms to 2^32 ms. */
const lowestIndex = -2048;
const shareFailed = 0.002;
const shareConnecting = 0.001;

/** Draws second after second of a run in which each endpoint gets an equal share of the requests, all measures of each. The same each time. */
export function drawWindows(
  scenarios: readonly DrawnScenario[],
  requestsPerSecond: number,
  rules: readonly LimitRule[],
): (at: number) => Window {
  const random = seededRandom("long run");
  const perScenario = requestsPerSecond / scenarios.length;
  const drawn = scenarios.map(({ name, endpoints, medianMs }) => ({
    name,
    medianMs,
    journey: new Tally({ scenario: name, endpoint: "", measure: "journey" }, rules),
    endpoints: endpoints.map((endpoint) => ({
      endpoint,
      requests: Math.round(perScenario / endpoints.length),
      tallies: talliesOf(name, endpoint, rules),
    })),
  }));
  const skewedValues = Float64Array.from({ length: 8192 }, () =>
    Math.exp(1.2 * (random() + random() + random() - 1.5)),
  );
  const skewed = (): number => skewedValues[Math.floor(random() * skewedValues.length)] ?? 1;
  return (at) => {
    const series: SeriesWindow[] = [];
    const counters: CounterWindow[] = [];
    const errors: ErrorWindow[] = [];
    for (const { name, medianMs, journey, endpoints } of drawn) {
      for (const { endpoint, requests, tallies } of endpoints) {
        let failed = 0;
        for (let request = 0; request < requests; request++) {
          const connects = random() < shareConnecting;
          const sending = 0.02 * skewed();
          const receiving = 0.08 * skewed();
          const waiting = medianMs * skewed();
          const latency = sending + waiting + receiving;
          tallies.latency.add(latency);
          tallies.blocked.add(connects ? 0.4 : 0.003 * skewed());
          tallies.connecting.add(connects ? 0.3 : 0);
          tallies.tls.add(0);
          tallies.sending.add(sending);
          tallies.waiting.add(waiting);
          tallies.receiving.add(receiving);
          journey.add(latency);
          if (random() >= shareFailed) continue;
          tallies["failed-latency"].add(latency);
          failed++;
        }
        for (const measure of measures) if (measure !== "journey") series.push(...tallies[measure].take());
        counters.push({ scenario: name, endpoint, name: "bytesReceived", value: 824 * requests });
        counters.push({ scenario: name, endpoint, name: "bytesSent", value: 266 * requests });
        if (failed > 0)
          errors.push({ scenario: name, endpoint, kind: "status", value: "503", count: failed, firstAt: at + 500 });
      }
      series.push(...journey.take());
      counters.push({ scenario: name, endpoint: "", name: "iterations", value: perScenario });
    }
    return { at, series, counters, errors, vus: 640 };
  };
}

function talliesOf(
  scenario: string,
  endpoint: string,
  rules: readonly LimitRule[],
): Record<Exclude<Measure, "journey">, Tally> {
  const tally = (measure: Measure): Tally => new Tally({ scenario, endpoint, measure }, rules);
  return {
    latency: tally("latency"),
    "failed-latency": tally("failed-latency"),
    blocked: tally("blocked"),
    connecting: tally("connecting"),
    tls: tally("tls"),
    sending: tally("sending"),
    waiting: tally("waiting"),
    receiving: tally("receiving"),
  };
}

function fits(wanted: string | null, is: string): boolean {
  return wanted === null || wanted === is;
}

/** One series of one second. */
class Tally {
  readonly #key: SeriesKey;
  readonly #limitsMs: readonly number[];
  readonly #buckets = new Int32Array(-2 * lowestIndex);
  #touched: number[] = [];
  #limits: LimitCount[] = [];
  #count = 0;
  #sum = 0;
  #min = Infinity;
  #max = -Infinity;
  #zeroCount = 0;

  constructor(key: SeriesKey, rules: readonly LimitRule[]) {
    this.#key = key;
    const own = rules.filter(
      ({ measure, endpoint, scenario }) =>
        measure === key.measure && fits(endpoint, key.endpoint) && fits(scenario, key.scenario),
    );
    this.#limitsMs = [...new Set(own.map(({ limitMs }) => limitMs))];
    this.#reset();
  }

  add(value: number): void {
    this.#count++;
    this.#sum += value;
    this.#min = Math.min(this.#min, value);
    this.#max = Math.max(this.#max, value);
    for (const limit of this.#limits) {
      if (value < limit.limitMs) {
        limit.below++;
        limit.maxBelow = Math.max(limit.maxBelow, value);
      } else if (value > limit.limitMs) limit.minAbove = Math.min(limit.minAbove, value);
      else limit.equal++;
    }
    if (value === 0) {
      this.#zeroCount++;
      return;
    }
    const place = bucketIndex(value) - lowestIndex;
    const before = this.#buckets[place] ?? 0;
    if (before === 0) this.#touched.push(place);
    this.#buckets[place] = before + 1;
  }

  /** The second, unless nothing happened in it; then the next begins. */
  take(): SeriesWindow[] {
    if (this.#count === 0) return [];
    const places = this.#touched.toSorted((left, right) => left - right);
    const taken: SeriesWindow = {
      key: this.#key,
      count: this.#count,
      sum: this.#sum,
      min: this.#min,
      max: this.#max,
      zeroCount: this.#zeroCount,
      indexes: Int32Array.from(places, (place) => place + lowestIndex),
      counts: Float64Array.from(places, (place) => this.#buckets[place] ?? 0),
      limits: this.#limits,
    };
    for (const place of places) this.#buckets[place] = 0;
    this.#reset();
    return [taken];
  }

  #reset(): void {
    this.#touched = [];
    this.#limits = this.#limitsMs.map((limitMs) => ({
      limitMs,
      below: 0,
      equal: 0,
      maxBelow: -Infinity,
      minAbove: Infinity,
    }));
    [this.#count, this.#sum, this.#min, this.#max, this.#zeroCount] = [0, 0, Infinity, -Infinity, 0];
  }
}
