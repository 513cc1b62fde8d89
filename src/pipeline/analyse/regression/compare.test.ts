import { describe, expect, test } from "vitest";
import type { BaselineRun } from "../../../contract/baseline.ts";
import { defaultComparisonRules, type Comparison, type ComparisonRules } from "../../../contract/comparison.ts";
import { basisOf, endpointAt, runAt } from "../../../../test/support/compared-runs.ts";
import { compareWithBaselines } from "./compare.ts";
import { standardParts, type DetectorParts } from "./settings.ts";

/** Ten runs around 400 ms with a spread of about 1 %. */
const history = [400, 404, 398, 396, 402, 405, 399, 401, 397, 403].map((p95, i) => runAt(i + 1, p95));

function p95Of(
  current: BaselineRun,
  baselines: readonly BaselineRun[],
  rules: ComparisonRules = defaultComparisonRules,
): Comparison | undefined {
  const { comparisons } = compareWithBaselines(current, basisOf(baselines), rules);
  return comparisons.find(({ statistic }) => statistic === "p95");
}

describe("comparison with baselines", () => {
  test.each<[string, number, readonly BaselineRun[], Partial<Comparison>]>([
    ["nothing to compare with", 400, [], { status: "no-baseline", before: null, effect: null, baselineRuns: 0 }],
    ["only itself", 400, [runAt(99, 300)], { status: "no-baseline", baselineRuns: 0 }],
    [
      "one run, twice as slow",
      800,
      history.slice(0, 1),
      { status: "provisional", before: 400, effect: 1, baselineRuns: 1 },
    ],
    [
      "four runs, twice as slow",
      800,
      history.slice(0, 4),
      { status: "provisional", p: null, interval: null, mde: null },
    ],
    ["ten runs, 15 % slower", 460, history, { status: "regression-suspected", baselineRuns: 10 }],
    ["ten runs, 15 % faster", 348, history, { status: "improved" }],
    ["ten runs, the same", 401, history, { status: "no-regression" }],
    ["ten runs, 4.5 % slower: sure, but not of weight", 418, history, { status: "inconclusive" }],
    ["an endpoint that is new", 400, history.map((run) => ({ ...run, endpoints: [] })), { status: "no-baseline" }],
  ])("%s", (_, p95, baselines, wanted) => {
    expect(p95Of(runAt(99, p95), baselines)).toMatchObject(wanted);
  });

  test("a noisy history makes the same change inconclusive, and the smallest visible change larger", () => {
    const noisy = [300, 500, 380, 450, 340, 420, 520, 310, 400, 470].map((p95, i) => runAt(i + 1, p95));
    const [calm, wild] = [p95Of(runAt(99, 460), history), p95Of(runAt(99, 460), noisy)];
    expect(wild?.status).toBe("inconclusive");
    expect(wild?.mde ?? 0).toBeGreaterThan(5 * (calm?.mde ?? 0));
  });

  test("one slow run among calm ones hides what is no slower, and the smallest visible change says so", () => {
    const accident = [...history.slice(0, 9), runAt(10, 480)];
    const [hidden, beyond] = [p95Of(runAt(99, 470), accident), p95Of(runAt(99, 500), accident)];
    expect(hidden).toMatchObject({ status: "inconclusive" });
    expect(hidden?.notes[0]).toMatch(/^1 of 10 earlier runs moved as far/);
    expect(hidden?.mde).toBeGreaterThan(0.2);
    expect(beyond?.status).toBe("regression-suspected");
  });

  test("follows the formula on a case computed by hand", () => {
    const baselines = [100, 100, 100, 100, 100].map((p95, i) => runAt(i + 1, p95));
    // Qn = 0, so s = 0.005, SE = 0.005·√(1 + 1.57/5); t(.975; 4) = 2.776445.
    const error = 0.005 * Math.sqrt(1 + 1.57 / 5);
    const result = p95Of(runAt(99, 110), baselines);
    expect(result?.effect).toBeCloseTo(0.1, 10);
    expect(result?.interval?.[0]).toBeCloseTo(1.1 * Math.exp(-2.776445 * error) - 1, 6);
    expect(result?.interval?.[1]).toBeCloseTo(1.1 * Math.exp(2.776445 * error) - 1, 6);
    expect(result?.mde).toBeCloseTo(1.05 * Math.exp(1.533206 * error) - 1, 6);
  });

  test("what matters has a share and a number of milliseconds", () => {
    const fast = [2, 2.02, 1.98, 2.01, 1.99, 2, 2].map((p95, i) => runAt(i + 1, p95));
    expect(p95Of(runAt(99, 2.4), fast)?.status).toBe("no-regression");
    expect(p95Of(runAt(99, 2.4), fast, { ...defaultComparisonRules, atLeastMs: 0.1 })?.status).toBe(
      "regression-suspected",
    );
    expect(p95Of(runAt(99, 3.1), fast)?.status).toBe("regression-suspected");
    expect(p95Of(runAt(99, 3.1), fast, { ...defaultComparisonRules, atLeast: 0.8 })?.status).toBe("no-regression");
  });

  test("a constant history stays testable", () => {
    const constant = Array.from({ length: 10 }, (_, i) => runAt(i + 1, 100));
    expect(p95Of(runAt(99, 100), constant)?.status).toBe("no-regression");
    expect(p95Of(runAt(99, 120), constant)?.status).toBe("regression-suspected");
  });
});

/** Of the first endpoint. */
const p95With = (
  current: BaselineRun,
  baselines: readonly BaselineRun[],
  parts: DetectorParts,
): Comparison | undefined =>
  compareWithBaselines(current, basisOf(baselines), defaultComparisonRules, parts).comparisons[0];

describe("parts of the detector", () => {
  test.each([
    ["three others of about the same latency", [100, 110, 120, 130], true],
    ["two others of about the same latency", [100, 110, 120, 500], false],
    ["others of another latency", [100, 400, 500, 600], false],
  ])("the wide spread of an endpoint is drawn towards the narrow one of %s: %s", (_, levels, drawn) => {
    // The first endpoint differs ten times as much between runs as the others.
    const steps = [0, 4, -6, 2, 8, -2, 5, -5, 1, -1];
    const baselines = steps.map((step, i) =>
      runAt(i + 1, 0, {
        endpoints: levels.map((level, k) =>
          endpointAt(level * (1 + step / (k === 0 ? 100 : 1000)), { endpoint: `e${k}` }),
        ),
      }),
    );
    const current = runAt(99, 0, { endpoints: levels.map((level, k) => endpointAt(level, { endpoint: `e${k}` })) });
    const own = p95With(current, baselines, standardParts)?.mde ?? NaN;
    const shrunk = p95With(current, baselines, { ...standardParts, shrink: true })?.mde ?? NaN;
    expect(shrunk < 0.95 * own).toBe(drawn);
    expect(shrunk === own).toBe(!drawn);
  });

  test("without care for the number of endpoints more is called a change", () => {
    const names = Array.from({ length: 20 }, (_, k) => `e${k}`);
    const at = (number: number, p95: number, first: number): BaselineRun =>
      runAt(number, 0, {
        endpoints: names.map((endpoint, k) => endpointAt(k === 0 ? first : p95, { endpoint })),
      });
    const baselines = history.map((run, i) => {
      const p95 = run.endpoints[0]?.p95 ?? NaN;
      return at(i + 1, p95, 400 + 4 * (p95 - 400));
    });
    const current = at(99, 400, 455);
    expect(p95With(current, baselines, standardParts)?.status).toBe("inconclusive");
    expect(p95With(current, baselines, { ...standardParts, familyWise: false })?.status).toBe("regression-suspected");
  });
});
