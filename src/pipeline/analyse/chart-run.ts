import { bucketUpper } from "../../stats/bucket-index.ts";
import { Histogram } from "../../stats/histogram.ts";
import type { ObjectiveResult } from "../../contract/objective-result.ts";
import type { ChartSpec, RunDocument } from "../../contract/run.ts";
import type { Measure } from "../../contract/window.ts";
import {
  eachPiece,
  eachPlace,
  mergedHistogram,
  msFromStart,
  tracksOf,
  type RunSeries,
  type Selection,
} from "./run-series.ts";
import type { Track } from "./track.ts";

const mostPoints = 600;
const chartedEndpoints = 6;
/** Buckets that are drawn as one bar. */
const barWidth = 8;
const percentiles = [
  { name: "p50", q: 0.5 },
  { name: "p95", q: 0.95 },
  { name: "p99", q: 0.99 },
] as const;

export interface ChartFacts {
  readonly run: RunSeries;
  readonly judged: RunDocument["judged"];
  /** Cut before the judged part, ms. */
  readonly warmUpMs: number;
  readonly endpoints: RunDocument["endpoints"];
  readonly objectives: readonly ObjectiveResult[];
  readonly withoutSetup: boolean;
}

/** The charts of a report: over time for the run and for its worst endpoints, distributions, phases. */
export function chartRun(facts: ChartFacts): ChartSpec[] {
  const { run, withoutSetup } = facts;
  if (run.length === 0) return [];
  const all: Selection = { scenario: null, endpoint: null, withoutSetup };
  const worst = worstEndpoints(facts);
  return [
    latencyChart(facts, "latency", "Latency", all, []),
    countChart(facts, "throughput", "Requests per second", all),
    errorChart(facts, all),
    vusChart(facts),
    ...worst.map(({ name, scenario }) => {
      const limits = facts.objectives.filter(
        (objective) =>
          objective.endpoint === name &&
          objective.unit === "ms" &&
          (objective.scenario === null || objective.scenario === scenario),
      );
      return latencyChart(
        facts,
        `latency:${scenario}/${name}`,
        `Latency of ${label(name, scenario)}`,
        { scenario, endpoint: name, withoutSetup },
        limits.map(({ limit, text }) => ({ value: limit, label: text })),
      );
    }),
    ...worst.map(({ name, scenario }) => distributionChart(facts, name, scenario)),
    phaseChart(facts),
  ];
}

function label(name: string, scenario: string): string {
  return scenario === "" ? name : `${name} in ${scenario}`;
}

/** Breached first, then slowest. */
function worstEndpoints({ endpoints, objectives }: ChartFacts): RunDocument["endpoints"] {
  const isBreached = (endpoint: RunDocument["endpoints"][number]): boolean =>
    objectives.some(
      (objective) =>
        objective.status === "breached" &&
        objective.endpoint === endpoint.name &&
        (objective.scenario === null || objective.scenario === endpoint.scenario),
    );
  return [...endpoints]
    .toSorted((a, b) => Number(isBreached(b)) - Number(isBreached(a)) || b.latencyMs.p95 - a.latencyMs.p95)
    .slice(0, chartedEndpoints);
}

interface Bins {
  readonly width: number;
  readonly starts: number[];
  readonly x: number[];
}

function binsOf(run: RunSeries): Bins {
  const width = Math.max(1, Math.ceil(run.length / mostPoints));
  const starts: number[] = [];
  for (let at = 0; at < run.length; at += width) starts.push(at);
  return { width, starts, x: starts.map((second) => msFromStart(run, second)) };
}

function overTime(facts: ChartFacts, id: string, title: string, yUnit: ChartSpec["yUnit"], bins: Bins): ChartSpec {
  const { judged, warmUpMs } = facts;
  return {
    id,
    title,
    kind: "lines",
    xUnit: "ms-from-start",
    yUnit,
    x: bins.x,
    series: [],
    spans:
      judged === null
        ? []
        : [
            ...(warmUpMs > 0 ? [{ fromMs: judged.fromMs - warmUpMs, toMs: judged.fromMs, label: "warm-up" }] : []),
            { ...judged, label: "judged" },
          ],
    limits: [],
    marks: [],
  };
}

function latencyChart(
  facts: ChartFacts,
  id: string,
  title: string,
  selection: Selection,
  limits: ChartSpec["limits"],
): ChartSpec {
  const { run } = facts;
  const bins = binsOf(run);
  const histograms: (Histogram | undefined)[] = bins.starts.map(() => undefined);
  eachPiece(tracksOf(run, "latency", selection), { from: 0, to: run.length }, (second, piece) => {
    const bin = Math.floor(second / bins.width);
    const histogram = histograms[bin] ?? new Histogram();
    histograms[bin] = histogram;
    histogram.addBuckets(piece);
  });
  return {
    ...overTime(facts, id, title, "ms", bins),
    series: percentiles.map(({ name, q }) => ({
      name,
      values: histograms.map((histogram) => histogram?.quantile(q) ?? null),
    })),
    limits,
  };
}

function countBins(run: RunSeries, tracks: readonly Track[], bins: Bins): number[] {
  const counts = bins.starts.map(() => 0);
  eachPlace(tracks, { from: 0, to: run.length }, (second, track, i) => {
    const bin = Math.floor(second / bins.width);
    counts[bin] = (counts[bin] ?? 0) + track.count(i);
  });
  return counts;
}

function countChart(facts: ChartFacts, id: string, title: string, selection: Selection): ChartSpec {
  const { run } = facts;
  const bins = binsOf(run);
  const tracks = tracksOf(run, "latency", selection);
  const scenarios = [...new Set(tracks.map(({ scenario }) => scenario))];
  const perSecond = (chosen: readonly Track[]): number[] =>
    countBins(run, chosen, bins).map((count, bin) => {
      const seconds = Math.min(bins.width, run.length - (bins.starts[bin] ?? 0));
      return count / seconds;
    });
  const series = scenarios.map((scenario) => ({
    name: scenario === "" ? "all" : scenario,
    values: perSecond(tracks.filter((track) => track.scenario === scenario)),
  }));
  return {
    ...overTime(facts, id, title, "per-second", bins),
    series: series.length > 1 ? [{ name: "all", values: perSecond(tracks) }, ...series] : series,
  };
}

function errorChart(facts: ChartFacts, selection: Selection): ChartSpec {
  const { run } = facts;
  const bins = binsOf(run);
  const requests = countBins(run, tracksOf(run, "latency", selection), bins);
  const failed = countBins(run, tracksOf(run, "failed-latency", selection), bins);
  return {
    ...overTime(facts, "errors", "Failed requests", "fraction", bins),
    series: [
      { name: "errors", values: requests.map((count, bin) => (count === 0 ? null : (failed[bin] ?? 0) / count)) },
    ],
  };
}

function vusChart(facts: ChartFacts): ChartSpec {
  const { run } = facts;
  const bins = binsOf(run);
  const values = bins.starts.map((start) => {
    const seen = run.vus.slice(start, start + bins.width).filter((vus) => vus !== null);
    return seen.length === 0 ? null : Math.max(...seen);
  });
  return { ...overTime(facts, "vus", "Virtual users", "vus", bins), series: [{ name: "VUs", values }] };
}

/** Bars of eight buckets, 9 % wide each; x is the upper bound of each bar in ms. */
function distributionChart(facts: ChartFacts, name: string, scenario: string): ChartSpec {
  const { run, withoutSetup } = facts;
  const tracks = tracksOf(run, "latency", { scenario, endpoint: name, withoutSetup });
  const bars = new Map<number, number>();
  for (const { index, count } of mergedHistogram(tracks, { from: 0, to: run.length }).buckets()) {
    const bar = Math.floor(index / barWidth);
    bars.set(bar, (bars.get(bar) ?? 0) + count);
  }
  const numbers = [...bars.keys()];
  const first = Math.min(...numbers);
  const all = numbers.length === 0 ? [] : Array.from({ length: Math.max(...numbers) - first + 1 }, (_, i) => first + i);
  return {
    id: `distribution:${scenario}/${name}`,
    title: `Distribution of ${label(name, scenario)}`,
    kind: "distribution",
    xUnit: "ms",
    yUnit: "count",
    x: all.map((bar) => bucketUpper(bar * barWidth + barWidth - 1)),
    series: [{ name: "requests", values: all.map((bar) => bars.get(bar) ?? 0) }],
    spans: [],
    limits: [],
    marks: [],
  };
}

const phases: readonly Measure[] = ["blocked", "connecting", "tls", "sending", "waiting", "receiving"];

/** Mean of each phase by endpoint; `blocked` is what it has beyond connecting and TLS, as it contains neither in k6. */
function phaseChart({ run, endpoints, withoutSetup }: ChartFacts): ChartSpec {
  return {
    id: "phases",
    title: "Where the time goes, on average",
    kind: "stacked-bars",
    xUnit: "name",
    yUnit: "ms",
    x: endpoints.map(({ name, scenario }) => label(name, scenario)),
    series: phases.map((phase) => ({
      name: phase,
      values: endpoints.map(({ name, scenario }) => {
        let [sum, count] = [0, 0];
        const tracks = tracksOf(run, phase, { scenario, endpoint: name, withoutSetup });
        eachPlace(tracks, { from: 0, to: run.length }, (_, track, i) => {
          sum += track.sum(i);
          count += track.count(i);
        });
        return count === 0 ? null : sum / count;
      }),
    })),
    spans: [],
    limits: [],
    marks: [],
  };
}
