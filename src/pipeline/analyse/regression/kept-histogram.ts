import { Histogram } from "../../../stats/histogram.ts";
import { readHistogram } from "../../../contract/histogram-text.ts";
import type { BaselineEndpoint } from "../../../contract/baseline.ts";

/** The distribution that a run keeps of an endpoint; null: none is kept, or in a layout that this version does not compare. */
export function keptHistogram({ histogram }: Pick<BaselineEndpoint, "histogram">): Histogram | null {
  const counts = histogram === null ? null : readHistogram(histogram);
  if (counts === null || counts.count === 0) return null;
  const whole = new Histogram();
  whole.addBuckets(counts);
  return whole;
}
