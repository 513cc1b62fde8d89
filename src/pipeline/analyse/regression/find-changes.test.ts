import { describe, expect, test } from "vitest";
import { basisOf, endpointAt, runAt } from "../../../../test/support/compared-runs.ts";
import type { BaselineEndpoint } from "../../../contract/baseline.ts";
import { defaultComparisonRules, type ComparisonBasis } from "../../../contract/comparison.ts";
import { compareWithBaselines } from "./compare.ts";

/** Endpoint e0, e1, … with its p95, around which twelve earlier runs lie within 1 %. */
const steps = [0, 0.4, -0.6, 0.2, 0.8, -0.2, 0.5, -0.5, 0.1, -0.1, 0.3, -0.3];
const endpoints = ["checkout", "search", "photo", "browse", "login", "cart"];
const history = steps.map((percent, i) =>
  runAt(i + 1, 100, {
    endpoints: endpoints.map((endpoint) => endpointAt(100 * (1 + percent / 100), { endpoint })),
  }),
);

function findings(changes: Readonly<Record<string, Partial<BaselineEndpoint>>>, basis: Partial<ComparisonBasis> = {}) {
  const current = runAt(99, 100, {
    endpoints: endpoints.map((endpoint) => {
      const change = changes[endpoint] ?? {};
      return endpointAt(change.p95 ?? 100, { endpoint, ...change });
    }),
  });
  return compareWithBaselines(current, basisOf(history, basis), defaultComparisonRules).findings;
}

const two = (p95: number) => [endpointAt(p95), endpointAt(100, { scenario: "browse" })];

describe("headlines", () => {
  test("nothing changed: none", () => {
    expect(findings({})).toEqual([]);
  });

  test("one endpoint has effect, interval, what the run could see, and the way on", () => {
    const [finding, ...others] = findings({ checkout: { p95: 115 } });
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      kind: "regression",
      scope: "endpoint",
      advisory: false,
      effect: expect.closeTo(0.15, 2),
    });
    expect(finding?.text).toMatch(
      /^p95 of checkout is 1[45]\.\d % slower than 12 comparable runs \(interval \+1\d\.\d to \+1\d\.\d %; this run could see \d\.\d %\); `perf-agent confirm` would settle it$/,
    );
  });

  test("endpoints that move together have one headline", () => {
    const changed = findings({ checkout: { p95: 115 }, cart: { p95: 115.5 } });
    expect(changed).toMatchObject([{ scope: "group", series: [{ endpoint: "cart" }, { endpoint: "checkout" }] }]);
    expect(changed[0]?.text).toMatch(
      /^p95 of 2 endpoints is 1\d\.\d % slower than 12 comparable runs, together \(cart, checkout; \+1\d\.\d to \+1\d\.\d %\);/,
    );
  });

  test("most endpoints are the service: one headline, not one for each", () => {
    const all = Object.fromEntries(endpoints.map((endpoint, i) => [endpoint, { p95: 120 + i }]));
    const changed = findings(all);
    expect(changed).toMatchObject([{ scope: "service", kind: "regression" }]);
    expect(changed[0]?.series).toHaveLength(6);
    expect(changed[0]?.text).toMatch(/^the service as a whole: p95 of 6 of 6 endpoints is .* and 2 others; /);
  });

  test("error rates are told in points", () => {
    const [finding] = findings({ search: { failedRequests: 180 } });
    expect(finding?.text).toMatch(
      /^errors of search are 2\.00 %, 2\.00 points more than in 12 comparable runs \(interval \+1\.\d\d to \+2\.\d\d points; this run could see 0\.\d\d points\);/,
    );
  });

  test("regressions come before improvements", () => {
    const changed = findings({ checkout: { p95: 115 }, photo: { p95: 70 } });
    expect(changed.map(({ kind }) => kind)).toEqual(["regression", "improvement"]);
    expect(changed[1]?.text).toMatch(/^p95 of photo is 30\.\d % faster than 12 comparable runs \(interval -3/);
  });

  test("what only describes has no headline", () => {
    expect(findings({ photo: { p50: 90, p90: 150, p99: 400, ratePerSecond: 3 } })).toEqual([]);
  });

  test("an endpoint of two scenarios is named with its scenario", () => {
    const runs = history.map((run) => ({ ...run, endpoints: two(100) }));
    const { findings: changed } = compareWithBaselines(
      runAt(99, 100, { endpoints: two(130) }),
      basisOf(runs),
      defaultComparisonRules,
    );
    expect(changed.map(({ text }) => text.split(" is ")[0])).toEqual(["p95 of checkout in buy"]);
  });

  test("what a second run confirms stands apart from what only it suspects", () => {
    const all = Object.fromEntries(endpoints.map((endpoint) => [endpoint, { p95: 120 }]));
    const suspected = [{ scenario: "buy", endpoint: "checkout", statistic: "p95" }];
    const found = findings(all, { confirms: { runId: "r", suspected } });
    expect(found.map(({ status, series }) => [status, series.length])).toEqual([
      ["regression-confirmed", 1],
      ["regression-suspected", 5],
    ]);
  });
});
