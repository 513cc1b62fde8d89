import { describe, expect, test } from "vitest";
import { outcomeOf, recordOf, startOfRun } from "../../../../test/support/fabricated-run.ts";
import { qualityFacts } from "../../../../test/support/quality-facts.ts";
import type { Attempt } from "../../../contract/certificate.ts";
import { errorTable } from "../../../contract/errors.ts";
import type { RunRecord } from "../../../contract/run.ts";
import type { QualityFacts } from "./quality-facts.ts";
import { qualityFlags } from "./quality-flags.ts";

const base = qualityFacts();
const { collection } = base;
function flagsOf(facts: Partial<QualityFacts>): string[] {
  return qualityFlags({ ...base, ...facts }).map(({ code, severity }) => `${code} ${severity}`);
}
const course = (record: Partial<RunRecord>): Partial<QualityFacts> => ({ record: recordOf(record) });
const attempt = (number: number, result: Attempt["result"], more: Partial<Attempt> = {}): Attempt => ({
  number,
  profile: "full",
  share: 1,
  startedAt: startOfRun,
  finishedAt: startOfRun + 60_000,
  result,
  text: result === "finished" ? "ran to its end." : "killed by SIGSEGV.",
  ...more,
});
const spent = (actual: number, cost: number | null): Partial<QualityFacts> => ({
  record: recordOf({ cost: { estimated: 1, actual, currency: "EUR" } }),
  budget: { cost, alertAt: 0.8 },
});
const stopped = { state: "stopped", stoppedBy: "objective:fuse" } as const;

describe("the course of a run", () => {
  const early = { gaps: [{ kind: "ended-early" as const, tolerable: false, text: "early" }] };
  test.each<[string, Partial<QualityFacts>, string[]]>([
    ["one attempt", course({ attempts: [attempt(1, "finished")] }), []],
    [
      "one attempt and its clean-up",
      course({ attempts: [attempt(1, "finished"), attempt(2, "finished", { profile: "cleanup" })] }),
      [],
    ],
    [
      "a second attempt",
      course({ attempts: [attempt(1, "engine-failed"), attempt(2, "finished")] }),
      ["PA_ENGINE_RETRIED warn"],
    ],
    [
      "a reduced load",
      course({
        reducedTo: 0.5,
        attempts: [
          attempt(1, "engine-failed"),
          attempt(2, "engine-failed"),
          attempt(3, "finished", { profile: "reduced", share: 0.5 }),
        ],
      }),
      ["PA_LOAD_REDUCED invalid-load", "PA_ENGINE_RETRIED warn"],
    ],
    [
      "a reduced load in a breakpoint run",
      { ...course({ reducedTo: 0.5 }), breakpoints: new Set(["climb"]) },
      ["PA_LOAD_REDUCED invalid-load"],
    ],
    ["stopped, and nothing was cut off", course({ ...stopped, cutIterations: 0 }), ["PA_SAMPLES_CUT warn"]],
    [
      "stopped, and something was cut off",
      course({ ...stopped, cutIterations: 3 }),
      ["PA_SAMPLES_CUT warn", "PA_IN_FLIGHT_CUT warn"],
    ],
    [
      "stopped, and nobody knows",
      course({ ...stopped, cutIterations: null }),
      ["PA_SAMPLES_CUT warn", "PA_IN_FLIGHT_CUT warn"],
    ],
    ["not stopped, and nobody counted", course({ cutIterations: null }), []],
    ["nothing left over", { collection: { ...collection, leftovers: 0 } }, []],
    ["something left over", { collection: { ...collection, leftovers: 12 } }, ["PA_LEFTOVERS warn"]],
    ["below the alert", spent(3.99, 5), []],
    ["at the alert", spent(4, 5), ["PA_COST_ALERT info"]],
    ["no budget", spent(4, null), []],
    ["no cost and no budget", spent(0, 0), []],
    [
      "recovered early",
      { ...course({ stoppedBy: "crash", outcome: null, cutIterations: null }), ...early },
      ["PA_RUN_RECOVERED invalid-generator", "PA_IN_FLIGHT_CUT warn"],
    ],
    ["recovered after its load", course({ stoppedBy: "crash", outcome: null }), ["PA_RUN_RECOVERED invalid-generator"]],
    [
      "our own failure",
      { ...course({ stoppedBy: "failure", outcome: null }), ...early },
      ["PA_RUN_ENDED_EARLY invalid-generator"],
    ],
    [
      "our own failure after the load",
      course({ stoppedBy: "failure", outcome: null }),
      ["PA_RUN_ENDED_EARLY invalid-generator"],
    ],
    [
      "an end nobody saw, and nobody of ours failed",
      course({ stoppedBy: "guard", outcome: null }),
      ["PA_ENGINE_FAILED invalid-generator"],
    ],
    [
      "blocked dials of an engine whose end nobody saw",
      course({ stoppedBy: "crash", outcome: null, guard: { decision: "allow", hits: 2 } }),
      ["PA_RUN_RECOVERED invalid-generator", "PA_GUARD_HIT invalid-load"],
    ],
    [
      "out of time although the plan was not through",
      {
        ...course({ stoppedBy: "timeout", outcome: outcomeOf({ summary: { requests: 600, iterations: 600 } }) }),
        ...early,
      },
      ["PA_RUN_ENDED_EARLY invalid-load"],
    ],
  ])("%s", (_, facts, wanted) => {
    const found = flagsOf(facts);
    expect(found).toEqual(wanted);
    for (const flag of found) expect(errorTable).toHaveProperty(flag.split(" ")[0] ?? "");
  });

  test("the sentences say how often, why, how much and of what", () => {
    const attempts = [attempt(1, "engine-failed"), attempt(2, "engine-failed"), attempt(3, "finished")];
    const facts = {
      ...base,
      record: recordOf({
        reducedTo: 0.5,
        attempts,
        cutIterations: 1,
        cost: { estimated: 1, actual: 4.1, currency: "EUR" },
      }),
      collection: { ...collection, leftovers: 1200 },
      budget: { cost: 5, alertAt: 0.8 },
    };
    expect(qualityFlags(facts).map(({ text }) => text)).toEqual([
      "only half of the load was run, as the engine died twice with all of it: such a run never passes and enters no baseline",
      "the engine was started 3 times, as it died by itself, first: killed by SIGSEGV; the figures are those of attempt 3, the target got the load of all",
      "stopping cut off 1 iteration under way: the slowest requests are the likeliest to be missing, so percentiles read too low",
      "after clean-up 1,200 of the run's data were still there",
      "the run cost EUR 4.10 of at most EUR 5.00; the alert stands at 80 %",
    ]);
  });
});
