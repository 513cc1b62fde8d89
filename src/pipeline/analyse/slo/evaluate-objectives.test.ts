import { array, assert, constantFrom, integer, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { evaluated, failed, minute, steadyLatency } from "../../../../test/support/evaluated-objective.ts";
import { iterationsOf, objectiveOf, steady, type Sample } from "../../../../test/support/fabricated-run.ts";
import { seededRandom } from "../../../stats/seeded-random.ts";
import { quantileType7 } from "../../../stats/quantile-type7.ts";
import type { ObjectiveResult } from "../../../contract/objective-result.ts";
import { type Objective } from "../../../contract/slo-set.ts";

describe("a quantile against its limit", () => {
  test("is what the raw samples say, for every comparator", () => {
    const values = array(integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 80 });
    expect(() => {
      assert(
        property(
          values,
          integer({ min: 2, max: 80 }),
          constantFrom("<", "<=", ">", ">=" as const),
          constantFrom(0.5, 0.9, 0.95, 0.99),
          (raw, twice, comparator, q) => {
            const limit = twice / 2;
            const samples = raw.map((value, i) => ({ atMs: (i * 7919) % 20_000, value }));
            const exact = quantileType7(
              raw.toSorted((a, b) => a - b),
              q,
            );
            const holds = { "<": exact < limit, "<=": exact <= limit, ">": exact > limit, ">=": exact >= limit }[
              comparator
            ];
            const result = evaluated(objectiveOf({ statistic: { kind: "quantile", q }, comparator, limit }), samples);
            const shown = result.observed ?? NaN;
            const close = Math.abs(shown - exact) <= 0.0055 * exact;
            return (result.status === "met") === holds && result.exact && close && result.samples === raw.length;
          },
        ),
        { numRuns: 300 },
      );
    }).not.toThrow();
  });

  test("never prints a value on the wrong side of the limit", () => {
    const samples = steady({ ...minute, value: (i) => (i % 10 === 0 ? 400.05 : 399.9) });
    const result = evaluated(objectiveOf({ limit: 400 }), samples);
    expect(result).toMatchObject({ status: "breached", exact: true });
    expect(result.observed).toBeGreaterThanOrEqual(400);
  });

  test("is decided from the histogram, and says so, when the limit was not known", () => {
    const samples = steady({ ...minute, value: () => 300 });
    expect(evaluated(objectiveOf(), samples, { withRules: false })).toMatchObject({ status: "met", exact: false });
  });

  test("has a reproducible interval that makes a near miss uncertain", () => {
    const random = seededRandom("latencies");
    const samples = steady({ ...minute, value: () => 300 + 100 * random() });
    const near = evaluated(objectiveOf({ limit: 395 }), samples);
    const again = evaluated(objectiveOf({ limit: 395 }), samples);
    const far = evaluated(objectiveOf({ limit: 800 }), samples);
    expect(near.interval).toEqual(again.interval);
    expect(near.interval?.[0]).toBeLessThanOrEqual(near.observed ?? NaN);
    expect(near.interval?.[1]).toBeGreaterThanOrEqual(near.observed ?? NaN);
    expect([near.certain, far.certain]).toEqual([false, true]);
  });
});

const count = (name: "dropped" | "checksPassed" | "checksFailed", value: number) => ({
  atMs: 5000,
  scenario: "buy",
  endpoint: "",
  name,
  value,
});
const someFailed = failed(steadyLatency.filter((_, i) => i % 100 === 0));

const errors = (limit: number): Objective =>
  objectiveOf({ statistic: { kind: "error-rate" }, unit: "fraction", limit });

describe("a share of which nothing was seen", () => {
  test("is as certain as its samples are many", () => {
    const few = evaluated(errors(0.01), steady({ ...minute, perSecond: 1, value: () => 100 }));
    expect(few).toMatchObject({ status: "met", observed: 0, certain: false });
    // 1 - 0.025^(1/60)
    expect(few.interval?.[1]).toBeCloseTo(0.0596, 4);
    const many = evaluated(errors(0.01), steady({ ...minute, perSecond: 100, value: () => 100 }));
    expect(many).toMatchObject({ status: "met", observed: 0, certain: true });
  });

  test("the same where all were seen", () => {
    const below = objectiveOf({
      statistic: { kind: "share-below", belowMs: 200 },
      unit: "fraction",
      comparator: ">",
      limit: 0.99,
    });
    const few = evaluated(below, steady({ ...minute, perSecond: 1, value: () => 100 }));
    expect(few).toMatchObject({ status: "met", observed: 1, certain: false, interval: [expect.closeTo(0.9404, 4), 1] });
  });
});

describe("each statistic over the judged part", () => {
  test.each<[string, Partial<Objective>, readonly Sample[], Partial<ObjectiveResult>]>([
    ["mean", { statistic: { kind: "mean" }, limit: 146 }, steadyLatency, { status: "met", observed: 145 }],
    [
      "max",
      { statistic: { kind: "max" }, limit: 190 },
      steadyLatency,
      { status: "breached", observed: 190, interval: null },
    ],
    [
      "min",
      { statistic: { kind: "min" }, limit: 100, comparator: ">=" },
      steadyLatency,
      { status: "met", observed: 100 },
    ],
    [
      "errors",
      { statistic: { kind: "error-rate" }, limit: 0.01, unit: "fraction" },
      [...steadyLatency, ...someFailed],
      { status: "breached", observed: 0.01, samples: 600 },
    ],
    [
      "throughput",
      { statistic: { kind: "throughput" }, limit: 9.9, comparator: ">", unit: "per-second" },
      steadyLatency,
      { status: "met", observed: 10 },
    ],
    [
      "share below",
      { statistic: { kind: "share-below", belowMs: 150 }, limit: 0.5, comparator: ">=", unit: "fraction" },
      steadyLatency,
      { status: "met", observed: 0.5, exact: true },
    ],
    [
      "apdex",
      { statistic: { kind: "apdex", toleratedMs: 140 }, limit: 0.7, comparator: ">", unit: "score" },
      steadyLatency,
      { status: "met", observed: 0.75, exact: true },
    ],
    [
      "apdex counts failures as frustrated",
      { statistic: { kind: "apdex", toleratedMs: 140 }, limit: 0.7, comparator: ">", unit: "score" },
      [...steadyLatency, ...failed(steadyLatency.filter(({ value }) => value === 100))],
      { status: "breached", observed: 0.65 },
    ],
    ["waiting", { measure: "waiting" }, steadyLatency, { status: "no-data", observed: null, samples: 0 }],
  ])("%s", (_, overrides, samples, wanted) => {
    expect(evaluated(objectiveOf(overrides), samples)).toMatchObject(wanted);
  });

  test("dropped and checks come from the counters", () => {
    const counters = {
      counters: [...iterationsOf(60, 2), count("dropped", 30), count("checksPassed", 99), count("checksFailed", 1)],
    };
    const dropped = objectiveOf({ statistic: { kind: "dropped" }, endpoint: null, limit: 0.1, unit: "fraction" });
    expect(evaluated(dropped, steadyLatency, { counters })).toMatchObject({ status: "breached", observed: 0.2 });
    const checks = objectiveOf({
      statistic: { kind: "checks" },
      endpoint: null,
      limit: 0.99,
      comparator: ">=",
      unit: "fraction",
    });
    expect(evaluated(checks, steadyLatency, { counters })).toMatchObject({ status: "met", observed: 0.99 });
  });

  test("a journey is judged by its own distribution", () => {
    const journeys = steady({ ...minute, endpoint: "", measure: "journey", value: () => 11_000 });
    const objective = objectiveOf({ measure: "journey", endpoint: null, limit: 12_000 });
    expect(evaluated(objective, [...steadyLatency, ...journeys])).toMatchObject({ status: "met", observed: 11_000 });
  });
});
