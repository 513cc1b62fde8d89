import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { basisOf, endpointAt, normals, runAt } from "../../../../test/support/compared-runs.ts";
import type { BaselineEndpoint, BaselineRun } from "../../../contract/baseline.ts";
import { defaultComparisonRules, type Comparison, type ComparisonStatus } from "../../../contract/comparison.ts";
import { compareWithBaselines } from "./compare.ts";

/** Shares alone decide: a threshold in milliseconds has a unit. */
const rules = { ...defaultComparisonRules, atLeastMs: 0 };
const value = fc.double({ min: 50, max: 200, noNaN: true });
const values = fc.array(value, { minLength: 5, maxLength: 12 });

function p95Of(now: number, earlier: readonly number[], change: (value: number) => number): Comparison | undefined {
  const runs = earlier.map((p95, i) => runAt(i + 1, change(p95)));
  const { comparisons } = compareWithBaselines(runAt(99, change(now)), basisOf(runs), rules);
  return comparisons.find(({ statistic }) => statistic === "p95");
}

const named = (run: BaselineRun, basis: readonly BaselineRun[]) =>
  new Map(
    compareWithBaselines(run, basisOf(basis), rules).comparisons.map((one) => [
      `${one.endpoint} ${one.statistic}`,
      one,
    ]),
  );

const isSuspected = (comparison: Comparison | undefined): boolean => comparison?.status === "regression-suspected";
const isImproved = (comparison: Comparison | undefined): boolean => comparison?.status === "improved";

function runAtRate(number: number, ratePerSecond: number): BaselineRun {
  return runAt(number, 100, { endpoints: [endpointAt(100, { ratePerSecond })] });
}

/** Against six runs at about 100 requests a second. */
function statusAtRate(ratePerSecond: number): ComparisonStatus | undefined {
  const runs = [100, 101, 99, 100, 102, 98].map((rate, i) => runAtRate(i + 1, rate));
  const { comparisons } = compareWithBaselines(runAtRate(99, ratePerSecond), basisOf(runs), rules);
  return comparisons.find(({ statistic }) => statistic === "throughput")?.status;
}

/** p95 of a run at 130 ms. */
function compared(runs: readonly BaselineRun[]): Comparison | undefined {
  const { comparisons } = compareWithBaselines(runAt(99, 130), basisOf(runs), rules);
  return comparisons.find(({ statistic }) => statistic === "p95");
}

describe("comparisons know no unit and no side", () => {
  test("in another unit everything has the same status, effect and p", () => {
    fc.assert(
      fc.property(value, values, fc.constantFrom(0.001, 7, 1000), (now, earlier, factor) => {
        const [here, there] = [p95Of(now, earlier, (ms) => ms), p95Of(now, earlier, (ms) => ms * factor)];
        expect(there?.status).toBe(here?.status);
        expect(there?.effect).toBeCloseTo(here?.effect ?? NaN, 8);
        expect(there?.p).toBeCloseTo(here?.p ?? NaN, 8);
        expect(there?.mde).toBeCloseTo(here?.mde ?? NaN, 8);
      }),
      { numRuns: 60 },
    );
  });

  test("in the mirror a regression is an improvement, with the same p", () => {
    fc.assert(
      fc.property(value, values, (now, earlier) => {
        const [here, there] = [p95Of(now, earlier, (ms) => ms), p95Of(now, earlier, (ms) => 10_000 / ms)];
        expect(isSuspected(here)).toBe(isImproved(there));
        expect(isImproved(here)).toBe(isSuspected(there));
        expect(there?.p).toBeCloseTo(here?.p ?? NaN, 8);
        expect(Math.log1p(there?.effect ?? NaN)).toBeCloseTo(-Math.log1p(here?.effect ?? NaN), 8);
      }),
      { numRuns: 60 },
    );
  });

  test("the order of the earlier runs and of the endpoints does not matter", () => {
    const draw = normals("order");
    const endpoints = (factor: number): BaselineEndpoint[] =>
      ["a", "b", "c"].map((endpoint) => endpointAt(100 * factor * Math.exp(0.01 * draw()), { endpoint }));
    const runs = Array.from({ length: 8 }, (_, i) => runAt(i + 1, 0, { endpoints: endpoints(1) }));
    const current = runAt(99, 0, { endpoints: endpoints(1.1) });
    const turned = { ...current, endpoints: current.endpoints.toReversed() };
    const wanted = named(current, runs);
    expect(wanted.size).toBe(18);
    expect(named(turned, runs.toReversed())).toEqual(wanted);
  });

  test("less throughput is worse, more is better", () => {
    expect([80, 100, 120].map(statusAtRate)).toEqual(["regression-suspected", "no-regression", "improved"]);
  });
});

describe("bad values", () => {
  const history = [100, 101, 99, 100, 102, 98].map((p95, i) => runAt(i + 1, p95));

  test.each([0, -5, NaN, Infinity])("a p95 of %d is never a pass, and says why", (p95) => {
    const current = { ...runAt(99, 100), endpoints: [{ ...endpointAt(100), p95 }] };
    const { comparisons } = compareWithBaselines(current, basisOf(history), rules);
    const found = comparisons.find(({ statistic }) => statistic === "p95");
    expect(found).toMatchObject({ status: "inconclusive", effect: null, p: null });
    expect(found?.notes[0]).toMatch(/^p95 of this run is .*, which cannot be compared$/);
  });

  test("earlier runs without a usable value are left out, and counted", () => {
    const broken = [0, -1, NaN].map((p95, i) => ({
      ...runAt(20 + i, 100),
      endpoints: [{ ...endpointAt(100), p95 }],
    }));
    expect(compared([...history, ...broken])).toMatchObject({ status: "regression-suspected", baselineRuns: 6 });
    expect(compared([...history, ...broken])?.notes[0]).toBe("3 earlier runs without a usable p95 left out");
    expect(compared(broken)).toMatchObject({ status: "no-baseline", baselineRuns: 0 });
  });

  test("an endpoint that is gone is told, not passed over", () => {
    const current = { ...runAt(99, 100), endpoints: [] };
    const { comparisons } = compareWithBaselines(current, basisOf(history), rules);
    expect(comparisons.find(({ statistic }) => statistic === "p95")).toMatchObject({
      endpoint: "checkout",
      status: "inconclusive",
      notes: ["this run has no request of it, and 6 earlier runs have"],
    });
  });

  test("whatever the values are, there is a status for each, and only numbers in it", () => {
    const any = fc.oneof(fc.double(), fc.constantFrom(0, -1, NaN, Infinity, 1e300, 5e-324));
    const endpoint = fc
      .record({ p50: any, p90: any, p95: any, p99: any, ratePerSecond: any, requests: any, failedRequests: any })
      .map((changes) => ({ ...endpointAt(100), ...changes }));
    fc.assert(
      fc.property(endpoint, fc.array(endpoint, { maxLength: 8 }), (now, earlier) => {
        const runs = earlier.map((one, i) => ({ ...runAt(i + 1, 100), endpoints: [one] }));
        const current = { ...runAt(99, 100), endpoints: [now] };
        const { comparisons } = compareWithBaselines(current, basisOf(runs), rules);
        expect(comparisons).toHaveLength(6);
        for (const { before, after, effect, interval, p, mde } of comparisons)
          expect([before, after, effect, ...(interval ?? []), p, mde]).not.toContain(NaN);
      }),
      { numRuns: 200 },
    );
  });
});
