import type { Capacity } from "../../../contract/capacity.ts";
import { formatCount, formatQuantity } from "../../../contract/format-quantity.ts";
import type { SloSet } from "../../../contract/slo-set.ts";
import type { TestPlan } from "../../../contract/test-plan.ts";
import type { Spans } from "../../../stats/block-bootstrap.ts";
import { Histogram } from "../../../stats/histogram.ts";
import { quantileType7 } from "../../../stats/quantile-type7.ts";
import { seededRandom } from "../../../stats/seeded-random.ts";
import {
  countOf,
  eachPiece,
  mergedHistogram,
  secondAt,
  tracksOf,
  type RunSeries,
  type Seconds,
} from "../run-series.ts";
import { SpanHistogram } from "../../../stats/span-histogram.ts";
import type { Track } from "../track.ts";
import { fewestPoints, fitKnee, type LoadPoint } from "./fit-knee.ts";
import { fitUsl } from "./fit-usl.ts";
import { risingLoadOf, type LoadLevel } from "./load-levels.ts";

const replicates = 200;
/** Seconds of a block of the resamples: neighbours depend on each other. */
const block = 3;
/** Share of resamples in which a knee must be found again. */
const foundAgain = 0.5;
const defaultToleratedMs = 500;
/** Of requests in a level whose p95 is believed. */
const enoughRequests = 40;

interface Measured {
  readonly step: Capacity["steps"][number];
  readonly seconds: Seconds;
  readonly meanMs: number;
}

/**
 * Capacity of a run whose load rises in three levels or more: figures of each level, the knee with its 95 % interval by block bootstrap
 * over the seconds of each level, USL where six levels identify it. null for other runs. `seed` is the plan's. `untilMs`: when stopping
 * began, from the start of the run: a level that was not over by then was not offered.
 */
export function measureCapacity(
  run: RunSeries,
  plan: TestPlan,
  slos: SloSet,
  seed: number,
  untilMs = Infinity,
): Capacity | null {
  const rising = risingLoadOf(plan);
  if (rising === null) return null;
  const selection = { scenario: rising.scenario, endpoint: null, withoutSetup: true };
  const latency = tracksOf(run, "latency", selection);
  const failed = tracksOf(run, "failed-latency", selection);
  const apdexToleratedMs = toleratedMs(slos);
  const offered = rising.levels.filter(({ toMs }) => toMs <= untilMs);
  const measured = offered.flatMap((level) => {
    const one = measure(run, level, latency, failed, apdexToleratedMs);
    return one === null ? [] : [one];
  });
  if (measured.length === 0) return null;
  const believed = measured.filter(
    ({ step, seconds }) => step.p95 !== null && countOf(latency, seconds) >= enoughRequests,
  );
  const found = fitKnee(believed.map(pointOf));
  const interval = found === null ? null : kneeInterval(run, latency, believed, seed);
  const knee = found === null || interval === null ? null : { offered: found, interval: around(interval, found) };
  return {
    steps: measured.map(({ step }) => step),
    apdexToleratedMs,
    knee,
    kneeText: kneeText(knee, believed),
    usl: fitUsl(
      believed.map(({ step, meanMs }) => ({
        concurrency: step.unit === "vus" ? step.offered : (step.throughput * meanMs) / 1000,
        throughput: step.throughput,
      })),
    ),
  };
}

function toleratedMs({ objectives }: SloSet): number {
  for (const { statistic } of objectives) if (statistic.kind === "apdex") return statistic.toleratedMs;
  return defaultToleratedMs;
}

function pointOf({ step }: Measured): LoadPoint {
  return { offered: step.offered, p95: step.p95 ?? NaN };
}

/** null: the run ended before this level. */
function measure(
  run: RunSeries,
  { fromMs, toMs, offered, unit }: LoadLevel,
  latency: readonly Track[],
  failed: readonly Track[],
  tolerated: number,
): Measured | null {
  const seconds = { from: secondAt(run, fromMs, "nearest"), to: secondAt(run, toMs, "nearest") };
  const length = seconds.to - seconds.from;
  if (length <= 0) return null;
  const all = mergedHistogram(latency, seconds);
  if (all.count === 0) return null;
  const failures = mergedHistogram(failed, seconds);
  return {
    seconds,
    meanMs: all.sum / all.count,
    step: {
      fromMs,
      toMs,
      offered,
      unit,
      throughput: all.count / length,
      p50: all.quantile(0.5),
      p95: all.quantile(0.95),
      errorRate: failures.count / all.count,
      apdex: apdexOf(all, failures, tolerated),
    },
  };
}

/** Apdex 1.1: (satisfied + tolerating / 2) / total; failed requests are frustrated however fast they were. */
function apdexOf(all: Histogram, failures: Histogram, tolerated: number): number {
  const score = (histogram: Histogram): number =>
    (histogram.count * ((histogram.cdf(tolerated) ?? 0) + (histogram.cdf(4 * tolerated) ?? 0))) / 2;
  return Math.max(0, score(all) - score(failures)) / all.count;
}

/** The middle 95 % of the knees of resamples; null where fewer than half of them have one. */
function kneeInterval(
  run: RunSeries,
  latency: readonly Track[],
  levels: readonly Measured[],
  seed: number,
): [number, number] | null {
  const spans = new SpanHistogram(run.length, (visit) => {
    eachPiece(latency, { from: 0, to: run.length }, visit);
  });
  const random = seededRandom(`${seed}\nknee`);
  const knees: number[] = [];
  for (let replicate = 0; replicate < replicates; replicate++) {
    const points = levels.map(({ step, seconds }) => ({
      offered: step.offered,
      p95: spans.resampledQuantile(0.95, resample(seconds, random)) ?? NaN,
    }));
    const knee = fitKnee(points);
    if (knee !== null) knees.push(knee);
  }
  if (knees.length < foundAgain * replicates) return null;
  knees.sort((a, b) => a - b);
  return [quantileType7(knees, 0.025), quantileType7(knees, 0.975)];
}

function resample({ from, to }: Seconds, random: () => number): Spans {
  const width = Math.min(block, to - from);
  const blocks = Math.ceil((to - from) / width);
  const starts = Int32Array.from({ length: blocks }, () => from + Math.floor(random() * (to - from - width + 1)));
  return { starts, ends: starts.map((start) => start + width) };
}

function around([low, high]: [number, number], value: number): [number, number] {
  return [Math.min(low, value), Math.max(high, value)];
}

function kneeText(knee: Capacity["knee"], levels: readonly Measured[]): string {
  const unit = levels[0]?.step.unit ?? "per-second";
  const text = (value: number): string =>
    unit === "vus" ? formatCount(Math.round(value), "user") : formatQuantity(value, "per-second");
  if (knee !== null)
    return `latency rises out of proportion from ${text(knee.offered)} on (interval ${text(knee.interval[0])} to ${text(knee.interval[1])})`;
  if (levels.length < fewestPoints)
    return `${formatCount(levels.length, "level")} of load with enough requests: a knee needs ${fewestPoints}`;
  return `no knee up to ${text(levels.at(-1)?.step.offered ?? 0)}: latency has no bend that stands out`;
}
