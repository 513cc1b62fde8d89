import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { BaselineEndpoint, BaselineRun } from "../../../contract/baseline.ts";
import { defaultComparisonRules, type Comparison, type ComparisonRules } from "../../../contract/comparison.ts";
import { basisOf, endpointAt, normals, runAt } from "../../../../test/support/compared-runs.ts";
import { compareWithBaselines } from "./compare.ts";

/** Only shares count, so that a unit cannot. */
const byShare: ComparisonRules = { ...defaultComparisonRules, atLeastMs: 0 };

interface Case {
  readonly current: BaselineRun;
  readonly baselines: readonly BaselineRun[];
}

/** Up to four endpoints in up to twelve runs, with a spread and a change each. */
const cases: fc.Arbitrary<Case> = fc
  .record({
    seed: fc.string(),
    runs: fc.integer({ min: 1, max: 12 }),
    endpoints: fc.array(
      fc.record({
        level: fc.double({ min: 2, max: 5000, noNaN: true }),
        spread: fc.constantFrom(0, 0.01, 0.03, 0.1),
        change: fc.constantFrom(0.5, 0.85, 0.93, 1, 1.04, 1.07, 1.15, 3),
        failed: fc.constantFrom(0, 5, 200),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  })
  .map(({ seed, runs, endpoints }) => {
    const normal = normals(seed);
    const run = (number: number, isLater: boolean): BaselineRun =>
      runAt(number, 1, {
        endpoints: endpoints.map(({ level, spread, change, failed }, place) =>
          endpointAt(level * Math.exp(spread * normal()) * (isLater ? change : 1), {
            endpoint: `endpoint-${place}`,
            failedRequests: failed,
          }),
        ),
      });
    return { current: run(99, true), baselines: Array.from({ length: runs }, (_, i) => run(i + 1, false)) };
  });

function compare({ current, baselines }: Case, rules = byShare): Comparison[] {
  return compareWithBaselines(current, basisOf(baselines), rules).comparisons;
}

function changed(
  run: BaselineRun,
  change: (value: number) => number,
  which: readonly ("p50" | "p90" | "p95" | "p99")[] = ["p50", "p90", "p95", "p99"],
): BaselineRun {
  const endpoints = run.endpoints.map((endpoint) => ({
    ...endpoint,
    ...Object.fromEntries(which.map((name) => [name, change(endpoint[name])])),
  }));
  return { ...run, endpoints };
}

function turn(value: number): number {
  return 1e6 / value;
}

function unrelated(run: BaselineRun, changes: Partial<BaselineEndpoint> = {}): BaselineRun {
  return { ...run, endpoints: [...run.endpoints, endpointAt(50, { endpoint: "unrelated", ...changes })] };
}

/** Status, effect and numbers of each comparison by what it is of. */
function judged(comparisons: readonly Comparison[]): Map<string, Pick<Comparison, "status" | "effect" | "p" | "mde">> {
  return new Map(
    comparisons.map(({ scenario, endpoint, statistic, status, effect, p, mde }) => [
      JSON.stringify([scenario, endpoint, statistic]),
      { status, effect, p, mde },
    ]),
  );
}

function near(a: number | null | undefined, b: number | null | undefined): boolean {
  if (typeof a !== "number" || typeof b !== "number") return a === b;
  return Math.abs(a - b) <= 1e-7 * Math.max(1e-6, Math.abs(a), Math.abs(b));
}

describe("a comparison with earlier runs", () => {
  test("does not know the unit: all latencies times a constant change nothing", () => {
    fc.assert(
      fc.property(cases, fc.constantFrom(0.001, 0.25, 8, 1000), ({ current, baselines }, factor) => {
        const scale = (value: number): number => value * factor;
        const before = judged(compare({ current, baselines }));
        const after = judged(
          compare({ current: changed(current, scale), baselines: baselines.map((run) => changed(run, scale)) }),
        );
        expect([...after.keys()]).toEqual([...before.keys()]);
        for (const [name, { status, effect, p, mde }] of before) {
          const other = after.get(name);
          expect(other?.status).toBe(status);
          expect([near(other?.effect, effect), near(other?.p, p), near(other?.mde, mde)]).toEqual([true, true, true]);
        }
      }),
      { numRuns: 60 },
    );
  });

  test("knows the direction: with latencies turned over, what was worse is better", () => {
    const mirror: Partial<Record<Comparison["status"], Comparison["status"]>> = {
      "regression-suspected": "improved",
      improved: "regression-suspected",
    };
    // ln(1 + 5 %) up is as far as 1 − 1/1.05 down, so that both ways pass the same threshold.
    fc.assert(
      fc.property(cases, ({ current, baselines }) => {
        const before = judged(compare({ current, baselines }));
        const after = judged(
          compare({ current: changed(current, turn), baselines: baselines.map((run) => changed(run, turn)) }),
        );
        for (const [name, { status }] of before) {
          const wanted = name.includes('"p9') || name.includes('"p5') ? mirror[status] : undefined;
          expect([undefined, after.get(name)?.status]).toContain(wanted);
        }
      }),
      { numRuns: 60 },
    );
  });

  test("does not hang on the order of runs and endpoints", () => {
    fc.assert(
      fc.property(
        cases.chain((each) =>
          fc.record({
            each: fc.constant(each),
            baselines: fc.shuffledSubarray([...each.baselines], { minLength: each.baselines.length }),
            endpoints: fc.shuffledSubarray([...each.current.endpoints], { minLength: each.current.endpoints.length }),
          }),
        ),
        ({ each, baselines, endpoints }) => {
          const reversed = baselines.map((run) => ({ ...run, endpoints: run.endpoints.toReversed() }));
          const shuffled = compare({ current: { ...each.current, endpoints }, baselines: reversed });
          const before = judged(compare(each));
          const after = judged(shuffled);
          expect(new Set(after.keys())).toEqual(new Set(before.keys()));
          for (const [name, { status, p }] of before) {
            expect(after.get(name)?.status).toBe(status);
            expect(near(after.get(name)?.p, p)).toBe(true);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test("does not let an endpoint hide behind another: only the adjustment for their number can take a suspicion back", () => {
    fc.assert(
      fc.property(cases, fc.constantFrom(10, 50, 500, NaN, 0, -1), ({ current, baselines }, p95) => {
        const before = judged(compare({ current, baselines }));
        const after = compare({
          current: unrelated(current, { p95 }),
          baselines: baselines.map((run) => unrelated(run)),
        });
        for (const comparison of after) {
          const { scenario, endpoint, statistic, status, p, pAdjusted } = comparison;
          const own = before.get(JSON.stringify([scenario, endpoint, statistic]));
          if (own === undefined) continue;
          expect(near(p, own.p)).toBe(true);
          const isAdjusted = status === "inconclusive" && (pAdjusted ?? 0) > 0.05;
          expect(own.status !== "regression-suspected" || status === own.status || isAdjusted).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });
});
