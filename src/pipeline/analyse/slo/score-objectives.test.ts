import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { baselineRunSchema, type BaselineRun } from "../../../contract/baseline.ts";
import { scoreSchema, type ObjectiveResult, type Score } from "../../../contract/objective-result.ts";
import type { Criterion, Scoring } from "../../../contract/slo-set.ts";
import { scoreObjectives } from "./score-objectives.ts";

function result(name: string, observed: number | null, status: ObjectiveResult["status"] = "met"): ObjectiveResult {
  return {
    name,
    text: name,
    endpoint: null,
    scenario: null,
    severity: "warn",
    status: observed === null ? "no-data" : status,
    certain: true,
    observed,
    limit: 0,
    unit: "ms",
    interval: null,
    samples: 100,
    exact: true,
    breach: null,
    endedOverMs: null,
    stop: false,
  };
}

function run(startedAt: number, observed: number, verdict: BaselineRun["verdict"] = "pass"): BaselineRun {
  return baselineRunSchema.parse({
    runId: `run-${String(startedAt)}`,
    startedAt,
    verdict,
    fingerprint: "f",
    tags: {},
    objectives: [{ name: "latency", observed }],
    endpoints: [],
  });
}

const atMost = (value: number): Criterion => ({
  text: `<=${String(value)}`,
  comparator: "<=",
  value,
  relative: null,
  objective: null,
});
const more = (share: number): Criterion => ({ ...atMost(share), text: "relative", relative: "share" });

function scoring(
  objectives: readonly Partial<Scoring["objectives"][number]>[],
  compareWith: Partial<Scoring["compareWith"]> = {},
): Scoring {
  return {
    passPercent: 90,
    warningPercent: 50,
    compareWith: { runs: 3, include: "all", aggregate: "mean", ...compareWith },
    objectives: objectives.map((objective) => ({
      objective: "latency",
      weight: 1,
      keySli: false,
      pass: [],
      warning: [],
      ...objective,
    })),
  };
}

function score(rules: Scoring, observed: number | null, earlier: readonly BaselineRun[] = []): Score {
  const results = rules.objectives.map(({ objective }) => result(objective, observed));
  return scoreSchema.parse(scoreObjectives(rules, results, earlier));
}

describe("points", () => {
  it.each<[string, number, Score["objectives"][number]["result"], number]>([
    ["both of a list", 90, "pass", 2],
    ["one of two lists", 250, "pass", 2],
    ["half a list only", 150, "warning", 1],
    ["nothing", 500, "fail", 0],
  ])("%s", (_, observed, expected, points) => {
    const rules = scoring([
      {
        weight: 2,
        pass: [
          [atMost(100), atMost(200)],
          [{ ...atMost(240), comparator: ">=" }, atMost(300)],
        ],
        warning: [[atMost(200)]],
      },
    ]);
    expect(score(rules, observed).objectives[0]).toMatchObject({ result: expected, points });
  });

  it.each<[Criterion["comparator"], boolean, boolean, boolean]>([
    ["<", true, false, false],
    ["<=", true, true, false],
    ["=", false, true, false],
    [">=", false, true, true],
    [">", false, false, true],
  ])("%s below, at and above its limit", (comparator, ...expected) => {
    const rules = scoring([{ pass: [[{ ...atMost(10), comparator }]] }]);
    expect([9, 10, 11].map((observed) => score(rules, observed).objectives[0]?.criteria[0]?.met)).toEqual(expected);
  });

  it("takes the judgement of the criterion's own objective, not the value printed", () => {
    const rules = scoring([{ pass: [[{ ...atMost(100), objective: "latency <=100" }]] }]);
    const results = [result("latency", 100.4), result("latency <=100", 100.4, "met")];
    expect(scoreObjectives(rules, results, []).objectives[0]?.result).toBe("pass");
    const breached = [result("latency", 99.6), result("latency <=100", 99.6, "breached")];
    expect(scoreObjectives(rules, breached, []).objectives[0]?.result).toBe("fail");
  });
});

describe("the total", () => {
  const good = { objective: "good", pass: [[atMost(1000)]] };
  const bad = { objective: "bad", pass: [[atMost(1)]] };
  it.each<[string, Scoring, Score["result"], number]>([
    ["all points", scoring([good]), "pass", 100],
    ["exactly what passes", scoring([{ ...good, weight: 9 }, bad]), "pass", 90],
    ["exactly what warns", scoring([good, bad]), "warning", 50],
    ["less", scoring([good, { ...bad, weight: 2 }]), "fail", 100 / 3],
    [
      "a failed key SLI",
      scoring([
        { ...good, weight: 99 },
        { ...bad, keySli: true },
      ]),
      "fail",
      99,
    ],
    ["nothing to earn", scoring([{ objective: "informs" }]), "pass", 100],
    ["what informs beside the rest", scoring([bad, { objective: "informs", weight: 50, keySli: true }]), "fail", 0],
  ])("%s", (_, rules, expected, percent) => {
    const total = score(rules, 100);
    expect(total.result).toBe(expected);
    expect(total.percent).toBeCloseTo(percent, 9);
  });

  it("has no points for what has no data, and fails where that is a key SLI", () => {
    const rules = scoring([good, { ...bad, objective: "silent" }]);
    const results = [result("good", 5), result("silent", null)];
    const total = scoreObjectives(rules, results, []);
    expect(total).toMatchObject({ result: "warning", percent: 50 });
    expect(total.objectives[1]).toMatchObject({ result: "no-data", points: 0, criteria: [{ met: null }] });
    const key = scoring([
      { ...good, weight: 99 },
      { ...bad, objective: "silent", keySli: true },
    ]);
    expect(scoreObjectives(key, results, []).result).toBe("fail");
  });

  it("never falls when a value gets better", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ limit: fc.integer({ min: 1, max: 100 }), weight: fc.integer({ min: 1, max: 9 }) }), {
          minLength: 1,
          maxLength: 6,
        }),
        fc.integer({ min: 1, max: 120 }),
        fc.integer({ min: 0, max: 60 }),
        (items, observed, gain) => {
          const rules = scoring(
            items.map(({ limit, weight }, i) => ({
              objective: `o${String(i)}`,
              weight,
              pass: [[atMost(limit)]],
              warning: [[atMost(limit * 2)]],
            })),
          );
          expect(score(rules, observed - gain).percent).toBeGreaterThanOrEqual(score(rules, observed).percent);
        },
      ),
    );
  });
});

describe("relative criteria", () => {
  const history = [run(1, 400), run(4, 100, "warn"), run(3, 200), run(2, 300, "fail")];
  it.each<[string, Partial<Scoring["compareWith"]>, number]>([
    ["the newest", { runs: 1 }, 110],
    ["the mean of three", { runs: 3 }, 220],
    ["passed runs only", { runs: 1, include: "pass" }, 220],
    ["passed and warned", { runs: 4, include: "pass-or-warn" }, (700 / 3) * 1.1],
    ["a median", { runs: 4, aggregate: "p50" }, 275],
    ["a high percentile, which is the largest of few", { runs: 4, aggregate: "p95" }, 440],
    ["between two values", { runs: 2, aggregate: "p50" }, 165],
  ])("refer to %s", (_, compareWith, limit) => {
    const rules = scoring([{ pass: [[more(0.1)]] }], compareWith);
    expect(score(rules, 1, history).objectives[0]?.criteria[0]?.limit).toBeCloseTo(limit, 9);
  });

  it("may be amounts, and may demand less", () => {
    const amount = (value: number): Criterion => ({ ...more(value), relative: "amount" });
    const limits = [amount(15), amount(-15), more(-0.05)].map(
      (criterion) =>
        score(scoring([{ pass: [[criterion]] }], { runs: 1 }), 1, history).objectives[0]?.criteria[0]?.limit,
    );
    expect(limits).toEqual([115, 85, 95]);
  });

  it("hold without an earlier run, and say so by having no limit", () => {
    const rules = scoring([{ pass: [[more(0.1)]] }], { include: "pass" });
    for (const earlier of [[], [run(1, 100, "fail")]])
      expect(score(rules, 1e9, earlier).objectives[0]).toMatchObject({
        result: "pass",
        criteria: [{ limit: null, met: true }],
      });
    expect(score(rules, 1e9, [run(1, 100)]).objectives[0]?.result).toBe("fail");
  });

  it("do not hold without data", () => {
    expect(score(scoring([{ pass: [[more(0.1)]] }]), null).objectives[0]?.result).toBe("no-data");
  });
});
