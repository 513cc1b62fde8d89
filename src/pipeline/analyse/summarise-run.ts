import type { LoadPreview } from "../../contract/load-preview.ts";
import type { RunDocument, RunRecord } from "../../contract/run.ts";
import type { CollectionSummary, ErrorWindow } from "../../contract/window.ts";
import type { Histogram } from "../../stats/histogram.ts";
import {
  compareText,
  countOf,
  counterBySecond,
  counterTotal,
  everything,
  mergedHistogram,
  secondAt,
  tracksOf,
  type RunSeries,
  type Seconds,
} from "./run-series.ts";

/** Totals of the whole run, set-up and teardown included. */
export function totalsOf(run: RunSeries, record: RunRecord, collection: CollectionSummary): RunDocument["totals"] {
  const whole = wholeOf(run);
  return {
    requests: countOf(tracksOf(run, "latency", everything), whole),
    failedRequests: countOf(tracksOf(run, "failed-latency", everything), whole),
    iterations: counterTotal(run, "iterations", everything),
    droppedIterations: counterTotal(run, "dropped", everything),
    bytesReceived: counterTotal(run, "bytesReceived", everything),
    bytesSent: counterTotal(run, "bytesSent", everything),
    peakVus: run.vus.reduce<number>((peak, vus) => Math.max(peak, vus ?? 0), 0),
    durationMs: wholeMsOf(record, collection),
  };
}

/** Length of the run: by its record, else by its samples. */
function wholeMsOf(record: RunRecord, collection: CollectionSummary): number {
  if (!record.imported && record.finishedAt !== null) return Math.max(0, record.finishedAt - record.startedAt);
  return sampledMsOf(collection) ?? 0;
}

/** From the first request's start to the last one's end. */
export function sampledMsOf({ firstAt, lastAt }: CollectionSummary): number | null {
  return firstAt === null || lastAt === null ? null : lastAt - firstAt;
}

export function wholeOf(run: RunSeries): Seconds {
  return { from: 0, to: run.length };
}

/** Each scenario's planned, started and dropped iterations, and its rate over the judged part (over the time it ran where there is none). */
export function scenariosOf(
  run: RunSeries,
  record: RunRecord,
  preview: LoadPreview | null,
  judged: Seconds | null,
): RunDocument["scenarios"] {
  const names = new Set<string>();
  for (const { name } of preview?.scenarios ?? []) names.add(name);
  for (const { scenario } of [...run.tracks, ...run.counters]) {
    if (scenario !== "" || record.imported) names.add(scenario);
  }
  return [...names].toSorted(compareText).map((name) => {
    const planned = preview?.scenarios.find((scenario) => scenario.name === name);
    const selection = { scenario: name, endpoint: null, withoutSetup: false };
    const started = counterTotal(run, "iterations", selection) + counterTotal(run, "interrupted", selection);
    const range = record.imported || judged === null ? activeSecondsOf(run, name) : judged;
    const iterations = counterBySecond(run, ["iterations"], selection, range).reduce((a, b) => a + b, 0);
    return {
      name,
      planned: planned?.iterations?.exact === true ? planned.iterations.count : null,
      started,
      dropped: counterTotal(run, "dropped", selection),
      ratePerSecond: range.to > range.from ? iterations / (range.to - range.from) : 0,
      peakVus: planned?.peakVus ?? null,
    };
  });
}

/** Scenarios with the iterations that were dropped before stopping began: from there on the gate holds the users that would have made them. */
export function withoutDropsOfStopping(
  run: RunSeries,
  { startedAt, stoppedAt }: RunRecord,
  scenarios: RunDocument["scenarios"],
): RunDocument["scenarios"] {
  if (stoppedAt === null) return scenarios;
  const range = { from: 0, to: secondAt(run, stoppedAt - startedAt, "before") };
  return scenarios.map((scenario) => {
    const selection = { scenario: scenario.name, endpoint: null, withoutSetup: false };
    const dropped = counterBySecond(run, ["dropped"], selection, range).reduce((a, b) => a + b, 0);
    return { ...scenario, dropped };
  });
}

/** From the first to the last second in which the scenario did anything. */
function activeSecondsOf(run: RunSeries, scenario: string): Seconds {
  let [first, last] = [Infinity, -Infinity];
  for (const track of [...run.tracks, ...run.counters]) {
    if (track.scenario !== scenario) continue;
    first = Math.min(first, track.seconds[0] ?? Infinity);
    last = Math.max(last, track.seconds.at(-1) ?? -Infinity);
  }
  return last >= first ? { from: first, to: last + 1 } : { from: 0, to: 0 };
}

/** Latency of a histogram; zeros when empty. */
export function latencyOf(histogram: Histogram): RunDocument["endpoints"][number]["latencyMs"] {
  const q = (share: number): number => histogram.quantile(share) ?? 0;
  const empty = histogram.count === 0;
  return {
    min: empty ? 0 : histogram.min,
    mean: empty ? 0 : histogram.sum / histogram.count,
    p50: q(0.5),
    p90: q(0.9),
    p95: q(0.95),
    p99: q(0.99),
    max: empty ? 0 : histogram.max,
  };
}

/** Each endpoint of each scenario over a range; without set-up and teardown of our own runs. */
export function endpointsOf(run: RunSeries, range: Seconds, withoutSetup: boolean): RunDocument["endpoints"] {
  const selection = { scenario: null, endpoint: null, withoutSetup };
  const failedTracks = tracksOf(run, "failed-latency", selection);
  return tracksOf(run, "latency", selection).flatMap((track) => {
    const histogram = mergedHistogram([track], range);
    if (histogram.count === 0) return [];
    const failed = failedTracks.filter(
      ({ scenario, endpoint }) => scenario === track.scenario && endpoint === track.endpoint,
    );
    const failures = mergedHistogram(failed, range);
    const mixed = failures.count > 0 && failures.count < histogram.count;
    return [
      {
        name: track.endpoint,
        scenario: track.scenario,
        requests: histogram.count,
        failedRequests: failures.count,
        latencyMs: latencyOf(histogram),
        successLatencyMs: mixed ? latencyOf(histogram.without(failures)) : null,
      },
    ];
  });
}

/** Kinds of errors, most frequent first. */
export function errorsOf(run: RunSeries): RunDocument["errors"] {
  const kinds = new Map<
    string,
    Pick<ErrorWindow, "endpoint" | "scenario" | "kind" | "value"> & { count: number; firstAt: number }
  >();
  for (const { endpoint, scenario, kind, value, count, firstAt } of run.errors) {
    const id = JSON.stringify([endpoint, scenario, kind, value]);
    const known = kinds.get(id);
    if (known === undefined) kinds.set(id, { endpoint, scenario, kind, value, count, firstAt });
    else {
      known.count += count;
      known.firstAt = Math.min(known.firstAt, firstAt);
    }
  }
  return [...kinds.values()]
    .map(({ firstAt, ...rest }) => ({ ...rest, firstAtMs: Math.max(0, firstAt - run.startedAt) }))
    .toSorted(
      (a, b) =>
        b.count - a.count ||
        a.firstAtMs - b.firstAtMs ||
        compareText(a.endpoint, b.endpoint) ||
        compareText(a.scenario, b.scenario) ||
        compareText(a.kind, b.kind) ||
        compareText(a.value, b.value),
    );
}
