import type { SeriesWindow } from "../../src/contract/window.ts";
import { bucketIndex } from "../../src/stats/bucket-index.ts";
import { seededRandom } from "../../src/stats/seeded-random.ts";

/**
 * Each second of one endpoint as windows keep it: 50 lognormal latencies around a level that wanders, counted at `limitMs`.
 * The same each time.
 */
export function drawSeconds(key: SeriesWindow["key"], seconds: number, limitMs: number): SeriesWindow[] {
  const random = seededRandom(key.endpoint);
  const normal = (): number => Array.from({ length: 12 }, random).reduce((a, b) => a + b, -6);
  let level = 0;
  return Array.from({ length: seconds }, () => {
    level = 0.9 * level + 0.02 * normal();
    const values = Array.from({ length: 50 }, () => Math.exp(4 + level + 0.5 * normal())).toSorted((a, b) => a - b);
    const buckets = new Map<number, number>();
    for (const value of values) buckets.set(bucketIndex(value), (buckets.get(bucketIndex(value)) ?? 0) + 1);
    const below = values.filter((value) => value < limitMs);
    const minAbove = values[below.length] ?? Infinity;
    return {
      key,
      count: values.length,
      sum: values.reduce((a, b) => a + b, 0),
      min: values[0] ?? 0,
      max: values.at(-1) ?? 0,
      zeroCount: 0,
      indexes: Int32Array.from(buckets.keys()),
      counts: Float64Array.from(buckets.values()),
      limits: [{ limitMs, below: below.length, equal: 0, maxBelow: below.at(-1) ?? -Infinity, minAbove }],
    };
  });
}
