import { resampleBlocks, type ResampleOptions } from "./block-bootstrap.ts";
import { sampleMoments } from "./sample-moments.ts";
import { SpanHistogram, type VisitSeconds } from "./span-histogram.ts";

/**
 * Standard errors of ln quantile inside one run, one for each of `quantiles`, by moving-block bootstrap over its seconds: the sample
 * standard deviation over the replicates. All quantiles are read off the same resamples, each by a bisection in a table of prefix sums.
 *
 * `length`, `block`: seconds, whole. NaN where there are fewer than two blocks, or where fewer than half of the replicates, or fewer than
 * two, have a quantile above 0.
 */
export function blockBootstrapLogErrors(
  options: ResampleOptions & { readonly seconds: VisitSeconds; readonly quantiles: readonly number[] },
): number[] {
  const { length, seconds, quantiles, replicates } = options;
  const table = new SpanHistogram(length, seconds);
  const logs = quantiles.map((): number[] => []);
  resampleBlocks(options, (spans) => {
    quantiles.forEach((q, i) => {
      const value = table.resampledQuantile(q, spans);
      if (value !== null && value > 0) logs[i]?.push(Math.log(value));
    });
  });
  return logs.map((values) => {
    if (values.length < 2 || values.length * 2 < replicates) return NaN;
    return Math.sqrt(sampleMoments(values).squares / (values.length - 1));
  });
}
