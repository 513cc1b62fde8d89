import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { BaselineEndpoint, BaselineRun } from "../../../contract/baseline.ts";
import { defaultComparisonRules, type Comparison, type ComparisonBasis } from "../../../contract/comparison.ts";
import { basisOf, endpointAt, runAt } from "../../../../test/support/compared-runs.ts";
import { compareWithBaselines, type ComparedRun } from "./compare.ts";

/** Ten runs around 400 ms with a spread of about 1 %. */
const history = [400, 404, 398, 396, 402, 405, 399, 401, 397, 403].map((p95, i) => runAt(i + 1, p95));

function judge(
  current: BaselineRun,
  baselines: readonly BaselineRun[],
  changes: Partial<ComparisonBasis> = {},
): ComparedRun {
  // Not by the schema of stored runs, which holds NaN and Infinity back.
  return compareWithBaselines(current, basisOf([], { runs: [...baselines], ...changes }), defaultComparisonRules);
}

function p95sOf(current: BaselineRun, baselines: readonly BaselineRun[]): Comparison[] {
  return judge(current, baselines).comparisons.filter(({ statistic }) => statistic === "p95");
}

/** Every endpoint with these changes. */
function withEndpoint(run: BaselineRun, changes: Partial<BaselineEndpoint>): BaselineRun {
  return { ...run, endpoints: run.endpoints.map((endpoint) => ({ ...endpoint, ...changes })) };
}

/** The same latencies in a unit of which a millisecond has `factor`. */
function scaled(run: BaselineRun, factor: number): BaselineRun {
  return {
    ...run,
    endpoints: run.endpoints.map((endpoint) => ({
      ...endpoint,
      p50: endpoint.p50 * factor,
      p90: endpoint.p90 * factor,
      p95: endpoint.p95 * factor,
      p99: endpoint.p99 * factor,
    })),
  };
}

const inSeconds = (run: BaselineRun): BaselineRun => scaled(run, 1 / 1000);

/** With one endpoint a second time. */
function twice(run: BaselineRun, p95: number): BaselineRun {
  return { ...run, endpoints: [...run.endpoints, endpointAt(p95)] };
}

/** Forty runs, the later twenty about twice as slow. */
function at(startedAt: (i: number) => number): BaselineRun[] {
  return Array.from({ length: 40 }, (_, i) => runAt(i + 1, i < 20 ? 400 + i : 800 + i, { startedAt: startedAt(i) }));
}

const badFigure = fc.constantFrom(NaN, Infinity, -Infinity, -1, 0, -0, 1e308, 5e-324, 0.5);
const badEndpoint: fc.Arbitrary<Partial<BaselineEndpoint>> = fc.record(
  {
    requests: badFigure,
    failedRequests: badFigure,
    ratePerSecond: badFigure,
    p50: badFigure,
    p90: badFigure,
    p95: badFigure,
    p99: badFigure,
    histogram: fc.constantFrom("", "exp32;1;1;1;0;0:1", "exp64;1;1;1;0;0:1,zzzzzzzzz:1", "exp64;NaN;1;1;0;0:1"),
  },
  { requiredKeys: [] },
);

describe("figures that cannot be", () => {
  test.each<[string, Partial<BaselineEndpoint>]>([
    ["NaN", { p95: NaN }],
    ["Infinity", { p95: Infinity }],
    ["a negative latency", { p95: -400 }],
    ["no latency", { p95: 0 }],
  ])("%s in this run is no pass, and is told", (_, changes) => {
    const [told] = p95sOf(withEndpoint(runAt(99, 400), changes), history);
    expect(told).toMatchObject({ status: "inconclusive", p: null, interval: null });
    expect(told?.notes[0]).toMatch(/^p95 of this run is .*, which cannot be compared$/u);
  });

  test("in some earlier runs are left out and told, and the rest decides", () => {
    const spoilt = history.map((run, i) => (i < 4 ? withEndpoint(run, { p95: [NaN, Infinity, -1, 0][i] }) : run));
    const [told] = p95sOf(runAt(99, 500), spoilt);
    expect(told).toMatchObject({ status: "regression-suspected", baselineRuns: 6 });
    expect(told?.notes).toContain("4 earlier runs without a usable p95 left out");
  });

  test("wherever they stand, nothing throws, and no comparison that has them passes", () => {
    fc.assert(
      fc.property(badEndpoint, badEndpoint, (now, then) => {
        const spoilt = history.map((run, i) => (i % 2 === 0 ? withEndpoint(run, then) : run));
        const current = withEndpoint(runAt(99, 800), now);
        const { comparisons } = judge(current, spoilt, {
          anchor: { label: "anchor", run: withEndpoint(history[0] ?? current, then) },
        });
        for (const { statistic, status, interval, p } of comparisons) {
          if (statistic !== "p95") continue;
          // Twice as slow, or a figure that cannot be: never calm. A tiny one is an improvement, as it was written.
          expect(status).not.toBe("no-regression");
          expect([p, ...(interval ?? [])].some(Number.isNaN)).toBe(false);
        }
      }),
      { numRuns: 200 },
    );
  });

  test("one request a run, or none, is said to be few", () => {
    const one = { requests: 1, failedRequests: 0 };
    const [told] = p95sOf(
      withEndpoint(runAt(99, 400), one),
      history.map((run) => withEndpoint(run, one)),
    );
    expect(told?.notes).toContain("few samples: 1 a run, and p95 wants 400");
    const none = withEndpoint(runAt(99, 400), {
      requests: 0,
      failedRequests: 0,
      p50: NaN,
      p90: NaN,
      p95: NaN,
      p99: NaN,
    });
    const primary = judge(none, history).comparisons.filter((comparison) => comparison.primary);
    expect(primary.map(({ statistic, status }) => [statistic, status])).toEqual([
      ["p95", "inconclusive"],
      ["errors", "inconclusive"],
    ]);
  });
});

describe("earlier runs that do not fit together", () => {
  test.each<[string, readonly BaselineRun[], number, Comparison["status"]]>([
    [
      "one of ten in seconds, nothing changed",
      history.map((run, i) => (i === 3 ? inSeconds(run) : run)),
      400,
      "no-regression",
    ],
    [
      "one of ten in seconds, 15 % slower",
      history.map((run, i) => (i === 3 ? inSeconds(run) : run)),
      460,
      "regression-suspected",
    ],
    [
      "four of ten in seconds, 15 % slower",
      history.map((run, i) => (i < 4 ? inSeconds(run) : run)),
      460,
      "inconclusive",
    ],
    [
      "half of them in seconds, 15 % slower",
      history.map((run, i) => (i % 2 === 0 ? inSeconds(run) : run)),
      460,
      "inconclusive",
    ],
    [
      "half of them in seconds, nothing changed",
      history.map((run, i) => (i % 2 === 0 ? inSeconds(run) : run)),
      400,
      "inconclusive",
    ],
    ["all of them in seconds", history.map(inSeconds), 400, "regression-suspected"],
    ["all of them in microseconds, 15 % slower", history.map((run) => scaled(run, 1000)), 460, "inconclusive"],
  ])("%s", (_, baselines, p95, status) => {
    expect(p95sOf(runAt(99, p95), baselines)[0]?.status).toBe(status);
  });

  test("a run that stands there many times is one run", () => {
    const [told] = p95sOf(
      runAt(99, 800),
      Array.from({ length: 12 }, () => runAt(1, 400)),
    );
    expect(told).toMatchObject({ status: "provisional", baselineRuns: 1 });
  });

  test("an endpoint that stands in a run twice does not count there, and in this run each is judged", () => {
    const [told] = p95sOf(
      runAt(99, 800),
      history.slice(0, 6).map((run) => twice(run, 800)),
    );
    expect(told).toMatchObject({ status: "no-baseline", baselineRuns: 0 });
    const both = p95sOf(twice(runAt(99, 400), 800), history).map(({ status }) => status);
    expect(both).toEqual(["no-regression", "regression-suspected"]);
  });

  test("a clock that stands still or runs backwards does not change what counts", () => {
    const still = at(() => 5);
    const wanted = p95sOf(runAt(99, 430), still);
    expect(p95sOf(runAt(99, 430), still.toReversed())).toEqual(wanted);
    expect(wanted[0]?.baselineRuns).toBe(30);
    // Earlier runs that claim to be later than this one are earlier runs all the same.
    const ahead = history.map((run) => ({ ...run, startedAt: run.startedAt + 1e12 }));
    expect(p95sOf(runAt(99, 460), ahead)[0]).toMatchObject({ status: "regression-suspected", baselineRuns: 10 });
  });
});

describe("names", () => {
  test.each(["__proto__", "constructor", "toString", "hasOwnProperty", "", "x".repeat(100_000), '["a","b"]', "\u0000"])(
    "%j is a name like any other",
    (name) => {
      const named = (run: BaselineRun): BaselineRun => withEndpoint(run, { endpoint: name, scenario: name });
      const { comparisons, findings } = judge(named(runAt(99, 460)), history.map(named), {
        anchor: { label: name, run: named(runAt(50, 300)) },
      });
      expect(comparisons.find(({ statistic }) => statistic === "p95")).toMatchObject({
        endpoint: name,
        status: "regression-suspected",
        baselineRuns: 10,
      });
      expect(findings[0]?.series).toEqual([{ scenario: name, endpoint: name, statistic: "p95" }]);
    },
  );
});
