import { blockBootstrapInterval, type BootstrapOptions } from "../../src/stats/block-bootstrap.ts";
import { Histogram, type BucketCounts } from "../../src/stats/histogram.ts";

/** The rival of `SpanHistogram`: every resample becomes a histogram of its seconds. */
export function intervalByMerging(
  run: readonly BucketCounts[],
  q: number,
  options: BootstrapOptions,
): [number, number] | null {
  return blockBootstrapInterval(options, ({ starts, ends }) => {
    const merged = new Histogram();
    starts.forEach((start, i) => {
      for (const piece of run.slice(start, ends[i])) merged.addBuckets(piece);
    });
    return merged.quantile(q);
  });
}
