import { describe, expect, test } from "vitest";
import type { Objective, SloSet } from "../../../contract/slo-set.ts";
import type { Scenario } from "../../../contract/test-plan.ts";
import { endpoint, input, iterations, noSlos, plan, scenario } from "../../../../test/support/generator-plans.ts";
import { shopInput } from "../../../../test/support/shop-plan.ts";
import { formatDuration } from "./format-duration.ts";
import { generateScript, type ScriptInput } from "./generate-script.ts";
import { thresholdsOf } from "./write-thresholds.ts";

test.each([
  [0, "0s"],
  [250, "250ms"],
  [1_000, "1s"],
  [90_000, "1m30s"],
  [3_600_000, "1h"],
  [3_661_001.9, "1h1m1s1ms"],
])("%d ms is %s", (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

function main(script: ScriptInput): string {
  const [file] = generateScript(script).files;
  return file !== undefined && "text" in file ? file.text : "";
}

function withLoad(load: Scenario["load"], more: Partial<Scenario> = {}): string {
  const work = { kind: "mix", entries: [{ endpoint: "a", weight: 1 }], think: null } as const;
  const one = scenario("main", load, { ...work, entries: [...work.entries] }, more);
  return main(input(plan("p", { endpoints: [endpoint("a", "/")], scenarios: [one] })));
}

function openLoad(rates: readonly number[]): Scenario["load"] {
  return {
    model: "open",
    profile: "explicit",
    drainMs: 7_000,
    hold: null,
    maxVus: 9,
    maxVusReason: "as written",
    stages: rates.map((toPerSecond) => ({ toPerSecond, durationMs: 1_000 })),
  };
}

describe("executors", () => {
  test.each([
    [[200, 0], "1s", [200, 0]],
    [[0.5], "10s", [5]],
    [[100 / 60, 1], "1m", [100, 60]],
    [[1 / 600], "10m", [1]],
    [[1 / 3600], "1h", [1]],
    [[1 / 7], "1h", [514]],
  ])("take whole rates: %j a second", (rates, unit, targets) => {
    const text = withLoad(openLoad(rates));
    expect(text).toContain(`timeUnit: "${unit}"`);
    expect([...text.matchAll(/target: (\d+)/gu)].map(([, target]) => Number(target))).toEqual(targets);
  });

  test("keep every virtual user ready, and let running passes finish", () => {
    const text = withLoad(openLoad([5]), { startAfterMs: 30_000, tags: { team: "a" } });
    for (const line of [
      "preAllocatedVUs: 9,",
      "maxVUs: 9,",
      "startRate: 0,",
      'startTime: "30s",',
      'gracefulStop: "7s",',
      'tags: { team: "a" },',
    ])
      expect(text).toContain(line);
  });

  test.each([
    ["shared", "shared-iterations"],
    ["per-vu", "per-vu-iterations"],
  ] as const)("count iterations: %s", (mode, executor) => {
    const text = withLoad(iterations(12, 3, mode));
    for (const line of [`executor: "${executor}",`, "vus: 3,", "iterations: 12,", 'maxDuration: "1m",'])
      expect(text).toContain(line);
  });
});

describe("thresholds", () => {
  const shop = shopInput();
  const [checkout, waiting, journey, errors, throughput, windowed] = shop.slos.objectives;

  function of(
    objective: Objective | undefined,
    change: Partial<Objective> = {},
  ): (readonly [string, readonly string[]])[] {
    const slos: SloSet = { ...noSlos, objectives: objective === undefined ? [] : [{ ...objective, ...change }] };
    return [...thresholdsOf(slos, shop.plan, 1_000).entries];
  }

  test.each([
    ["a quantile", checkout, {}, [["http_req_duration{name:checkout,scenario:buy}", ["p(95)<400"]]]],
    [
      "an odd quantile",
      checkout,
      { statistic: { kind: "quantile", q: 0.999 } },
      [["http_req_duration{name:checkout,scenario:buy}", ["p(99.9)<400"]]],
    ],
    [
      "a mean over all",
      checkout,
      { statistic: { kind: "mean" }, endpoint: null, scenario: null },
      [["http_req_duration", ["avg<400"]]],
    ],
    ["a journey", journey, {}, [["perf_agent_journey_duration{scenario:buy}", ["p(95)<12000"]]]],
    ["failed requests", errors, { comparator: "<=" }, [["http_req_failed", ["rate<=0.001"]]]],
    ["checks", errors, { statistic: { kind: "checks" }, comparator: ">", limit: 0.99 }, [["checks", ["rate>0.99"]]]],
    ["throughput, which ramps would lower", throughput, {}, []],
    ["windows", windowed, {}, []],
    ["warnings", checkout, { severity: "warn" }, []],
    ["endpoints that the plan does not have", checkout, { endpoint: "other" }, []],
    ["what a tag selects, which k6 cannot pool", checkout, { endpoint: null, tag: { name: "tier", value: "1" } }, []],
    ["scenarios that the plan does not have", checkout, { scenario: "other" }, []],
  ] as [string, Objective | undefined, Partial<Objective>, unknown][])("%s", (_, objective, change, expected) => {
    expect(of(objective, change)).toEqual(expected);
  });

  test("of each endpoint stand for themselves", () => {
    expect(of(waiting).map(([metric]) => metric)).toEqual(
      shop.plan.endpoints.map(({ name }) => `http_req_waiting{name:${name}}`),
    );
  });

  test("of names that a selector cannot hold are left out", () => {
    const odd = { ...shop.plan, endpoints: [endpoint("a{b},c", "/")] };
    const slos = {
      ...noSlos,
      objectives: checkout === undefined ? [] : [{ ...checkout, endpoint: "a{b},c", scenario: null }],
    };
    expect(thresholdsOf(slos, odd, 1_000).entries).toEqual([]);
  });

  test("are left out beyond the budget of samples, and the script says so", () => {
    const text = main({ ...shop, preview: { requests: { count: 1_000_001, exact: true } } });
    expect(text).not.toContain("thresholds: {");
    expect(text).toContain("// No thresholds: about 1000001 requests are planned");
    expect(main({ ...shop, preview: { requests: null } })).toContain("thresholds: {");
  });

  test("never end a run", () => {
    expect(main(shop)).not.toContain("abortOnFail");
  });
});
