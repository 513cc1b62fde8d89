import { describe, expect, test } from "vitest";
import { outcomeOf, previewOf, recordOf } from "../../../../test/support/fabricated-run.ts";
import { qualityFacts } from "../../../../test/support/quality-facts.ts";
import { errorTable } from "../../../contract/errors.ts";
import type { EngineOutcome, RunRecord } from "../../../contract/run.ts";
import { deliveryGaps, type DeliveryFacts, type DeliveryGap } from "./delivery.ts";
import type { QualityFacts } from "./quality-facts.ts";
import { qualityFlags } from "./quality-flags.ts";

const base = qualityFacts();
const { collection, judged, totals } = base;

function flagsOf(facts: Partial<QualityFacts>): string[] {
  return qualityFlags({ ...base, ...facts }).map(({ code, severity }) => `${code} ${severity}`);
}
const engine = (outcome: Partial<EngineOutcome>, record: Partial<RunRecord> = {}): Partial<QualityFacts> => ({
  record: recordOf({ outcome: outcomeOf(outcome), ...record }),
});
const gap = (kind: DeliveryGap["kind"], tolerable = false): DeliveryGap => ({ kind, tolerable, text: kind });
const stopped = { state: "stopped", stoppedBy: "objective:fuse" } as const;

describe("quality flags", () => {
  test.each<[string, Partial<QualityFacts>, string[]]>([
    ["a clean run", {}, []],
    ["thresholds crossed", engine({ exitCode: 99 }), []],
    ["engine died", engine({ exitCode: 255 }), ["PA_ENGINE_FAILED invalid-generator"]],
    ["engine killed", engine({ exitCode: null, signal: "SIGKILL" }), ["PA_ENGINE_FAILED invalid-generator"]],
    ["engine ended by us", engine({ exitCode: 105 }, stopped), ["PA_SAMPLES_CUT warn"]],
    [
      "ended by itself before",
      engine({ exitCode: 0 }, { stoppedBy: "engine" }),
      ["PA_ENGINE_FAILED invalid-generator", "PA_SAMPLES_CUT warn"],
    ],
    ["no outcome", { record: recordOf({ outcome: null }) }, ["PA_ENGINE_FAILED invalid-generator"]],
    [
      "overran its plan",
      engine({ summary: { requests: 600, iterations: 600 } }, { stoppedBy: "timeout" }),
      ["PA_ENGINE_FAILED invalid-generator"],
    ],
    ["script exceptions", engine({ scriptErrorCount: 2, scriptErrors: ["x"] }), ["PA_ENGINE_SCRIPT invalid-generator"]],
    ["busy generator", engine({ peakCpuShare: 0.85 }), ["PA_GENERATOR_SATURATED warn"]],
    ["80 % exactly", engine({ peakCpuShare: 0.8 }), []],
    ["no core left", engine({ peakCpuShare: 0.97 }), ["PA_GENERATOR_SATURATED invalid-generator"]],
    [
      "busy generator that dropped",
      { ...engine({ peakCpuShare: 0.85 }), gaps: [gap("dropped")] },
      ["PA_GENERATOR_SATURATED invalid-generator", "PA_LOAD_NOT_DELIVERED invalid-load"],
    ],
    [
      "saturated target",
      { ...engine({ peakCpuShare: 0.2 }), gaps: [gap("dropped")] },
      ["PA_LOAD_NOT_DELIVERED invalid-load"],
    ],
    ["a few drops", { gaps: [gap("dropped", true)] }, ["PA_LOAD_NOT_DELIVERED warn"]],
    [
      "drops in a breakpoint scenario",
      { gaps: [{ ...gap("dropped"), scenario: "climb" }], breakpoints: new Set(["climb"]) },
      ["PA_LOAD_NOT_DELIVERED info"],
    ],
    [
      "drops beside a breakpoint scenario",
      { gaps: [{ ...gap("dropped"), scenario: "buy" }], breakpoints: new Set(["climb"]) },
      ["PA_LOAD_NOT_DELIVERED invalid-load"],
    ],
    [
      "a breakpoint scenario that never ran",
      { gaps: [{ ...gap("idle"), scenario: "climb" }], breakpoints: new Set(["climb"]) },
      ["PA_LOAD_NOT_DELIVERED invalid-load"],
    ],
    ...(["interrupt", "request", "guard", "budget"] as const).map(
      (stoppedBy): [string, Partial<QualityFacts>, string[]] => [
        `a breakpoint run ended by ${stoppedBy}`,
        {
          ...engine({ summary: { requests: 600, iterations: 600 } }, { state: "stopped", stoppedBy }),
          gaps: [gap("ended-early")],
          breakpoints: new Set(["climb"]),
        },
        ["PA_RUN_ENDED_EARLY invalid-load"],
      ],
    ),
    [
      "a breakpoint run ended by its objective",
      {
        ...engine({ summary: { requests: 600, iterations: 600 } }, stopped),
        gaps: [gap("ended-early")],
        breakpoints: new Set(["climb"]),
      },
      ["PA_RUN_ENDED_EARLY info"],
    ],
    ["clock step", engine({ clockStepMs: -700 }), ["PA_GENERATOR_CLOCK invalid-generator"]],
    ["receiver lag", engine({ receiverLagMs: 1500 }), ["PA_GENERATOR_LAG warn"]],
    ["long receiver lag", engine({ receiverLagMs: 6000 }), ["PA_GENERATOR_LAG invalid-generator"]],
    ["guard hits", engine({ guardHits: 3 }), ["PA_GUARD_HIT invalid-load"]],
    ["counts match", engine({ summary: { requests: 600, iterations: 600 } }), []],
    ["requests lost", engine({ summary: { requests: 601, iterations: 600 } }), ["PA_SAMPLES_LOST invalid-generator"]],
    ["iterations lost", engine({ summary: { requests: 600, iterations: 601 } }), ["PA_SAMPLES_LOST invalid-generator"]],
    ["lost by an abort", engine({ summary: { requests: 601, iterations: 600 } }, stopped), ["PA_SAMPLES_LOST warn"]],
    ["bad rows", { collection: { ...collection, badRows: 1 } }, ["PA_SAMPLES_LOST invalid-generator"]],
    ["truncated", { collection: { ...collection, truncated: true } }, ["PA_SAMPLES_LOST invalid-generator"]],
    ["folded", { collection: { ...collection, foldedSeries: 9 } }, ["PA_SERIES_FOLDED warn"]],
    ["no request", { totals: { ...totals, requests: 0 } }, ["PA_LOAD_NOT_DELIVERED invalid-load"]],
    [
      "an imported file that is cut and dropped",
      {
        record: recordOf({ imported: true, outcome: null }),
        collection: { ...collection, truncated: true },
        totals: { ...totals, droppedIterations: 5 },
      },
      ["PA_SAMPLES_LOST warn", "PA_LOAD_NOT_DELIVERED warn"],
    ],
    ["warm-up", { judged: { ...judged, warmUpMs: 5000 } }, ["PA_JUDGED_PART info"]],
    ["not steady", { judged: { ...judged, unsteady: true } }, ["PA_JUDGED_PART warn"]],
    ["whole load", { judged: { ...judged, wholeLoad: true } }, ["PA_JUDGED_PART info"]],
  ])("%s", (_, facts, wanted) => {
    const found = flagsOf(facts);
    expect(found).toEqual(wanted);
    for (const flag of found) expect(errorTable).toHaveProperty(flag.split(" ")[0] ?? "");
  });
});

describe("delivery", () => {
  const scenario = { name: "buy", planned: null, started: 1000, dropped: 0, ratePerSecond: 10, peakVus: 10 };
  const facts: DeliveryFacts = {
    preview: previewOf(),
    scenarios: [scenario],
    judgedVus: 10,
    judged: { fromMs: 0, toMs: 60_000 },
    stoppedBy: null,
    why: null,
    durationMs: 60_000,
  };
  test.each<[string, Partial<DeliveryFacts>, string[]]>([
    ["all of it", {}, []],
    [
      "one per cent dropped",
      { scenarios: [{ ...scenario, planned: 1000, started: 990, dropped: 10 }] },
      ["dropped tolerable"],
    ],
    ["more dropped", { scenarios: [{ ...scenario, planned: 1000, started: 989, dropped: 11 }] }, ["dropped"]],
    ["two per cent missing", { scenarios: [{ ...scenario, planned: 1000, started: 980 }] }, []],
    ["more missing", { scenarios: [{ ...scenario, planned: 1000, started: 979 }] }, ["missing"]],
    ["two of a few missing", { scenarios: [{ ...scenario, planned: 6, started: 4 }] }, []],
    ["three of a few missing", { scenarios: [{ ...scenario, planned: 7, started: 4 }] }, ["missing"]],
    ["nothing ran", { scenarios: [{ ...scenario, started: 0 }] }, ["idle"]],
    ["users missing", { judgedVus: 8 }, ["vus"]],
    ["users not reported", { judgedVus: null }, []],
    ["stopped", { stoppedBy: "interrupt", durationMs: 20_000 }, ["ended-early"]],
    [
      "stopped, so iterations are missing",
      { stoppedBy: "guard", durationMs: 20_000, scenarios: [{ ...scenario, planned: 5000 }] },
      ["ended-early"],
    ],
  ])("%s", (_, overrides, wanted) => {
    const gaps = deliveryGaps({ ...facts, ...overrides });
    expect(gaps.map(({ kind, tolerable }) => (tolerable ? `${kind} tolerable` : kind))).toEqual(wanted);
  });
});
