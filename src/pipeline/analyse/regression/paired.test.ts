import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { BaselineEndpoint, BaselineRun } from "../../../contract/baseline.ts";
import { defaultComparisonRules } from "../../../contract/comparison.ts";
import type { PairedResult } from "../../../contract/paired-comparison.ts";
import { seededRandom } from "../../../stats/seeded-random.ts";
import { comparePairs, concludePairs, type RunPair } from "./paired.ts";

interface Figures {
  readonly endpoint?: string;
  /** All percentiles alike. */
  readonly ms: number;
  readonly requests?: number;
  readonly failed?: number;
}

function endpointOf({ endpoint = "checkout", ms, requests = 1000, failed = 0 }: Figures): BaselineEndpoint {
  return {
    scenario: "buy",
    endpoint,
    requests,
    failedRequests: failed,
    ratePerSecond: 10,
    p50: ms,
    p90: ms,
    p95: ms,
    p99: ms,
    histogram: null,
  };
}

function runOf(...figures: readonly Figures[]): BaselineRun {
  return {
    runId: "run",
    startedAt: 0,
    verdict: "pass",
    fingerprint: "f",
    traits: {},
    environment: "local",
    plan: "plan",
    tags: {},
    judgedMs: null,
    scenarios: [],
    objectives: [],
    control: null,
    endpoints: figures.map(endpointOf),
  };
}

const pairOf = (before: Figures, after: Figures): RunPair => ({ before: runOf(before), after: runOf(after) });
const pairsOfMs = (pairs: readonly (readonly [number, number])[]): RunPair[] =>
  pairs.map(([before, after]) => pairOf({ ms: before }, { ms: after }));
const rules = { ...defaultComparisonRules, atLeastMs: 0 };

function resultOf(results: readonly PairedResult[], statistic = "p95", endpoint = "checkout"): PairedResult {
  const found = results.find((result) => result.statistic === statistic && result.endpoint === endpoint);
  if (found === undefined) throw new Error(`no ${statistic} of ${endpoint}`);
  return found;
}

/** Values around 100 ms whose pairs differ by `change`, and whose differences have unit standard deviation `spread`. */
function pairsWith(count: number, change: number, spread: number): RunPair[] {
  const raw = Array.from({ length: count }, (_, i) => i - (count - 1) / 2);
  const scale = spread / Math.sqrt(raw.reduce((sum, x) => sum + x * x, 0) / (count - 1));
  return pairsOfMs(raw.map((x) => [100, 100 * Math.exp(change + scale * x)]));
}

describe("comparePairs", () => {
  test("the figures of the test are those of a paired t test on ln value", () => {
    // Differences of ln: .10 .12 .08 .11 .09 .10; mean .1, standard deviation .0141421, SE .0057735.
    const pairs = pairsOfMs([0.1, 0.12, 0.08, 0.11, 0.09, 0.1].map((d) => [200, 200 * Math.exp(d)]));
    const result = resultOf(comparePairs(pairs, rules));
    expect(result).toMatchObject({ status: "slower", unit: "ms", pairs: 6, primary: true });
    expect(result.before).toBeCloseTo(200, 9);
    expect(result.after).toBeCloseTo(200 * Math.exp(0.1), 9);
    expect(result.effect).toBeCloseTo(Math.expm1(0.1), 12);
    // t.975 on 5 degrees of freedom is 2.570582.
    expect(result.interval?.[0]).toBeCloseTo(Math.expm1(0.1 - 2.570582 * 0.0057735), 5);
    expect(result.interval?.[1]).toBeCloseTo(Math.expm1(0.1 + 2.570582 * 0.0057735), 5);
    // t = 17.32 on 5 degrees of freedom: one-sided p 5.9e-6.
    expect(result.p).toBeGreaterThan(5e-6);
    expect(result.p).toBeLessThan(7e-6);
  });

  test.each([
    { pairs: 3, deviations: 5.1 },
    { pairs: 6, deviations: 2 },
  ])("$pairs pairs see $deviations standard deviations of a difference", ({ pairs, deviations }) => {
    const spread = 0.02;
    const { mde } = resultOf(comparePairs(pairsWith(pairs, 0, spread), { ...rules, atLeast: 0.0001 }));
    expect(Math.log1p(mde ?? NaN) / spread).toBeCloseTo(deviations, 1);
  });

  test.each<[string, RunPair[], PairedResult["status"]]>([
    ["a clear slowdown", pairsWith(6, 0.1, 0.01), "slower"],
    ["a clear speed-up", pairsWith(6, -0.1, 0.01), "faster"],
    ["no change and little noise", pairsWith(6, 0.001, 0.01), "no-slower"],
    ["a change below what matters", pairsWith(6, 0.03, 0.005), "no-slower"],
    ["much noise", pairsWith(6, 0.06, 0.2), "inconclusive"],
    ["two pairs, however far apart", pairsWith(2, 0.5, 0.001), "inconclusive"],
  ])("%s", (_, pairs, wanted) => {
    const results = comparePairs(pairs, rules);
    expect(resultOf(results).status).toBe(wanted);
    expect(concludePairs(results)).toBe(wanted);
  });

  test("no pair gives no result and no conclusion", () => {
    const results = comparePairs([], rules);
    expect(results).toEqual([]);
    expect(concludePairs(results)).toBe("inconclusive");
  });

  test("identical runs are tested with the smallest spread that is believed", () => {
    const same = resultOf(comparePairs(pairsWith(6, 0, 0), rules));
    expect(same.status).toBe("no-slower");
    expect(same.interval?.[1]).toBeGreaterThan(0);
    expect(resultOf(comparePairs(pairsWith(6, 0.1, 0), rules)).status).toBe("slower");
  });

  test("milliseconds matter too: 20 % of 2 ms is nothing", () => {
    const pairs = pairsOfMs(Array.from({ length: 6 }, () => [2, 2.4]));
    expect(resultOf(comparePairs(pairs, { ...rules, atLeastMs: 1 })).status).toBe("no-slower");
    expect(resultOf(comparePairs(pairs, { ...rules, atLeastMs: 0.1 })).status).toBe("slower");
  });

  test("a p99 must move twice as far", () => {
    const results = comparePairs(pairsWith(6, 0.08, 0.003), rules);
    expect(resultOf(results, "p95").status).toBe("slower");
    expect(resultOf(results, "p99").status).toBe("no-slower");
    expect(resultOf(results, "p99").primary).toBe(false);
  });

  test("errors accuse a build that fails fast", () => {
    const results = comparePairs(
      Array.from({ length: 6 }, () => pairOf({ ms: 100 }, { ms: 20, failed: 300 })),
      rules,
    );
    expect(resultOf(results, "p95").status).toBe("faster");
    expect(resultOf(results, "errors")).toMatchObject({ status: "slower", unit: "fraction", before: 0, after: 0.3 });
    expect(concludePairs(results)).toBe("slower");
  });

  test("few requests without a failure do not settle an error rate, and do not leave all undecided", () => {
    const results = comparePairs(
      Array.from({ length: 6 }, () => pairOf({ ms: 100, requests: 20 }, { ms: 100, requests: 20 })),
      rules,
    );
    expect(resultOf(results, "errors").status).toBe("inconclusive");
    expect(concludePairs(results)).toBe("no-slower");
  });

  test("an endpoint that one build does not have, and values that are 0, are no pairs", () => {
    const gone = comparePairs(
      Array.from({ length: 6 }, () => ({
        before: runOf({ ms: 100 }, { endpoint: "old", ms: 5 }),
        after: runOf({ ms: 100 }),
      })),
      rules,
    );
    expect(resultOf(gone, "p95", "old")).toMatchObject({
      status: "inconclusive",
      pairs: 0,
      before: null,
      effect: null,
    });
    expect(concludePairs(gone)).toBe("inconclusive");
    const zero = comparePairs([...pairsWith(3, 0, 0.01), pairOf({ ms: 0 }, { ms: 100 })], rules);
    expect(resultOf(zero).pairs).toBe(3);
  });

  test("pairs needed would see what matters", () => {
    // (t.99 + t.90) · .03/√k ≤ ln 1.05: 3.143 + 1.440 on 6 degrees of freedom is too much, 2.998 + 1.415 on 7 is not.
    for (const pairs of [3, 6, 12])
      expect(resultOf(comparePairs(pairsWith(pairs, 0, 0.03), rules)).pairsNeeded).toBe(8);
    expect(resultOf(comparePairs(pairsWith(3, 0, 0.9), rules)).pairsNeeded).toBeNull();
  });

  test("swapping the builds mirrors the result, and units do not matter", () => {
    const undecided = ["no-slower", "inconclusive"];
    const mirror = { slower: ["faster"], faster: ["slower"], "no-slower": undecided, inconclusive: undecided };
    const value = fc.double({ min: 1, max: 1000, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(value, value), { minLength: 3, maxLength: 12 }),
        fc.constantFrom(0.001, 10, 60_000),
        (pairs, scale) => {
          const one = resultOf(comparePairs(pairsOfMs(pairs), rules));
          const swapped = resultOf(comparePairs(pairsOfMs(pairs.map(([a, b]) => [b, a])), rules));
          const scaled = resultOf(comparePairs(pairsOfMs(pairs.map(([a, b]) => [a * scale, b * scale])), rules));
          expect(mirror[one.status]).toContain(swapped.status);
          expect(scaled.status).toBe(one.status);
          expect(scaled.effect).toBeCloseTo(one.effect ?? NaN, 6);
        },
      ),
    );
  });

  test("builds that do not differ are rarely accused, and a tenth more is found", () => {
    const random = seededRandom("paired");
    const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const accused = (change: number): number => {
      let count = 0;
      for (let round = 0; round < 200; round++) {
        const pairs = pairsOfMs(
          Array.from({ length: 6 }, () => {
            const drift = 0.3 * normal();
            const ms = (more: number): number => 100 * Math.exp(drift + more + 0.017 * normal());
            return [ms(0), ms(change)];
          }),
        );
        if (resultOf(comparePairs(pairs, rules)).status === "slower") count += 1;
      }
      return count / 200;
    };
    expect(accused(0)).toBeLessThanOrEqual(0.01);
    expect(accused(Math.log(1.1))).toBeGreaterThan(0.9);
  });
});
