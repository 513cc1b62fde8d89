import { describe, expect, test } from "vitest";
import { blockBootstrapInterval, type Spans } from "./block-bootstrap.ts";
import { seededRandom } from "./seeded-random.ts";

const options = { replicates: 400, level: 0.95 };

function meanOf(series: readonly number[]): (spans: Spans) => number {
  return ({ starts, ends }) => {
    let [sum, count] = [0, 0];
    starts.forEach((start, i) => {
      for (const value of series.slice(start, ends[i])) {
        sum += value;
        count++;
      }
    });
    return sum / count;
  };
}

/** Standard normal by the sum of twelve uniforms. */
function normal(random: () => number): number {
  return Array.from({ length: 12 }, random).reduce((a, b) => a + b, -6);
}

describe("moving-block bootstrap", () => {
  test("covers the mean of independent values about as wide as theory says", () => {
    const random = seededRandom("noise");
    const series = Array.from({ length: 400 }, () => normal(random));
    const interval = blockBootstrapInterval({ ...options, length: 400, block: 1, random }, meanOf(series));
    expect(interval).not.toBeNull();
    const [low, high] = interval ?? [0, 0];
    expect(high - low).toBeGreaterThan(0.75 * (3.92 / 20));
    expect(high - low).toBeLessThan(1.25 * (3.92 / 20));
  });

  test("longer blocks see dependence that single values do not", () => {
    const random = seededRandom("walk");
    let state = 0;
    const series = Array.from({ length: 600 }, () => (state = 0.9 * state + normal(random)));
    const width = (block: number): number => {
      const [low, high] = blockBootstrapInterval(
        { ...options, length: 600, block, random: seededRandom("b") },
        meanOf(series),
      ) ?? [0, 0];
      return high - low;
    };
    expect(width(30)).toBeGreaterThan(2 * width(1));
  });

  test("resamples have the length of the series and stay inside it", () => {
    const seen: number[] = [];
    blockBootstrapInterval(
      { ...options, replicates: 50, length: 25, block: 10, random: seededRandom("x") },
      (spans) => {
        seen.push(spans.starts.reduce((sum, start, i) => sum + (spans.ends[i] ?? 0) - start, 0));
        expect(Math.max(...spans.ends)).toBeLessThanOrEqual(25);
        return 1;
      },
    );
    expect(new Set(seen)).toEqual(new Set([25]));
  });

  test.each([
    ["too short", 19, 10, () => 1],
    ["no values", 100, 10, () => null],
  ])("%s: no interval", (_, length, block, statistic) => {
    expect(blockBootstrapInterval({ ...options, length, block, random: seededRandom("x") }, statistic)).toBeNull();
  });
});
