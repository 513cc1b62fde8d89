import { expect, test } from "vitest";
import { blockBootstrapLogErrors } from "./block-bootstrap-log-errors.ts";
import { resampleBlocks } from "./block-bootstrap.ts";
import { bucketIndex } from "./bucket-index.ts";
import { quantileType7 } from "./quantile-type7.ts";
import { seededRandom } from "./seeded-random.ts";
import type { VisitSeconds } from "./span-histogram.ts";

/** Lognormal samples of 120 seconds, 40 each; the level of a second carries over to the next. */
function drawSeconds(seed: string): number[][] {
  const random = seededRandom(seed);
  const normal = (): number => Array.from({ length: 12 }, random).reduce((a, b) => a + b, -6);
  let level = 0;
  return Array.from({ length: 120 }, () => {
    level = 0.8 * level + 0.4 * normal();
    return Array.from({ length: 40 }, () => Math.exp(4 + level + 0.4 * normal()));
  });
}

function visitorOf(seconds: readonly (readonly number[])[]): VisitSeconds {
  return (visit) => {
    seconds.forEach((values, second) => {
      for (const value of values) {
        const zeroCount = value === 0 ? 1 : 0;
        const indexes = value === 0 ? [] : [bucketIndex(value)];
        visit(second, {
          count: 1,
          sum: value,
          min: value,
          max: value,
          zeroCount,
          indexes,
          counts: indexes.map(() => 1),
        });
      }
    });
  };
}

const options = { length: 120, block: 6, replicates: 200, quantiles: [0.5, 0.95] };

// The fewer replicates, the more the width of a bucket matters, and the divisor too.
test.each([
  [4, 0.1],
  [200, 0.05],
])(
  "%d replicates: the errors are those of sorting the samples of each resample, but for the width of a bucket",
  (replicates, tolerance) => {
    const seconds = drawSeconds("twin");
    const logs: number[][] = [[], []];
    resampleBlocks({ ...options, replicates, random: seededRandom("blocks") }, ({ starts, ends }) => {
      const samples = [...starts].flatMap((start, i) => seconds.slice(start, ends[i]).flat()).toSorted((a, b) => a - b);
      options.quantiles.forEach((q, i) => logs[i]?.push(Math.log(quantileType7(samples, q))));
    });
    const errors = blockBootstrapLogErrors({
      ...options,
      replicates,
      seconds: visitorOf(seconds),
      random: seededRandom("blocks"),
    });
    expect(errors.length).toBe(2);
    logs.forEach((values, i) => {
      const mean = values.reduce((a, b) => a + b, 0) / values.length;
      const wanted = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
      expect(wanted).toBeGreaterThan(0.03);
      expect(Math.abs((errors[i] ?? NaN) / wanted - 1)).toBeLessThan(tolerance);
    });
  },
);

test("longer blocks see that seconds hang together", () => {
  const seconds = visitorOf(drawSeconds("blocks"));
  const error = (block: number): number =>
    blockBootstrapLogErrors({ ...options, block, seconds, random: seededRandom("x") })[0] ?? NaN;
  expect(error(10)).toBeGreaterThan(1.3 * error(1));
});

test.each([
  ["no seconds", [], {}],
  ["one block", [[1], [2], [3]], { length: 3, block: 2 }],
  ["no samples", [[], [], [], []], { length: 4, block: 1 }],
  ["nothing above 0", [[0], [0], [0], [0]], { length: 4, block: 1 }],
  ["one replicate", [[1], [2], [3], [4]], { length: 4, block: 1, replicates: 1 }],
  ["no replicates", [[1], [2], [3], [4]], { length: 4, block: 1, replicates: 0 }],
  ["a block of no length", [[1], [2], [3], [4]], { length: 4, block: NaN }],
])("no error: %s", (_, seconds, changed) => {
  const errors = blockBootstrapLogErrors({
    ...options,
    quantiles: [0.5],
    length: 0,
    ...changed,
    seconds: visitorOf(seconds),
    random: seededRandom("edge"),
  });
  expect(errors).toEqual([NaN]);
});

test("resamples without a quantile above 0 are left out when they are the fewer", () => {
  const seconds = visitorOf(Array.from({ length: 12 }, (_, second) => [second < 5 ? 0 : second]));
  const [error] = blockBootstrapLogErrors({
    ...options,
    quantiles: [0.5],
    length: 12,
    block: 1,
    seconds,
    random: seededRandom("some"),
  });
  expect(error).toBeGreaterThan(0);
  expect(error).toBeLessThan(1);
});

test("equal samples have no error", () => {
  const seconds = visitorOf(Array.from({ length: 120 }, () => [7]));
  const [error] = blockBootstrapLogErrors({ ...options, seconds, random: seededRandom("equal") });
  expect(error).toBeLessThan(1e-12);
});
