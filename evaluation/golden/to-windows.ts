import { Histogram } from "../../src/stats/histogram.ts";
import { indexFirstAbove, indexFirstAtLeast } from "./search-ascending.ts";
import type {
  CounterWindow,
  ErrorWindow,
  LimitCount,
  LimitRule,
  Measure,
  SeriesWindow,
  Window,
} from "../../src/contract/window.ts";
import type { GoldenRun } from "./golden-run.ts";

/**
 * The windows that a collector would have made of a stored run, with samples counted exactly at every limit. Each request is one
 * iteration, as the golden plan has no journeys. The kind of a failure is not kept: all are told as `other`.
 */
export function toWindows(run: Pick<GoldenRun, "series" | "firstSecond">, limits: readonly LimitRule[] = []): Window[] {
  const length = Math.max(0, ...run.series.map(({ seconds }) => seconds.length));
  return Array.from({ length }, (_, second) => {
    const at = run.firstSecond + second * 1000;
    const series: SeriesWindow[] = [];
    const counters: CounterWindow[] = [];
    const errors: ErrorWindow[] = [];
    const iterations = new Map<string, number>();
    for (const { scenario, endpoint, seconds } of run.series) {
      const { latencies, failed } = seconds[second] ?? { latencies: new Float64Array(), failed: new Float64Array() };
      if (latencies.length === 0) continue;
      iterations.set(scenario, (iterations.get(scenario) ?? 0) + latencies.length);
      const window = (measure: Measure, samples: Float64Array): SeriesWindow => ({
        key: { scenario, endpoint, measure },
        ...distribution(samples),
        limits: limitsOf(limits, { scenario, endpoint, measure }).map((limitMs) => countAround(samples, limitMs)),
      });
      series.push(window("latency", latencies));
      if (failed.length > 0) {
        series.push(window("failed-latency", failed));
        errors.push({ scenario, endpoint, kind: "other", value: "", count: failed.length, firstAt: at });
      }
    }
    for (const [scenario, value] of iterations) counters.push({ scenario, endpoint: "", name: "iterations", value });
    return { at, series, counters, errors, vus: null };
  });
}

function distribution(ascending: Float64Array): Omit<SeriesWindow, "key" | "limits"> {
  const histogram = new Histogram();
  let hundredths = 0;
  for (const value of ascending) {
    histogram.add(value);
    hundredths += Math.round(value * 100);
  }
  const buckets = histogram.buckets();
  return {
    count: ascending.length,
    sum: hundredths / 100,
    min: histogram.min,
    max: histogram.max,
    zeroCount: indexFirstAbove(ascending, 0),
    indexes: Int32Array.from(buckets, ({ index }) => index),
    counts: Float64Array.from(buckets, ({ count }) => count),
  };
}

function limitsOf(rules: readonly LimitRule[], key: SeriesWindow["key"]): number[] {
  const matching = rules.filter(
    ({ measure, endpoint, scenario }) =>
      measure === key.measure &&
      (endpoint === null || endpoint === key.endpoint) &&
      (scenario === null || scenario === key.scenario),
  );
  return [...new Set(matching.map(({ limitMs }) => limitMs))].toSorted((left, right) => left - right);
}

/** Exact counts around a limit in ascending samples. */
function countAround(ascending: Float64Array, limitMs: number): LimitCount {
  const below = indexFirstAtLeast(ascending, limitMs);
  const notAbove = indexFirstAbove(ascending, limitMs);
  return {
    limitMs,
    below,
    equal: notAbove - below,
    maxBelow: ascending[below - 1] ?? -Infinity,
    minAbove: ascending[notAbove] ?? Infinity,
  };
}
