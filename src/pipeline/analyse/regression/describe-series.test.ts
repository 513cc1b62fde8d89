import { describe, expect, test } from "vitest";
import { basisOf, endpointAt, runAt } from "../../../../test/support/compared-runs.ts";
import { defaultComparisonRules } from "../../../contract/comparison.ts";
import { Histogram } from "../../../stats/histogram.ts";
import { compareWithBaselines } from "./compare.ts";
import { modesAround } from "./describe-series.ts";

const history = [100, 101, 99, 100, 102, 98].map((p95, i) => runAt(i + 1, p95));

/** Samples around 20 ms and around 200 ms. */
function twoModes(fast: number, slow: number): Histogram {
  const histogram = new Histogram();
  for (let i = 0; i < fast; i++) histogram.add(15 + (10 * i) / fast);
  for (let i = 0; i < slow; i++) histogram.add(150 + (100 * i) / slow);
  return histogram;
}

/** Samples in neighbouring quarters of an octave from 10 ms on. */
function quarters(...counts: readonly number[]): Histogram {
  const histogram = new Histogram();
  counts.forEach((count, quarter) => {
    for (let i = 0; i < count; i++) histogram.add(10 * Math.exp((quarter / 4 + 0.01) * Math.LN2));
  });
  return histogram;
}

describe("modes around a percentile", () => {
  test("a percentile at their boundary lies between them", () => {
    const modes = modesAround(twoModes(950, 50), 0.95);
    expect(modes?.low).toBeGreaterThan(14);
    expect(modes?.low).toBeLessThan(26);
    expect(modes?.high).toBeGreaterThan(140);
    expect(modes?.high).toBeLessThan(260);
  });

  test("a deep valley between neighbouring modes divides them", () => {
    expect(modesAround(quarters(400, 40, 5, 40), 0.91)).not.toBeNull();
  });

  test.each<[string, Histogram, number]>([
    ["far inside the fast mode", twoModes(950, 50), 0.5],
    ["far inside the slow mode", twoModes(500, 500), 0.95],
    ["one mode", twoModes(1000, 0), 0.95],
    ["a few slow ones", twoModes(990, 10), 0.99],
    ["a shallow valley", quarters(400, 40, 20, 40), 0.9],
    ["nothing", new Histogram(), 0.95],
  ])("not: %s", (_, histogram, quantile) => {
    expect(modesAround(histogram, quantile)).toBeNull();
  });
});

const notesOf = (statistic: string, requests: number, runs = history): readonly string[] | undefined =>
  compareWithBaselines(
    runAt(99, 100, { endpoints: [endpointAt(100, { requests })] }),
    basisOf(runs),
    defaultComparisonRules,
  ).comparisons.find((comparison) => comparison.statistic === statistic)?.notes;

describe("notes", () => {
  test("few samples are told by what the percentile wants", () => {
    expect(notesOf("p95", 400)).toEqual([]);
    expect(notesOf("p95", 399)).toEqual(["few samples: 399 a run, and p95 wants 400"]);
    expect(notesOf("p99", 1500)).toEqual(["few samples: 1,500 a run, and p99 wants 2,000"]);
    expect(notesOf("p50", 39)).toEqual(["few samples: 39 a run, and p50 wants 40"]);
    expect(notesOf("throughput", 1)).toEqual(["the earlier runs do not differ, so a spread of 0.5 % is assumed"]);
  });

  test("earlier runs that do not differ are told", () => {
    const constant = Array.from({ length: 6 }, (_, i) => runAt(i + 1, 100));
    expect(notesOf("p95", 9000, constant)).toEqual(["the earlier runs do not differ, so a spread of 0.5 % is assumed"]);
  });
});
