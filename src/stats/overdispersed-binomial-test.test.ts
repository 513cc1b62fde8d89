import { describe, expect, test } from "vitest";
import { betweenRunCorrelation, overdispersedBinomialTest, type FailureCount } from "./overdispersed-binomial-test.ts";
import { seededRandom } from "./seeded-random.ts";

/** A run of 2,000 requests whose own share of failures is drawn first: 1 %, times e^(spread·normal). */
function drawRun(random: () => number, spread: number): FailureCount {
  const normal = Array.from({ length: 12 }, random).reduce((a, b) => a + b, -6);
  const share = 0.01 * Math.exp(spread * normal);
  let failures = 0;
  for (let i = 0; i < 2000; i++) if (random() < share) failures++;
  return { failures, requests: 2000 };
}

/** How often a run like its ten baseline runs gets p ≤ .01. */
function falseAlarms(spread: number): number {
  const random = seededRandom(`failures ${spread}`);
  const cases = 400;
  let alarms = 0;
  for (let i = 0; i < cases; i++) {
    const baseline = Array.from({ length: 10 }, () => drawRun(random, spread));
    if (overdispersedBinomialTest({ ...drawRun(random, spread), baseline }) <= 0.01) alarms++;
  }
  return alarms / cases;
}

/** Of a run of 2,000 requests. */
function p(failures: number, baseline: readonly FailureCount[]): number {
  return overdispersedBinomialTest({ failures, requests: 2000, baseline });
}

describe("more failures than in the baseline runs", () => {
  // These shares of failures are lognormal, so skewed, the beta distribution less so: that costs up to .035 at a nominal .01 (measured over
  // 4,000 cases). Without widening it would be .08 and .18.
  test.each([
    [0, 0.01],
    [0.3, 0.04],
    [0.6, 0.05],
  ])("runs that differ among themselves by e^±%d seldom accuse one of their kind", (spread, most) => {
    expect(falseAlarms(spread)).toBeLessThanOrEqual(most);
  });

  test("five times as many failures are seen even where runs differ", () => {
    const random = seededRandom("seen");
    const baseline = Array.from({ length: 10 }, () => drawRun(random, 0.3));
    expect(overdispersedBinomialTest({ failures: 100, requests: 2000, baseline })).toBeLessThan(0.001);
  });

  test("spread between the baseline runs raises p, more failures lower it", () => {
    const even = Array.from({ length: 10 }, () => ({ failures: 20, requests: 2000 }));
    const uneven = even.map((run, i) => ({ ...run, failures: i % 2 === 0 ? 5 : 35 }));
    expect(p(35, uneven)).toBeGreaterThan(3 * p(35, even));
    expect(p(36, uneven)).toBeLessThan(p(35, uneven));
    expect(p(0, even)).toBe(1);
  });

  test.each([
    ["no requests", 0, 0, [{ failures: 1, requests: 9 }], NaN],
    ["no baseline", 1, 9, [], NaN],
    ["a baseline without requests", 1, 9, [{ failures: 0, requests: 0 }], NaN],
    ["a count that is no number", NaN, 9, [{ failures: 1, requests: 9 }], NaN],
    ["more failures than requests", 10, 9, [{ failures: 1, requests: 9 }], NaN],
    ["half a failure before", 1, 9, [{ failures: 0.5, requests: 9 }], NaN],
    ["nothing but failures before", 9, 9, [{ failures: 9, requests: 9 }], 1],
  ])("%s", (_, failures, requests, baseline, wanted) => {
    expect(overdispersedBinomialTest({ failures, requests, baseline })).toBe(wanted);
  });
});

describe("correlation within runs", () => {
  test.each([
    ["one run", [{ failures: 3, requests: 10 }], 0],
    [
      "equal runs",
      [
        { failures: 3, requests: 10 },
        { failures: 3, requests: 10 },
      ],
      0,
    ],
    [
      "no failures at all",
      [
        { failures: 0, requests: 10 },
        { failures: 0, requests: 10 },
      ],
      0,
    ],
    [
      "all or nothing",
      [
        { failures: 0, requests: 10 },
        { failures: 10, requests: 10 },
      ],
      1,
    ],
    // Between: 2·10·(.1)² / 1 = .2; within: (4·.6 + 6·.4)/18 = .2667: nothing beyond chance.
    [
      "as chance has it",
      [
        { failures: 4, requests: 10 },
        { failures: 6, requests: 10 },
      ],
      0,
    ],
    // Between: 2·10·(.4)² = 3.2; within: (1·.9 + 9·.1)/18 = .1; (3.2 − .1)/(3.2 + 9·.1).
    [
      "more than chance has it",
      [
        { failures: 1, requests: 10 },
        { failures: 9, requests: 10 },
      ],
      3.1 / 4.1,
    ],
  ])("%s", (_, runs, wanted) => {
    expect(betweenRunCorrelation(runs)).toBeCloseTo(wanted, 12);
  });
});
