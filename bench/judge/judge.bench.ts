import type { BaselineEndpoint, BaselineRun } from "../../src/contract/baseline.ts";
import { comparisonBasisSchema, defaultComparisonRules, type ComparisonBasis } from "../../src/contract/comparison.ts";
import { writeHistogram } from "../../src/contract/histogram-text.ts";
import { compareWithBaselines } from "../../src/pipeline/analyse/regression/compare.ts";
import { blockBootstrapLogErrors } from "../../src/stats/block-bootstrap-log-errors.ts";
import { Histogram, type BucketCounts } from "../../src/stats/histogram.ts";
import { seededRandom } from "../../src/stats/seeded-random.ts";
import type { BenchFigure } from "../bench-figure.ts";
import { median } from "../support/median.ts";
import { drawSeconds } from "./draw-seconds.ts";
import { errorsByMerging } from "./errors-by-merging.ts";

const seconds = 600;
const endpoints = 50;
const baselines = 30;
const rounds = 5;
const quantiles = [0.5, 0.9, 0.95, 0.99];
const resampling = { length: seconds, block: 30, replicates: 400 };

/** Judging ten minutes of 50 endpoints against 30 runs: percentiles, their errors by 400 resamples, comparison of every figure, findings. */
export default function benchJudge(): Promise<readonly BenchFigure[]> {
  const runs = Array.from({ length: endpoints }, (_, endpoint) => drawSeconds(`endpoint ${endpoint}`, seconds));
  const basis = basisLike(describe(runs, ownErrors));
  const judge = (errorsOf: ErrorsOf): number => {
    const startedAt = performance.now();
    const { comparisons } = compareWithBaselines(describe(runs, errorsOf), basis, defaultComparisonRules);
    if (!comparisons.some(({ baselineRuns, p }) => baselineRuns === baselines && p !== null))
      throw new Error("nothing was compared with all the baselines");
    return (performance.now() - startedAt) / 1000;
  };
  return Promise.resolve([
    {
      name: "judging 50 endpoints against 30 baselines, 400-fold block bootstrap",
      value: median(Array.from({ length: rounds }, () => judge(ownErrors))),
      unit: "s",
      bar: "< 1",
      rival: "the same, a histogram merged for each resample",
      rivalValue: judge((run) => errorsByMerging(run, quantiles, { ...resampling, random: seededRandom("bench") })),
    },
  ]);
}

type ErrorsOf = (run: readonly BucketCounts[]) => number[];

function ownErrors(run: readonly BucketCounts[]): number[] {
  return blockBootstrapLogErrors({
    ...resampling,
    quantiles,
    random: seededRandom("bench"),
    seconds: (visit) => {
      run.forEach((piece, second) => {
        visit(second, piece);
      });
    },
  });
}

/** The run as later ones are compared with it. */
function describe(runs: readonly (readonly BucketCounts[])[], errorsOf: ErrorsOf): BaselineRun {
  return {
    runId: "judged",
    startedAt: Date.UTC(2026, 10, 24),
    verdict: "pass",
    fingerprint: "f",
    traits: {},
    environment: "perf",
    plan: "peak",
    tags: {},
    judgedMs: seconds * 1000,
    scenarios: [{ name: "peak", ratePerSecond: 50 }],
    objectives: [],
    control: null,
    endpoints: runs.map((run, number) => describeEndpoint(run, `endpoint-${number}`, errorsOf(run))),
  };
}

function describeEndpoint(run: readonly BucketCounts[], endpoint: string, errors: readonly number[]): BaselineEndpoint {
  const whole = new Histogram();
  for (const piece of run) whole.addBuckets(piece);
  const { count, sum, min, max } = whole;
  const buckets = whole.buckets();
  const [p50 = NaN, p90 = NaN, p95 = NaN, p99 = NaN] = quantiles.map((q) => whole.quantile(q) ?? NaN);
  return {
    scenario: "peak",
    endpoint,
    requests: count,
    failedRequests: 0,
    ratePerSecond: count / seconds,
    p50,
    p90,
    p95,
    p99,
    errors: { p50: errors[0] ?? NaN, p90: errors[1] ?? NaN, p95: errors[2] ?? NaN, p99: errors[3] ?? NaN },
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
