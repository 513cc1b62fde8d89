import { resampleBlocks, type ResampleOptions } from "../../src/stats/block-bootstrap.ts";
import { Histogram, type BucketCounts } from "../../src/stats/histogram.ts";
import { sampleMoments } from "../../src/stats/sample-moments.ts";

/** The rival of `blockBootstrapLogErrors`: every resample becomes a histogram of its seconds. */
export function errorsByMerging(
  run: readonly BucketCounts[],
  quantiles: readonly number[],
  resampling: ResampleOptions,
): number[] {
  const logs = quantiles.map((): number[] => []);
  resampleBlocks(resampling, ({ starts, ends }) => {
    const merged = new Histogram();
    starts.forEach((start, i) => {
      for (const piece of run.slice(start, ends[i])) merged.addBuckets(piece);
    });
    quantiles.forEach((q, i) => logs[i]?.push(Math.log(merged.quantile(q) ?? NaN)));
  });
  return logs.map((values) => Math.sqrt(sampleMoments(values).squares / (values.length - 1)));
}
