import { array, assert, constantFrom, integer, property } from "fast-check";
import { describe, expect, test } from "vitest";
import {
  iterationsOf,
  objectiveOf,
  planOf,
  slosOf,
  startOfRun,
  steady,
  windowsOf,
  type Sample,
} from "../../../../test/support/fabricated-run.ts";
import { seededRandom } from "../../../stats/seeded-random.ts";
import { quantileType7 } from "../../../stats/quantile-type7.ts";
import type { ObjectiveResult } from "../../../contract/objective-result.ts";
import { limitRulesOf, type Objective } from "../../../contract/slo-set.ts";
import { indexRun, type Seconds } from "../run-series.ts";
import { evaluateObjectives, type ObjectiveContext } from "./evaluate-objectives.ts";

function evaluated(
  objective: Objective,
  samples: readonly Sample[],
  options: {
    judged?: Seconds | null;
    withRules?: boolean;
    counters?: Parameters<typeof windowsOf>[2];
  } & Partial<ObjectiveContext> = {},
): ObjectiveResult {
  const { withRules = true, counters = {}, ...context } = options;
  const slos = slosOf(objective);
  const run = indexRun(windowsOf(samples, withRules ? limitRulesOf(slos) : [], counters), startOfRun);
  const [result] = evaluateObjectives(slos, {
    run,
    plan: null,
    imported: false,
    judged: { from: 0, to: run.length },
    seed: 1,
    wholeMs: null,
    stoppedBy: null,
    ...context,
  });
  if (result === undefined) throw new Error("no result");
  return result;
}

const minute = { toMs: 60_000, perSecond: 10 };
const failed = (samples: readonly Sample[]): Sample[] =>
  samples.map((sample) => ({ ...sample, measure: "failed-latency" as const }));

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
const steadyLatency = steady({ ...minute, value: (i) => 100 + (i % 10) * 10 });
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

describe("an endpoint of which every request fails", () => {
  const broken = steady({ ...minute, endpoint: "invoice", value: () => 5 });
  const healthy = steady({ ...minute, value: () => 100 });
  const everyone = { endpoint: null, scenario: null };

  test.each<[string, Partial<Objective>, Partial<ObjectiveResult>]>([
    ["has no latency to judge, however fast it fails", { endpoint: "invoice" }, { status: "no-data", samples: 600 }],
    [
      "has no Apdex",
      { endpoint: "invoice", statistic: { kind: "apdex", toleratedMs: 500 }, unit: "score" },
      { status: "no-data" },
    ],
    [
      "is told where `each` is met by the others",
      { ...everyone, each: true },
      { status: "no-data", endpoint: "invoice" },
    ],
    [
      "hides no breach of another",
      { ...everyone, each: true, limit: 50 },
      { status: "breached", endpoint: "checkout" },
    ],
    ["is among all, whose others have a latency", everyone, { status: "met" }],
    [
      "has an error rate",
      { endpoint: "invoice", statistic: { kind: "error-rate" }, unit: "fraction", limit: 0.01 },
      { status: "breached", observed: 1 },
    ],
    [
      "is as its engine has it where the whole run is judged",
      { endpoint: "invoice", wholeRun: true },
      { status: "met" },
    ],
  ])("%s", (_, changes, expected) => {
    const objective = objectiveOf({ limit: 200, ...changes });
    expect(evaluated(objective, [...healthy, ...broken, ...failed(broken)])).toMatchObject(expected);
  });
});

describe("what an objective looks at", () => {
  const other = steady({ ...minute, endpoint: "search", scenario: "browse", value: () => 900 });
  const both = [...steadyLatency, ...other];

  test("each endpoint for itself, the worst is shown; all pools them", () => {
    const each = objectiveOf({ endpoint: null, scenario: null, each: true });
    expect(evaluated(each, both)).toMatchObject({ status: "breached", endpoint: "search", observed: 900 });
    const pooled = objectiveOf({ endpoint: null, scenario: null, limit: 500, statistic: { kind: "quantile", q: 0.4 } });
    expect(evaluated(pooled, both)).toMatchObject({ status: "met", endpoint: null, samples: 1200 });
  });

  test.each([
    ["an endpoint that the plan does not have", { endpoint: "chekout" }, "skipped"],
    ["a scenario that the plan does not have", { scenario: "bye" }, "skipped"],
    ["an endpoint without requests", { endpoint: "idle" }, "no-data"],
  ] as const)("%s", (_, overrides, status) => {
    const plan = planOf({}, "checkout", "idle");
    expect(evaluated(objectiveOf(overrides), steadyLatency, { plan }).status).toBe(status);
  });

  test("only the judged part, unless it asks for the whole run", () => {
    const samples = steady({ ...minute, value: (_, atMs) => (atMs < 20_000 ? 900 : 100) });
    const judged = { from: 20, to: 60 };
    expect(evaluated(objectiveOf(), samples, { judged })).toMatchObject({ status: "met", samples: 400 });
    expect(evaluated(objectiveOf({ wholeRun: true }), samples, { judged })).toMatchObject({
      status: "breached",
      samples: 600,
    });
    expect(evaluated(objectiveOf(), samples, { judged: null }).status).toBe("no-data");
  });
});

const every = (everyMs: number, share = 1): Objective => objectiveOf({ window: { everyMs, share } });

describe("windows", () => {
  /** One bad stretch of five seconds. */
  const blip = steady({ ...minute, value: (_, atMs) => (atMs >= 30_000 && atMs < 35_000 ? 900 : 100) });

  test("one sliding window that does not hold breaches `in every`", () => {
    const result = evaluated(every(10_000), blip);
    expect(result).toMatchObject({ status: "breached", observed: 900, interval: null });
    // Windows that start at 21 s to 34 s hold more than 5 % of bad samples.
    expect(result.breach).toEqual({ fromMs: 21_000, longestMs: 23_000, shareOfWindows: 14 / 51 });
  });

  test.each([
    [0.7, "met", 100],
    [0.75, "breached", 900],
  ])("a share of %d of the windows", (share, status, observed) => {
    expect(evaluated(every(10_000, share), blip)).toMatchObject({ status, observed });
  });

  test("that only the histogram tells about are not certain near the limit", () => {
    const samples = steady({ ...minute, value: (i) => (i % 100 === 55 ? 900 : i % 10 === 0 ? 399.9 : 100) });
    expect(evaluated(every(10_000), samples)).toMatchObject({ status: "met", exact: true, certain: true });
    expect(evaluated(every(10_000), samples, { withRules: false })).toMatchObject({ exact: false, certain: false });
  });

  test("a part shorter than the window is one window", () => {
    expect(evaluated(every(300_000), blip)).toMatchObject({ status: "breached", samples: 600 });
  });

  test("silence is a window of its own for throughput, and none for latency", () => {
    const gap = steadyLatency.filter(({ atMs }) => atMs < 20_000 || atMs >= 40_000);
    const rate = objectiveOf({
      statistic: { kind: "throughput" },
      comparator: ">",
      limit: 1,
      unit: "per-second",
      window: { everyMs: 10_000, share: 1 },
    });
    expect(evaluated(rate, gap)).toMatchObject({ status: "breached", observed: 0 });
    expect(evaluated(every(10_000), gap)).toMatchObject({ status: "met" });
  });
});

test("the series of a run are gone through a few times, however many endpoints `each` has", () => {
  const samples = Array.from({ length: 50 }, (_, i) =>
    steady({ ...minute, endpoint: `e${String(i)}`, value: () => 100 }),
  ).flat();
  const indexed = indexRun(windowsOf(samples), startOfRun);
  let reads = 0;
  const run = {
    ...indexed,
    get tracks() {
      reads++;
      return indexed.tracks;
    },
  };
  const each = objectiveOf({ endpoint: null, scenario: null, each: true });
  const judged = { from: 0, to: 60 };
  evaluateObjectives(slosOf(each), {
    run,
    plan: null,
    imported: false,
    judged,
    seed: 1,
    wholeMs: null,
    stoppedBy: null,
  });
  expect(reads).toBeLessThan(10);
});

test("the objective that ended the run is breached, wherever that was", () => {
  const samples = steady({ ...minute, value: (_, atMs) => (atMs < 40_000 ? 900 : 100) });
  const stop = objectiveOf({ name: "fuse", stop: true });
  const judged = { from: 45, to: 60 };
  expect(evaluated(stop, samples, { judged, stoppedBy: "fuse" })).toMatchObject({ status: "breached", observed: 900 });
  expect(evaluated(stop, samples, { judged, stoppedBy: "another" })).toMatchObject({ status: "met" });
});

describe("a tag", () => {
  const plan = planOf({}, "checkout", "search", "static");
  const tagged = {
    ...plan,
    endpoints: plan.endpoints.map((endpoint) => ({
      ...endpoint,
      tags: endpoint.name === "static" ? { criticality: "low" } : { criticality: "high" },
    })),
  };
  const samples = [
    ...steady({ ...minute, endpoint: "checkout", value: () => 100 }),
    ...steady({ ...minute, endpoint: "search", value: () => 300 }),
    ...steady({ ...minute, endpoint: "static", value: () => 5 }),
  ];
  const mean = {
    statistic: { kind: "mean" },
    endpoint: null,
    limit: 250,
    tag: { name: "criticality", value: "high" },
  } as const;

  test("pools the endpoints that carry it", () => {
    const pooled = evaluated(objectiveOf(mean), samples, { plan: tagged });
    expect(pooled).toMatchObject({ status: "met", observed: 200, samples: 1200, endpoint: null });
  });

  test("judges each of them, and no other", () => {
    const worst = evaluated(objectiveOf({ ...mean, each: true }), samples, { plan: tagged });
    expect(worst).toMatchObject({ status: "breached", observed: 300, endpoint: "search" });
    const least = objectiveOf({ ...mean, each: true, comparator: ">", limit: 50 });
    expect(evaluated(least, samples, { plan: tagged })).toMatchObject({ status: "met", endpoint: "checkout" });
  });

  test("that nothing carries is skipped, also without a plan", () => {
    const unknown = objectiveOf({ ...mean, tag: { name: "toString", value: "high" } });
    expect(evaluated(unknown, samples, { plan: tagged }).status).toBe("skipped");
    expect(evaluated(objectiveOf(mean), samples, { plan: null }).status).toBe("skipped");
  });
});
