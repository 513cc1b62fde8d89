import { describe, expect, test } from "vitest";
import { basisOf } from "../../../test/support/compared-runs.ts";
import {
  collectionOf,
  iterationsOf,
  objectiveOf,
  planOf,
  previewOf,
  recordOf,
  slosOf,
  startOfRun,
  steady,
  windowsOf,
  type Sample,
} from "../../../test/support/fabricated-run.ts";
import { baselineRunSchema, type BaselineRun } from "../../contract/baseline.ts";
import { defaultComparisonRules } from "../../contract/comparison.ts";
import { limitRulesOf } from "../../contract/slo-set.ts";
import type { CounterWindow } from "../../contract/window.ts";
import { Histogram } from "../../stats/histogram.ts";
import { analyse, type AnalysisInput } from "./analyse.ts";
import { keptHistogram } from "./regression/kept-histogram.ts";

const slos = slosOf(objectiveOf({ name: "checkout" }));

function asBaseline(samples: readonly Sample[], changes: Partial<AnalysisInput> = {}): BaselineRun {
  return analyse({
    record: recordOf({ control: { cpuMs: 10, connectMs: 0.2 } }),
    windows: windowsOf(samples, limitRulesOf(slos), { counters: iterationsOf(60), vus: () => 10 }),
    collection: collectionOf(samples),
    plan: planOf(),
    preview: previewOf(),
    slos,
    basis: basisOf([], { traits: { data: "products.json 5e5e" } }),
    rules: defaultComparisonRules,
    certificate: null,
    directory: "runs/x",
    files: { html: null, markdown: null, junit: null, evidence: null },
    ...changes,
  }).asBaseline;
}

/** Between 100 and 199 ms, in no order that a second would show. */
const latencies = steady({ toMs: 60_000, perSecond: 20, value: (i) => 100 + ((i * 37) % 100) });

describe("a run as a baseline", () => {
  test("keeps what later runs compare, in a form that can be stored", () => {
    const run = asBaseline(latencies);
    expect(baselineRunSchema.parse(JSON.parse(JSON.stringify(run)))).toEqual(run);
    expect(run).toMatchObject({
      environment: "perf",
      traits: { data: "products.json 5e5e" },
      judgedMs: 60_000,
      control: { cpuMs: 10, connectMs: 0.2 },
      objectives: [{ name: "checkout", observed: expect.closeTo(194, 0) }],
    });
  });

  test("keeps the distribution of the judged part", () => {
    const [endpoint] = asBaseline(latencies).endpoints;
    const kept = endpoint === undefined ? null : keptHistogram(endpoint);
    const whole = new Histogram();
    for (const { value } of latencies) whole.add(value);
    expect(kept?.buckets()).toEqual(whole.buckets());
    expect([kept?.count, kept?.min, kept?.max]).toEqual([1200, 100, 199]);
  });

  describe("keeps the rate of iterations that its load started", () => {
    const load = {
      model: "open" as const,
      profile: "load" as const,
      drainMs: 30_000,
      hold: { fromMs: 0, toMs: 60_000 },
      stages: [{ toPerSecond: 1, durationMs: 60_000 }],
      maxVus: 10,
      maxVusReason: "as written",
    };
    const open = planOf({ scenarios: planOf().scenarios.map((scenario) => ({ ...scenario, load })) });
    const counted = (counters: readonly (CounterWindow & { readonly atMs: number })[]): Partial<AnalysisInput> => ({
      plan: open,
      windows: windowsOf(latencies, limitRulesOf(slos), { counters, vus: () => 10 }),
    });
    const late = iterationsOf(60).map((counter) => ({ ...counter, atMs: counter.atMs + 20_000 }));
    const cut = iterationsOf(6).map((counter) => ({ ...counter, name: "interrupted" as const, atMs: 59_000 }));

    test.each<[string, Partial<AnalysisInput>, number[]]>([
      ["of the open model", counted(iterationsOf(60)), [1]],
      ["as well when a slower service ends many of them after the load", counted(late), [1]],
      ["those that were cut off with them", counted([...iterationsOf(54), ...cut]), [1]],
      [
        "over the time that a stopped run had",
        {
          ...counted(iterationsOf(30)),
          record: recordOf({ state: "stopped", stoppedBy: "request", stoppedAt: startOfRun + 30_000 }),
        },
        [1],
      ],
      ["fewer when some were dropped", counted(iterationsOf(48)), [0.8]],
      ["none of a closed model, where it follows from the latency", {}, []],
      ["none without a plan", { plan: null, preview: null, record: recordOf({ imported: true }) }, []],
    ])("%s", (_, changes, wanted) => {
      expect(asBaseline(latencies, changes).scenarios.map(({ ratePerSecond }) => ratePerSecond)).toEqual(wanted);
    });
  });
});

describe("a run among ten earlier ones", () => {
  const first = asBaseline(latencies);
  const factors = [0.99, 1.01, 1, 1.005, 0.995, 1, 1.01, 0.99, 1, 1.002];
  const earlier = factors.map((factor, i): BaselineRun => ({
    ...first,
    runId: `earlier-${i}`,
    startedAt: first.startedAt - (i + 1) * 86_400_000,
    endpoints: first.endpoints.map((endpoint) => ({ ...endpoint, p95: endpoint.p95 * factor })),
  }));
  const judged = (factor: number, changes: Partial<AnalysisInput> = {}) => {
    const samples = latencies.map((sample) => ({ ...sample, value: sample.value * factor }));
    return analyse({
      record: recordOf(),
      windows: windowsOf(samples, limitRulesOf(slos), { counters: iterationsOf(60), vus: () => 10 }),
      collection: collectionOf(samples),
      plan: planOf(),
      preview: previewOf(),
      slos,
      basis: basisOf(earlier),
      rules: defaultComparisonRules,
      certificate: null,
      directory: "runs/x",
      files: { html: null, markdown: null, junit: null, evidence: null },
      ...changes,
    });
  };
  const p95 = { scenario: "buy", endpoint: "checkout", statistic: "p95" };

  test("slower: warns with one reason that cites its evidence, and draws it", () => {
    const { document, evidence, charts } = judged(1.2);
    expect(document.verdict).toBe("warn");
    const [reason] = document.reasons;
    expect(reason).toMatchObject({ code: "PA_REGRESSION", evidence: [expect.stringMatching(/^e\d+$/)] });
    expect(reason?.text).toMatch(/^p95 of checkout is (?:19|20)\.\d % slower than 10 comparable runs \(interval /);
    expect(evidence.find(({ id }) => id === reason?.evidence[0])).toMatchObject({
      kind: "finding",
      text: reason?.text,
      values: { finding: "regression", scope: "endpoint", advisory: "no" },
    });
    expect(document.baseline).toMatchObject({ runs: 10, calibrated: true });
    expect(charts.map(({ id }) => id)).toEqual(expect.arrayContaining(["history:buy/checkout", "change:buy/checkout"]));
  });

  test("slower, as in the run that it repeats: fails", () => {
    const basis = basisOf(earlier, { confirms: { runId: "r", suspected: [p95] } });
    expect(judged(1.2, { basis }).document).toMatchObject({ verdict: "fail", exitCode: 1 });
    // Six runs know the noise less well than calibration demands.
    const few = basisOf(earlier.slice(0, 6), { confirms: { runId: "r", suspected: [p95] } });
    expect(judged(1.2, { basis: few }).document).toMatchObject({ verdict: "warn", exitCode: 0 });
  });

  test("as before: passes, and a demand for a conclusion on every figure that counts is met or explained", () => {
    expect(judged(1).document).toMatchObject({ verdict: "pass", findings: [] });
    const rules = { ...defaultComparisonRules, demand: true };
    expect(judged(1, { rules }).document.verdict).toBe("pass");
    // 1,200 requests without a failure do not exclude a tenth of a point.
    const demanding = judged(1, { rules: { ...rules, atLeastErrors: 0.001 } }).document;
    expect(demanding.verdict).toBe("inconclusive");
    expect(demanding.reasons[0]?.code).toBe("PA_COMPARISON_INCONCLUSIVE");
    expect(demanding.reasons[0]?.text).toMatch(
      /^the policy demands a comparison with a conclusion, and 1 have none: errors of checkout could see 0\.\d\d points at best/,
    );
  });
});
