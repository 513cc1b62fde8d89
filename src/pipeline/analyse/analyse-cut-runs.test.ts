import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { basisOf } from "../../../test/support/compared-runs.ts";
import { certifiedFacts } from "../../../test/support/certified-run.ts";
import {
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
import type { LoadPreview } from "../../contract/load-preview.ts";
import { baselineRunSchema } from "../../contract/baseline.ts";
import { defaultComparisonRules } from "../../contract/comparison.ts";
import { runDocumentSchema, type Analysis, type EngineOutcome, type RunRecord } from "../../contract/run.ts";
import { limitRulesOf } from "../../contract/slo-set.ts";
import type { Window } from "../../contract/window.ts";
import { certify } from "../guard/certify.ts";
import { renderHtml } from "../report/render-html.ts";
import { renderJunit } from "../report/render-junit.ts";
import { renderMarkdown } from "../report/render-markdown.ts";
import { analyse } from "./analyse.ts";

const seconds = 40;
const slos = slosOf(
  objectiveOf({ limit: 250 }),
  objectiveOf({ name: "each", endpoint: null, scenario: null, each: true, window: { everyMs: 10_000, share: 0.95 } }),
  objectiveOf({ name: "errors", statistic: { kind: "error-rate" }, unit: "fraction", limit: 0.1 }),
  objectiveOf({ name: "journey", measure: "journey", endpoint: null }),
  objectiveOf({
    name: "fuse",
    stop: true,
    window: { everyMs: 5000, share: 1 },
    statistic: { kind: "error-rate" },
    unit: "fraction",
    limit: 0.2,
  }),
  objectiveOf({ name: "throughput", statistic: { kind: "throughput" }, unit: "per-second", comparator: ">", limit: 5 }),
);
const latencies = steady({ toMs: seconds * 1000, perSecond: 10, value: (i) => 100 + ((i * 37) % 200) });
const windows: readonly Window[] = windowsOf(
  [
    ...latencies,
    ...latencies.map((sample) => ({ ...sample, measure: "waiting" as const, value: sample.value - 10 })),
    ...steady({ fromMs: 15_000, toMs: 25_000, perSecond: 4, measure: "failed-latency", value: () => 120 }),
    ...steady({ toMs: seconds * 1000, perSecond: 1, measure: "journey", endpoint: "", value: () => 900 }),
    ...steady({ toMs: 3000, perSecond: 2, scenario: "", endpoint: "order", value: () => 30 }),
  ],
  limitRulesOf(slos),
  {
    counters: iterationsOf(seconds),
    errors: Array.from({ length: 10 }, (_, second) => ({
      scenario: "buy",
      endpoint: "checkout",
      kind: "status" as const,
      value: "503",
      count: 4,
      firstAt: startOfRun + (15 + second) * 1000,
    })),
    vus: () => 10,
  },
);

/** Every way in which a run can end, `null` being its own end. */
const ends = [
  null,
  "interrupt",
  "request",
  "objective:fuse",
  "guard",
  "budget",
  "timeout",
  "engine",
  "failure",
  "crash",
] as const;

interface Cut {
  readonly windows: readonly Window[];
  readonly judged: LoadPreview["judged"];
  readonly finishedMs: number | null;
  readonly outcome: EngineOutcome | null;
  readonly cutIterations: number | null;
  readonly leftovers: number | null;
  readonly reducedTo: number | null;
  readonly profile: "smoke" | "breakpoint";
}

const cutRun: fc.Arbitrary<Cut> = fc.record({
  windows: fc
    .oneof(
      { weight: 2, arbitrary: fc.nat(3) },
      { weight: 3, arbitrary: fc.nat(windows.length) },
      { weight: 1, arbitrary: fc.constant(windows.length) },
    )
    .chain((length) =>
      fc.oneof(
        fc.constant(windows.slice(0, length)),
        fc.subarray([...windows], { minLength: length, maxLength: length }),
      ),
    ),
  judged: fc.constantFrom(
    { fromMs: 0, toMs: 40_000 },
    { fromMs: 10_000, toMs: 30_000 },
    { fromMs: 39_000, toMs: 40_000 },
    null,
  ),
  finishedMs: fc.option(fc.nat(45_000)),
  outcome: fc.constantFrom(null, outcomeOf(), outcomeOf({ summary: { requests: 400, iterations: 40 } })),
  cutIterations: fc.option(fc.nat(10)),
  leftovers: fc.option(fc.nat(3)),
  reducedTo: fc.option(fc.constant(0.5)),
  profile: fc.constantFrom("smoke" as const, "breakpoint" as const),
});

function analysisOf(cut: Cut, stoppedBy: string | null): Analysis {
  const facts = certifiedFacts();
  const record: RunRecord = recordOf({
    state: stoppedBy === null ? "finished" : stoppedBy === "interrupt" ? "interrupted" : "stopped",
    stoppedBy,
    finishedAt: cut.finishedMs === null ? null : startOfRun + cut.finishedMs,
    outcome: cut.outcome,
    cutIterations: cut.cutIterations,
    reducedTo: cut.reducedTo,
  });
  const ats = cut.windows.map(({ at }) => at);
  const collection = {
    ...facts.collection,
    firstAt: ats[0] ?? null,
    lastAt: ats.length === 0 ? null : (ats.at(-1) ?? 0) + 900,
    leftovers: cut.leftovers,
  };
  const plan = planOf();
  return analyse({
    record,
    windows: cut.windows,
    collection,
    plan: {
      ...plan,
      scenarios: plan.scenarios.map((scenario) => ({ ...scenario, load: { ...scenario.load, profile: cut.profile } })),
    },
    preview: previewOf({ durationMs: seconds * 1000, judged: cut.judged }),
    slos,
    basis: basisOf([]),
    rules: defaultComparisonRules,
    certificate: certify({ ...facts, record, windows: cut.windows, collection }),
    directory: "runs/x",
    files: { html: null, markdown: null, junit: null, evidence: null },
  });
}

describe.each(ends)("a run that was cut anywhere, ended by %s", (stoppedBy) => {
  test("is judged and told, whatever there is of it", () => {
    fc.assert(
      fc.property(cutRun, (cut) => {
        const analysis = analysisOf(cut, stoppedBy);
        const { document, asBaseline } = analysis;
        const { judged } = document;
        expect(runDocumentSchema.parse(document)).toEqual(document);
        expect(baselineRunSchema.parse(asBaseline)).toEqual(asBaseline);
        expect(judged === null || judged.toMs > judged.fromMs).toBe(true);
        // Charts take a hundred times as long to draw as all the rest; below they are.
        for (const text of [renderHtml({ ...analysis, charts: [] }), renderMarkdown(analysis), renderJunit(analysis)])
          expect(text).not.toMatch(/NaN|undefined|Infinity/);
      }),
      { numRuns: 25 },
    );
  });

  test("never passes on less than its plan, and says who ended it", () => {
    fc.assert(
      fc.property(cutRun, (cut) => {
        const { document } = analysisOf({ ...cut, profile: "smoke" }, stoppedBy);
        const early = stoppedBy !== null && document.totals.durationMs < seconds * 1000;
        if (!early) return;
        expect(["fail", "invalid"]).toContain(document.verdict);
        const code = stoppedBy === "crash" ? "PA_RUN_RECOVERED" : "PA_RUN_ENDED_EARLY";
        expect(document.quality.flags.map((flag) => flag.code)).toContain(code);
      }),
      { numRuns: 25 },
    );
  });
});

test.each([0, 1, 2, 3, windows.length])("charts of %i seconds are drawn", (length) => {
  const cut = { windows: windows.slice(0, length), judged: { fromMs: 10_000, toMs: 30_000 }, finishedMs: null };
  const lost = { outcome: null, cutIterations: null, leftovers: null, reducedTo: null, profile: "smoke" } as const;
  expect(renderHtml(analysisOf({ ...cut, ...lost }, "crash"))).not.toMatch(/NaN|undefined|Infinity/);
});
