import { objectiveOf, slosOf } from "../../test/support/fabricated-run.ts";
import type { BaselineEndpoint, BaselineRun } from "../../src/contract/baseline.ts";
import { comparisonBasisSchema, defaultComparisonRules, type ComparisonBasis } from "../../src/contract/comparison.ts";
import { writeHistogram } from "../../src/contract/histogram-text.ts";
import type { SeriesWindow } from "../../src/contract/window.ts";
import { compareWithBaselines } from "../../src/pipeline/analyse/regression/compare.ts";
import { indexRun } from "../../src/pipeline/analyse/run-series.ts";
import { evaluateObjectives, type ObjectiveContext } from "../../src/pipeline/analyse/slo/evaluate-objectives.ts";
import { Histogram, type BucketCounts } from "../../src/stats/histogram.ts";
import { seededRandom } from "../../src/stats/seeded-random.ts";
import type { BenchFigure } from "../bench-figure.ts";
import { median } from "../support/median.ts";
import { drawSeconds } from "./draw-seconds.ts";
import { intervalByMerging } from "./interval-by-merging.ts";

const startedAt = Date.UTC(2026, 10, 24);
const seconds = 600;
const endpoints = 50;
const baselines = 30;
const rounds = 5;
const scenario = "peak";
const limit = 125;

/** Judging ten minutes of 50 endpoints: an objective on p95 of each, with its interval by 400 resamples, and every figure against 30 runs. */
export default function benchJudge(): Promise<readonly BenchFigure[]> {
  const names = Array.from({ length: endpoints }, (_, number) => `endpoint-${number}`);
  const runs = names.map((endpoint) => drawSeconds({ scenario, endpoint, measure: "latency" }, seconds, limit));
  const slos = slosOf(...names.map((endpoint) => objectiveOf({ name: endpoint, endpoint, scenario, limit })));
  const context = contextOf(runs);
  const basis = basisLike(describe(runs));
  const judge = (intervals: () => readonly (readonly [number, number] | null)[]): number => {
    const before = performance.now();
    const known = intervals();
    const { comparisons } = compareWithBaselines(describe(runs), basis, defaultComparisonRules);
    const took = (performance.now() - before) / 1000;
    if (known.length !== endpoints || known.includes(null)) throw new Error("an endpoint has no interval");
    if (!comparisons.some(({ baselineRuns, p }) => baselineRuns === baselines && p !== null))
      throw new Error("nothing was compared with all the baselines");
    return took;
  };
  const own = (): number => judge(() => evaluateObjectives(slos, context).map(({ interval }) => interval));
  const resampling = { length: seconds, block: 30, replicates: 400, level: 0.95 };
  const merging = (run: readonly BucketCounts[]): [number, number] | null =>
    intervalByMerging(run, 0.95, { ...resampling, random: seededRandom("bench") });
  return Promise.resolve([
    {
      name: "judging 50 endpoints against 30 baselines, 400-fold block bootstrap",
      value: median(Array.from({ length: rounds }, own)),
      unit: "s",
      bar: "< 1",
      rival: "the same, a histogram merged for each resample",
      rivalValue: judge(() => runs.map(merging)),
    },
  ]);
}

/** The run as objectives are evaluated on it: all of it judged. */
function contextOf(runs: readonly (readonly SeriesWindow[])[]): ObjectiveContext {
  const windows = Array.from({ length: seconds }, (_, second) => ({
    at: startedAt + second * 1000,
    series: runs.flatMap((run) => run.slice(second, second + 1)),
    counters: [],
    errors: [],
    vus: null,
  }));
  return {
    run: indexRun(windows, startedAt),
    plan: null,
    imported: false,
    judged: { from: 0, to: seconds },
    seed: 1,
    wholeMs: null,
    stoppedBy: null,
  };
}

/** The run as later ones are compared with it. */
function describe(runs: readonly (readonly SeriesWindow[])[]): BaselineRun {
  return {
    runId: "judged",
    startedAt,
    verdict: "pass",
    fingerprint: "f",
    traits: {},
    environment: "perf",
    plan: "peak",
    tags: {},
    judgedMs: seconds * 1000,
    scenarios: [{ name: scenario, ratePerSecond: 50 }],
    objectives: [],
    control: null,
    endpoints: runs.map(describeEndpoint),
  };
}

function describeEndpoint(run: readonly SeriesWindow[]): BaselineEndpoint {
  const whole = new Histogram();
  for (const piece of run) whole.addBuckets(piece);
  const { count, sum, min, max } = whole;
  const buckets = whole.buckets();
  const [p50 = NaN, p90 = NaN, p95 = NaN, p99 = NaN] = [0.5, 0.9, 0.95, 0.99].map((q) => whole.quantile(q) ?? NaN);
  return {
    scenario,
    endpoint: run[0]?.key.endpoint ?? "",
    requests: count,
    failedRequests: 0,
    ratePerSecond: count / seconds,
    p50,
    p90,
    p95,
    p99,
    histogram: writeHistogram({
      count,
      sum,
      min,
      max,
      zeroCount: 0,
      indexes: buckets.map(({ index }) => index),
      counts: buckets.map((bucket) => bucket.count),
    }),
  };
}

/** Thirty runs before this one, each figure some percent off. */
function basisLike(run: BaselineRun): ComparisonBasis {
  const random = seededRandom("baselines");
  const runs = Array.from({ length: baselines }, (_, day) => ({
    ...run,
    runId: `run-${day}`,
    startedAt: run.startedAt - (day + 1) * 86_400_000,
    endpoints: run.endpoints.map((endpoint) => {
      const factor = 0.97 + 0.06 * random();
      const { p50, p90, p95, p99 } = endpoint;
      return { ...endpoint, p50: p50 * factor, p90: p90 * factor, p95: p95 * factor, p99: p99 * factor };
    }),
  }));
  return comparisonBasisSchema.parse({ schemaVersion: 1, fingerprint: "f", runs });
}
