import { describe, expect, test } from "vitest";
import { analysed } from "../../../test/support/analysed-run.ts";
import { basisOf } from "../../../test/support/compared-runs.ts";
import {
  collectionOf,
  iterationsOf,
  objectiveOf,
  outcomeOf,
  planOf,
  previewOf,
  recordOf,
  slosOf,
  startOfRun,
  steady,
  windowsOf,
} from "../../../test/support/fabricated-run.ts";
import { certifiedFacts } from "../../../test/support/certified-run.ts";
import { defaultComparisonRules } from "../../contract/comparison.ts";
import { errorTable } from "../../contract/errors.ts";
import { runDocumentSchema } from "../../contract/run.ts";
import { limitRulesOf, type SloSet } from "../../contract/slo-set.ts";
import { certify } from "../guard/certify.ts";

const latencies = steady({ toMs: 60_000, perSecond: 20, value: (i) => 100 + (i % 100) });

describe("analyse", () => {
  test("a clean run passes, with a valid document and reproducible bytes", () => {
    const once = analysed(latencies, slosOf(objectiveOf()));
    expect(runDocumentSchema.parse(once.document)).toEqual(once.document);
    expect(once.document).toMatchObject({
      verdict: "pass",
      exitCode: 0,
      startedAt: "2026-11-22T14:02:33.000Z",
      judged: { fromMs: 0, toMs: 60_000 },
      totals: { requests: 1200, failedRequests: 0, iterations: 60, peakVus: 10, durationMs: 61_000 },
      quality: { delivered: true, flags: [] },
      comparisons: ["p95", "errors", "p50", "p90", "p99", "throughput"].map((statistic) => ({
        statistic,
        status: "no-baseline",
      })),
      findings: [],
      baseline: null,
    });
    expect(once.document.reasons.map(({ code }) => code)).toEqual(["PA_SLO_MET"]);
    expect(JSON.stringify(analysed(latencies, slosOf(objectiveOf())))).toBe(JSON.stringify(once));
  });

  test("a breach fails, is dated, explained, and says what would pass", () => {
    const samples = latencies.map((sample) =>
      sample.atMs >= 30_000 ? { ...sample, value: sample.value + 400 } : sample,
    );
    const waiting = samples.map((sample) => ({ ...sample, measure: "waiting" as const, value: sample.value - 10 }));
    const receiving = samples.map((sample) => ({ ...sample, measure: "receiving" as const, value: 10 }));
    const { document, explanations, counterfactuals, evidence } = analysed(
      [...samples, ...waiting, ...receiving],
      slosOf(objectiveOf()),
    );
    expect(document.verdict).toBe("fail");
    expect(document.exitCode).toBe(1);
    const [objective] = document.objectives;
    expect(objective).toMatchObject({
      status: "breached",
      exact: true,
      samples: 1200,
      breach: { fromMs: 30_000, longestMs: 30_000, shareOfWindows: 0.5 },
    });
    expect(document.reasons[0]).toMatchObject({ code: "PA_SLO_BREACH" });
    expect(document.reasons[0]?.text).toMatch(
      /^p95 of checkout in buy is 58\d ms, limit 400 ms \(interval .*; breached from 30s for 30s\)$/,
    );
    const cited = document.reasons.flatMap((reason) => reason.evidence);
    expect(cited.length).toBeGreaterThan(0);
    for (const id of cited) expect(evidence.map((fact) => fact.id)).toContain(id);
    expect(explanations).toEqual([
      "100 % of the extra time of checkout in buy is waiting for the server (140 ms before and after the breach, 540 ms in it, on average)",
    ]);
    expect(counterfactuals).toEqual([
      expect.stringMatching(/^passes if p95 of checkout in buy < 400 ms \(now 58\d ms\)$/),
    ]);
  });

  test("of a scored set the total decides, and its objectives only earn points", () => {
    const strict = objectiveOf({ name: "fast", limit: 10 });
    const criterion = { text: "<10", comparator: "<" as const, value: 10, relative: null, objective: null };
    const scored = (passPercent: number): SloSet => ({
      ...slosOf(strict, objectiveOf({ name: "usual", limit: 4000 })),
      scoring: {
        passPercent,
        warningPercent: 40,
        compareWith: { runs: 1, include: "pass", aggregate: "mean" },
        objectives: ["fast", "usual"].map((objective) => ({
          objective,
          weight: 1,
          keySli: false,
          pass: [[{ ...criterion, value: objective === "fast" ? 10 : 4000 }]],
          warning: [],
        })),
      },
    });
    const half = analysed(latencies, scored(50)).document;
    expect(half).toMatchObject({ verdict: "pass", score: { result: "pass", percent: 50 } });
    expect(half.objectives[0]?.status).toBe("breached");
    const warned = analysed(latencies, scored(90));
    expect(warned.document).toMatchObject({ verdict: "warn", reasons: [{ code: "PA_SLO_SCORE" }] });
    expect(warned.document.reasons[0]?.text).toBe(
      "the score is 50.0 %, warning (pass from 90 %, warning from 40 %): fast fail",
    );
    expect(warned.counterfactuals).toEqual([]);
  });

  test("budgets that objectives declare are told with the run's burn rate", () => {
    const failed = latencies
      .filter((_, i) => i % 100 === 0)
      .map((one) => ({ ...one, measure: "failed-latency" as const }));
    const errors = objectiveOf({
      name: "errors",
      statistic: { kind: "error-rate" },
      limit: 0.005,
      unit: "fraction",
      budget: { windowMs: 86_400_000, volume: 1000, spent: null },
    });
    const { document } = analysed([...latencies, ...failed], slosOf(errors));
    expect(document.budgets).toMatchObject([{ objective: "errors", allowed: 0.005, atVolume: { allowed: 5 } }]);
    expect(document.budgets[0]?.burnRate).toBeCloseTo(2, 6);
  });

  test("a load that rises is told with its capacity, and drawn", () => {
    const plan = planOf();
    const load = {
      model: "closed" as const,
      profile: "stress" as const,
      drainMs: 0,
      hold: { fromMs: 0, toMs: 60_000 },
      stages: [2, 4, 6].flatMap((toVus) => [
        { toVus, durationMs: 0 },
        { toVus, durationMs: 20_000 },
      ]),
    };
    const rising = { ...plan, scenarios: plan.scenarios.map((scenario) => ({ ...scenario, load })) };
    const { document, charts } = analysed(latencies, slosOf(objectiveOf()), { plan: rising });
    expect(document.capacity?.steps.map(({ offered }) => offered)).toEqual([2, 4, 6]);
    expect(charts.map(({ id }) => id)).toContain("capacity:latency");
  });

  test("set-up and teardown count in the totals only", () => {
    const setup = steady({ toMs: 60_000, perSecond: 1, scenario: "", endpoint: "seed", value: () => 5000 });
    const each = objectiveOf({ name: "each", endpoint: null, scenario: null, each: true });
    const { document } = analysed([...latencies, ...setup], slosOf(each));
    expect(document.totals.requests).toBe(1260);
    expect(document.endpoints.map(({ name }) => name)).toEqual(["checkout"]);
    expect(document.objectives[0]).toMatchObject({ status: "met", endpoint: "checkout" });
  });

  test("an imported run is judged whole, set-up included, and needs no plan", () => {
    const setup = steady({ toMs: 60_000, perSecond: 2, scenario: "", endpoint: "seed", value: () => 5000 });
    const each = objectiveOf({ name: "each", endpoint: null, scenario: null, each: true });
    const { document } = analysed([...latencies, ...setup], slosOf(each), {
      record: recordOf({ imported: true, outcome: null }),
      plan: null,
      preview: null,
    });
    expect(document.objectives[0]).toMatchObject({ status: "breached", endpoint: "seed" });
    expect(document.verdict).toBe("fail");
  });

  test("a run of less than a second is judged wherever in a second it began", () => {
    const short = steady({ toMs: 300, perSecond: 100, value: () => 100 });
    for (const offsetMs of [0, 300, 600]) {
      const samples = short.map((sample) => ({ ...sample, atMs: sample.atMs + offsetMs }));
      const { document } = analysed(samples, slosOf(objectiveOf()), {
        record: recordOf({ startedAt: startOfRun + offsetMs, finishedAt: startOfRun + offsetMs + 300 }),
        windows: windowsOf(samples, limitRulesOf(slosOf(objectiveOf()))),
      });
      expect(document.objectives[0]).toMatchObject({ status: "met", samples: 30 });
    }
  });

  test("warm-up is cut and shown; a level that never settles is left alone", () => {
    const cold = steady({ toMs: 60_000, perSecond: 20, value: (i, atMs) => (atMs < 10_000 ? 800 : 100 + (i % 10)) });
    const { document, charts } = analysed(cold, slosOf(objectiveOf()));
    expect(charts.find(({ id }) => id === "latency")?.spans[0]).toEqual({ fromMs: 0, toMs: 6000, label: "warm-up" });
    expect(document.judged).toEqual({ fromMs: 10_000 - 4000, toMs: 60_000 });
    expect(document.quality.flags.map(({ code }) => code)).toEqual(["PA_JUDGED_PART"]);
    const drifting = steady({ toMs: 60_000, perSecond: 20, value: (_, atMs) => 100 + atMs / 100 });
    const unsteady = analysed(drifting, slosOf(objectiveOf({ limit: 2000 }))).document;
    expect(unsteady.judged).toEqual({ fromMs: 0, toMs: 60_000 });
    expect(unsteady.quality.flags.map(({ text }) => text)).toEqual([expect.stringContaining("did not settle")]);
  });

  test("a fuse that ended the run in its ramp fails it, although nothing could be judged", () => {
    const samples = steady({ toMs: 20_000, perSecond: 20, value: () => 900 });
    const fuse = objectiveOf({ name: "fuse", stop: true, window: { everyMs: 10_000, share: 1 } });
    const { document } = analysed(samples, slosOf(fuse), {
      record: recordOf({ state: "stopped", stoppedBy: "objective:fuse", finishedAt: startOfRun + 20_000 }),
      windows: windowsOf(samples),
      preview: previewOf({ judged: { fromMs: 30_000, toMs: 60_000 } }),
    });
    expect(document.judged).toBeNull();
    expect(document.verdict).toBe("fail");
    expect(document.objectives[0]).toMatchObject({ status: "breached", observed: 900, breach: { fromMs: 0 } });
  });

  test("an objective over the whole run that ended it says over which window it was breached", () => {
    const samples = steady({ toMs: 60_000, perSecond: 20, value: (_, atMs) => (atMs < 30_000 ? 100 : 900) });
    const fuse = objectiveOf({
      name: "fuse",
      stop: true,
      statistic: { kind: "quantile", q: 0.4 },
      wholeRun: true,
      limit: 400,
    });
    const { document } = analysed(samples, slosOf(fuse), {
      record: recordOf({ state: "stopped", stoppedBy: "objective:fuse", finishedAt: startOfRun + 60_000 }),
    });
    expect(document.objectives[0]).toMatchObject({ status: "breached", endedOverMs: 30_000 });
    expect(document.reasons[0]?.text).toMatch(/^p40 of checkout in buy over 30s is 900 ms, limit 400 ms/u);
  });

  test("windows in pieces and out of order give the same analysis", () => {
    const slos = slosOf(objectiveOf());
    const windows = windowsOf(latencies, limitRulesOf(slos), { counters: iterationsOf(60), vus: () => 10 });
    const pieces = windows.flatMap((window) => [
      { ...window, series: [], errors: [] },
      { ...window, counters: [], vus: null },
    ]);
    const whole = analysed(latencies, slos);
    expect(analysed(latencies, slos, { windows: pieces.toReversed() })).toEqual(whole);
  });

  test("an empty run is invalid, never a pass", () => {
    const { document } = analysed([], slosOf(objectiveOf()), { windows: [], collection: collectionOf([]) });
    expect(document).toMatchObject({ verdict: "invalid", exitCode: 4, judged: null, quality: { delivered: false } });
    expect(runDocumentSchema.safeParse(document).success).toBe(true);
  });

  test("reasons stand in the order of the verdict's table, breaches by how far they are beyond the limit", () => {
    const { document } = analysed(
      latencies,
      slosOf(
        objectiveOf({ name: "mild", limit: 180 }),
        objectiveOf({ name: "warned", limit: 10, severity: "warn" }),
        objectiveOf({ name: "gross", limit: 50 }),
        objectiveOf({ name: "silent", measure: "tls" }),
        objectiveOf({ name: "met" }),
      ),
      { record: recordOf({ outcome: outcomeOf({ clockStepMs: 900, receiverLagMs: 1500 }) }) },
    );
    expect(document.verdict).toBe("invalid");
    expect(document.reasons.map(({ code, text }) => [code, /limit \d+/.exec(text)?.[0]])).toEqual([
      ["PA_GENERATOR_CLOCK", undefined],
      ["PA_SLO_BREACH", "limit 50"],
      ["PA_SLO_BREACH", "limit 180"],
      ["PA_SLO_NO_DATA", undefined],
      ["PA_SLO_BREACH", "limit 10"],
      ["PA_GENERATOR_LAG", undefined],
      ["PA_SLO_MET", undefined],
    ]);
    for (const { code } of document.reasons) expect(errorTable).toHaveProperty(code);
  });

  test("a breach that lasts throughout is explained by the largest phase", () => {
    const samples = latencies.flatMap((sample) => [
      sample,
      { ...sample, measure: "waiting" as const, value: 75 },
      { ...sample, measure: "receiving" as const, value: 25 },
    ]);
    const { explanations } = analysed(samples, slosOf(objectiveOf({ limit: 50 })));
    expect(explanations).toEqual([
      "75 % of the time of checkout in buy is waiting for the server (75 ms of 100 ms on average)",
    ]);
  });

  test("what a reader would not see is a warning", () => {
    const { warnings, document } = analysed(
      latencies,
      slosOf(objectiveOf({ endpoint: "chekout", text: "p95 of chekout" }), objectiveOf({ name: "known" })),
      { windows: windowsOf(latencies, [], { counters: iterationsOf(60), vus: () => 10 }) },
    );
    expect(document.verdict).toBe("pass");
    expect(warnings).toEqual([
      "skipped, as the plan has no such endpoint, scenario or tag: p95 of chekout",
      "decided from the histogram (within 0.54 %) instead of exact counts: p95 of checkout in buy < 400ms",
    ]);
  });

  test("an endpoint that `each` could not judge, as it got no request, is a warning", () => {
    const each = objectiveOf({ name: "each", text: "p95 of each < 400ms", endpoint: null, scenario: null, each: true });
    const { document, warnings } = analysed(latencies, slosOf(each), { plan: planOf({}, "checkout", "photo") });
    expect(document.objectives[0]).toMatchObject({ status: "met", endpoint: "checkout" });
    expect(warnings).toEqual(["no request in the judged part, so not judged: photo, by p95 of each < 400ms"]);
  });

  test("windowed breaches say so, in the reason and in what would pass", () => {
    const samples = latencies.map((sample) => (sample.atMs >= 50_000 ? { ...sample, value: 900 } : sample));
    const { document, counterfactuals } = analysed(
      samples,
      slosOf(
        objectiveOf({ window: { everyMs: 5000, share: 1 } }),
        objectiveOf({ window: { everyMs: 5000, share: 0.95 } }),
      ),
    );
    expect(document.reasons[0]?.text).toMatch(
      /^p95 of checkout in buy in every 5s is 900 ms, limit 400 ms \(breached from/,
    );
    expect(counterfactuals).toEqual([
      "passes if p95 of checkout in buy in every 5s < 400 ms (now 900 ms)",
      "passes if p95 of checkout in buy in 95 % of 5s < 400 ms (now 900 ms)",
    ]);
  });

  test("the alert of the budget that the certificate states is a note", () => {
    const certificate = certify(certifiedFacts());
    const record = recordOf({ cost: { estimated: 4, actual: 4.5, currency: "EUR" } });
    const analysis = analysed(latencies, slosOf(objectiveOf()), { record, certificate });
    expect(analysis.certificate).toBe(certificate);
    expect(analysis.document.quality.flags).toMatchObject([{ code: "PA_COST_ALERT", severity: "info" }]);
  });

  test("a run becomes a baseline with the judged part, and a later one is compared with it", () => {
    const first = analysed(latencies, slosOf(objectiveOf()));
    expect(first.asBaseline).toMatchObject({
      verdict: "pass",
      fingerprint: "f1",
      environment: "perf",
      judgedMs: 60_000,
      endpoints: [{ requests: 1200, ratePerSecond: 20 }],
    });
    const slower = latencies.map((sample) => ({ ...sample, value: sample.value * 1.2 }));
    const { document } = analysed(slower, slosOf(objectiveOf()), {
      record: recordOf({ runId: "second", startedAt: startOfRun }),
      basis: basisOf([first.asBaseline]),
    });
    expect(document.verdict).toBe("pass");
    expect(document.comparisons.map(({ status }) => status)).toEqual(document.comparisons.map(() => "provisional"));
    expect(document.comparisons[0]?.effect).toBeCloseTo(0.2, 1);
    const demanded = analysed(slower, slosOf(objectiveOf()), {
      rules: { ...defaultComparisonRules, demand: true },
    }).document;
    expect(demanded).toMatchObject({ verdict: "inconclusive", exitCode: 4 });
  });
});
