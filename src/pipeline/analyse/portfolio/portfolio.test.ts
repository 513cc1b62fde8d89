import { array, assert, integer, property } from "fast-check";
import { describe, expect, it, test } from "vitest";
import { sampleAnalysis } from "../../../../test/support/sample-analysis.ts";
import { portfolioSchema } from "../../../contract/api/portfolio.ts";
import { baselineRunSchema, type BaselineRun } from "../../../contract/baseline.ts";
import { writeHistogram } from "../../../contract/histogram-text.ts";
import type { RunDocument } from "../../../contract/run.ts";
import { Histogram } from "../../../stats/histogram.ts";
import { describeService, type ServiceFacts } from "./describe-service.ts";
import { findUncovered } from "./find-uncovered.ts";
import { scoreOf, type JudgedPlan } from "./judged-plan.ts";
import { mergeFigures } from "./merge-figures.ts";
import { scoreConfidence } from "./score-confidence.ts";
import { scoreCoverage } from "./score-coverage.ts";
import { scoreMethodology } from "./score-methodology.ts";

function judgedPlan(change: (document: RunDocument) => void = () => {}): JudgedPlan {
  return { document: sampleAnalysis(change).document, run: null };
}

/** A run of one endpoint for each list of latencies. */
function runOf(...endpoints: readonly (readonly number[])[]): BaselineRun {
  return baselineRunSchema.parse({
    runId: "r1",
    startedAt: 5,
    verdict: "pass",
    fingerprint: "f",
    tags: {},
    endpoints: endpoints.map((latencies, place) => ({
      scenario: "buy",
      endpoint: `e${place}`,
      requests: latencies.length,
      failedRequests: 1,
      ratePerSecond: 1,
      p50: 1,
      p90: 1,
      p95: 1,
      p99: 1,
      histogram: textOf(latencies),
    })),
  });
}

function textOf(latencies: readonly number[]): string {
  const whole = histogramOf(latencies);
  const buckets = whole.buckets();
  return writeHistogram({
    count: whole.count,
    sum: whole.sum,
    min: whole.min,
    max: whole.max,
    zeroCount: 0,
    indexes: buckets.map(({ index }) => index),
    counts: buckets.map(({ count }) => count),
  });
}

function histogramOf(latencies: readonly number[]): Histogram {
  const whole = new Histogram();
  for (const latency of latencies) whole.add(latency);
  return whole;
}

describe("figures of a service", () => {
  it("come from merged distributions: a slow endpoint of few requests does not weigh like a busy one", () => {
    const [busy, rare] = [Array.from({ length: 990 }, () => 10), Array.from({ length: 10 }, () => 1000)];
    const { p95Ms, errorRate } = mergeFigures([runOf(busy, rare)]);
    expect(p95Ms).toBeCloseTo(10, 0);
    expect(errorRate).toBe(2 / 1000);
  });

  it("are those of all samples together, however they are split over runs and endpoints", () => {
    const latencies = array(integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 30 });
    assert(
      property(array(latencies, { minLength: 1, maxLength: 6 }), (groups) => {
        const split = groups.map((group) => runOf(group));
        expect(mergeFigures(split).p95Ms).toBe(histogramOf(groups.flat()).quantile(0.95));
      }),
    );
  });

  it("have no percentile where a distribution is missing, and none of nothing", () => {
    const run = runOf([1, 2], [3]);
    const [first, second] = run.endpoints;
    if (first === undefined || second === undefined) throw new TypeError("two endpoints");
    expect(mergeFigures([{ ...run, endpoints: [first, { ...second, histogram: null }] }]).p95Ms).toBeNull();
    expect(mergeFigures([])).toEqual({ p95Ms: null, errorRate: null });
  });
});

describe("what no test covers", () => {
  it("is every endpoint with requests that no objective with data names, and every objective without data", () => {
    expect(findUncovered([judgedPlan()])).toEqual({
      endpoints: ["get-product in browse", "list-products in browse", "search in browse"],
      objectives: ["p95 of renew < 200ms"],
    });
  });

  it("is covered once another plan covers it", () => {
    const other = judgedPlan((document) => {
      const [objective] = document.objectives;
      if (objective === undefined) throw new TypeError("the sample has objectives");
      document.objectives = [
        { ...objective, text: "p95 of renew < 200ms" },
        { ...objective, endpoint: "search", scenario: null },
      ];
    });
    expect(findUncovered([judgedPlan(), other])).toEqual({
      endpoints: ["get-product in browse", "list-products in browse"],
      objectives: [],
    });
  });
});

describe("scores", () => {
  it("weigh their parts, take plans alike, and name first what would bring most", () => {
    const small = { weight: 10, reached: 0, advice: "small" };
    const large = { weight: 90, reached: 0.5, advice: "large" };
    expect(scoreOf([[small, large], [{ weight: 1, reached: 1, advice: null }]])).toEqual({
      value: 73,
      advice: ["large", "small"],
    });
    expect(scoreOf([])).toEqual({ value: null, advice: [] });
  });

  test.each<[string, (document: RunDocument) => void, number, RegExp | null]>([
    ["a calibrated plan with a baseline and a long judged part", () => {}, 100, null],
    [
      "load that was not delivered",
      (document) => {
        document.quality.delivered = false;
      },
      60,
      /^Have checkout-peak on perf deliver/u,
    ],
    [
      "a judged part of one minute",
      (document) => {
        document.judged = { fromMs: 0, toMs: 60_000 };
      },
      84,
      /^Let checkout-peak on perf hold its load for 5m \(now 1m\)\.$/u,
    ],
    [
      "no baseline at all",
      (document) => {
        document.baseline = null;
      },
      60,
      /^Run checkout-peak on perf 5 more times/u,
    ],
  ])("of methodology: %s", (_, change, value, advice) => {
    const score = scoreMethodology([judgedPlan(change)]);
    expect(score.value).toBe(value);
    expect(score.advice[0] ?? "").toMatch(advice ?? /^$/u);
  });

  it("of objectives: endpoints that have one, and objectives that are met", () => {
    // 3 of 6 endpoints are covered; 7 of 10 objectives are met.
    const { value, advice } = scoreCoverage([judgedPlan()]);
    expect(value).toBe(Math.round(60 * (3 / 6) + 40 * (7 / 10)));
    expect(advice).toEqual([
      "Write objectives for get-product in browse, list-products in browse, search in browse.",
      "See to 3 objectives of checkout-peak on perf that are not met.",
    ]);
  });

  test.each<[string, number | null, number]>([
    ["a sharp eye", 0.04, 100],
    ["an eye half as sharp as one could wish", 0.275, 65],
    ["a blunt eye", 0.6, 30],
    ["no eye at all", null, 30],
  ])("of confidence: %s", (_, mde, value) => {
    const plan = judgedPlan((document) => {
      document.objectives = document.objectives.map((objective) => ({ ...objective, certain: true }));
      document.comparisons = document.comparisons.map((comparison) => ({ ...comparison, mde }));
    });
    expect(scoreConfidence([plan]).value).toBe(value);
  });
});

describe("a row of the portfolio", () => {
  const facts: ServiceFacts = {
    service: "shop",
    environments: ["perf"],
    plans: ["checkout-peak"],
    lastRun: { runId: "r9", startedAt: 900, verdict: null },
    lastJudgedAt: 800,
    judged: [{ ...judgedPlan(), run: runOf([5, 5, 5]) }],
    recent: [
      { ...runOf([9]), startedAt: 800 },
      { ...runOf([7]), startedAt: 700 },
    ],
    openRegressions: 1,
    acceptedRegressions: 2,
  };

  it("fits its shape, counts days since the last judged run, and shows the trend oldest first", () => {
    const row = describeService(facts, 800 + 3.5 * 86_400_000);
    const portfolio = { services: [row], acceptance: { answered: 0, accepted: 0, share: null } };
    expect(portfolioSchema.parse(portfolio)).toEqual(portfolio);
    expect(row).toMatchObject({ staleDays: 3, verdict: null, lastRunId: "r9", p95Ms: 5, openRegressions: 1 });
    expect(row.trend).toEqual([
      { at: 700, p95Ms: 7 },
      { at: 800, p95Ms: 9 },
    ]);
  });

  it("of a service that was never judged has no scores", () => {
    const row = describeService({ ...facts, judged: [], recent: [], lastJudgedAt: null }, 900);
    expect(row).toMatchObject({ staleDays: null, p95Ms: null, errorRate: null, trend: [] });
    expect([row.methodology.value, row.objectives.value, row.confidence.value]).toEqual([null, null, null]);
  });
});
