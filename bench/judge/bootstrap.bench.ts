import { blockBootstrapLogErrors } from "../../src/stats/block-bootstrap-log-errors.ts";
import { resampleBlocks } from "../../src/stats/block-bootstrap.ts";
import { Histogram, type BucketCounts } from "../../src/stats/histogram.ts";
import { sampleMoments } from "../../src/stats/sample-moments.ts";
import { seededRandom } from "../../src/stats/seeded-random.ts";
import type { BenchFigure } from "../bench-figure.ts";
import { median } from "../support/median.ts";
import { drawSeconds } from "./draw-seconds.ts";

const seconds = 600;
const endpoints = 50;
/** The rival gets a tenth of the endpoints; its time is linear in them. */
const endpointsOfRival = 5;
const rounds = 5;
const quantiles = [0.5, 0.9, 0.95, 0.99];
const resampling = { length: seconds, block: 30, replicates: 400 };

/** Standard errors of four percentiles inside a run of ten minutes: 400 resamples of each of 50 endpoints. */
export default function benchBootstrap(): Promise<readonly BenchFigure[]> {
  const runs = Array.from({ length: endpoints }, (_, endpoint) => drawSeconds(`endpoint ${endpoint}`, seconds));
  const own = Array.from({ length: rounds }, () => secondsOf(() => runs.forEach((run) => errorsOf(run))));
  const rival = secondsOf(() => runs.slice(0, endpointsOfRival).forEach((run) => errorsByMerging(run)));
  return Promise.resolve([
    {
      name: "standard errors by block bootstrap, 50 endpoints x 400",
      value: median(own),
      unit: "s",
      bar: "< 1",
      rival: "merging histograms (5 endpoints times 10)",
      rivalValue: (rival * endpoints) / endpointsOfRival,
    },
  ]);
}

function errorsOf(run: readonly BucketCounts[]): number[] {
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

/** Every resample as a histogram of its seconds. */
function errorsByMerging(run: readonly BucketCounts[]): number[] {
  const logs = quantiles.map((): number[] => []);
  resampleBlocks({ ...resampling, random: seededRandom("bench") }, ({ starts, ends }) => {
    const merged = new Histogram();
    starts.forEach((start, i) => {
      for (const piece of run.slice(start, ends[i])) merged.addBuckets(piece);
    });
    quantiles.forEach((q, i) => logs[i]?.push(Math.log(merged.quantile(q) ?? NaN)));
  });
  return logs.map((values) => Math.sqrt(sampleMoments(values).squares / (values.length - 1)));
}

function secondsOf(work: () => void): number {
  const startedAt = performance.now();
  work();
  return (performance.now() - startedAt) / 1000;
}
