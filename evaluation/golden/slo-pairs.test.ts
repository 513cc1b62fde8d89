import { describe, expect, test } from "vitest";
import { sloPairs } from "./slo-pairs.ts";
import { blockOf, blockWith, runOf } from "./test-support/sample-block.ts";

const many = (count: number, ms: number): number[] => Array.from({ length: count }, () => ms);

describe("pairs of run and limit", () => {
  const pairs = sloPairs({ blocks: [blockOf({ clean: many(40, 50), slow: many(40, 60) })] });

  test("a fifth of the limits lies within 5 % of the truth, and half of them above it", () => {
    expect(pairs).toHaveLength(80);
    expect(pairs.filter(({ distance }) => Math.abs(distance) <= 0.05)).toHaveLength(16);
    expect(pairs.filter(({ met }) => met)).toHaveLength(40);
    expect(Math.max(...pairs.map(({ distance }) => Math.abs(distance)))).toBeCloseTo(0.25, 3);
  });

  test("the truth is the median of the other runs of the state", () => {
    const block = blockOf({ clean: [50, 52, 51, 53, 1000], slow: many(5, 60) });
    const truths = sloPairs({ blocks: [block] }).map(({ truthMs }) => truthMs);
    // Without 50: 51 52 53 1000; without 52: 50 51 53 1000; and so on.
    expect(truths).toEqual([52.5, 52, 52.5, 51.5, 51.5, 60, 60, 60, 60, 60]);
  });

  test("whether the limit is kept follows from truth and limit alone", () => {
    for (const { truthMs, limitMs, distance, met, objective } of pairs) {
      expect(met).toBe(truthMs < limitMs);
      expect(limitMs).toBeCloseTo(truthMs * (1 + distance), 6);
      expect(objective).toBe(`p95 of main < ${limitMs}ms`);
    }
  });

  test("each run gives its main endpoint and one other, by turns", () => {
    const runs = many(6, 50).map((ms, position) => runOf("clean", position, { main: ms, a: 5, b: 7 }));
    const told = sloPairs({ blocks: [blockWith(runs)] }).map(({ run, endpoint }) => `${run.position} ${endpoint}`);
    expect(told).toEqual([0, 1, 2, 3, 4, 5].flatMap((at) => [`${at} main`, `${at} ${at % 2 === 0 ? "a" : "b"}`]));
  });

  test("the same set gives the same pairs", () => {
    const set = { blocks: [blockOf({ clean: many(12, 50) })] };
    expect(sloPairs(set)).toEqual(sloPairs(set));
  });
});
