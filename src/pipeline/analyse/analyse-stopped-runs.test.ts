import { describe, expect, test } from "vitest";
import { analysed } from "../../../test/support/analysed-run.ts";
import { basisOf } from "../../../test/support/compared-runs.ts";
import {
  iterationsOf,
  objectiveOf,
  recordOf,
  slosOf,
  startOfRun,
  steady,
  windowsOf,
} from "../../../test/support/fabricated-run.ts";

const latencies = steady({ toMs: 60_000, perSecond: 20, value: (i) => 100 + (i % 100) });

describe("analyse, of a run that was not all of its plan", () => {
  test("an interrupted run says so by its exit code and is judged on what there is", () => {
    const samples = steady({ toMs: 30_000, perSecond: 20, value: () => 100 });
    const { document } = analysed(samples, slosOf(objectiveOf()), {
      record: recordOf({ state: "interrupted", stoppedBy: "interrupt", finishedAt: startOfRun + 30_500 }),
      windows: windowsOf(samples, [], { counters: iterationsOf(30), vus: () => 10 }),
    });
    expect(document).toMatchObject({ verdict: "invalid", exitCode: 130, judged: { fromMs: 0, toMs: 29_000 } });
    expect(document.objectives[0]?.status).toBe("met");
    expect(document.reasons[0]).toMatchObject({
      code: "PA_RUN_ENDED_EARLY",
      text: "the run was interrupted after 31s of 1m (51 %); objectives are judged over the part there is, 0s to 29s",
    });
  });

  test("a run that is stopped is judged up to where stopping began, as its load falls from there", () => {
    // What ends while the load goes down is slow here.
    const samples = steady({ toMs: 26_000, perSecond: 20, value: (_, atMs) => (atMs < 20_000 ? 100 : 900) });
    const { document } = analysed(samples, slosOf(objectiveOf()), {
      record: recordOf({
        state: "stopped",
        stoppedBy: "request",
        stoppedAt: startOfRun + 20_000,
        finishedAt: startOfRun + 26_200,
      }),
      windows: windowsOf(samples, [], { counters: iterationsOf(26), vus: () => 10 }),
    });
    expect(document.judged).toEqual({ fromMs: 0, toMs: 20_000 });
    expect(document.objectives[0]).toMatchObject({ status: "met", samples: 400 });
  });

  test.each([
    ["after it was being stopped, which is the gate's doing", 22, false],
    ["before, which is the load's", 18, true],
  ])("iterations that a stopped run dropped %s", (_, second, told) => {
    const samples = steady({ toMs: 26_000, perSecond: 20, value: () => 100 });
    const dropped = { scenario: "buy", endpoint: "", name: "dropped", value: 50 } as const;
    const { document } = analysed(samples, slosOf(objectiveOf()), {
      record: recordOf({ state: "stopped", stoppedBy: "request", stoppedAt: startOfRun + 20_000 }),
      windows: windowsOf(samples, [], { counters: iterationsOf(26), vus: () => 10 }).map((window) =>
        window.at === startOfRun + second * 1000 ? { ...window, counters: [...window.counters, dropped] } : window,
      ),
    });
    expect(document.totals.droppedIterations).toBe(50);
    expect(document.reasons.some(({ text }) => text.includes("dropped 50"))).toBe(told);
  });

  test.each([300, 900, 1_400])("a run that is stopped after %i ms is judged on the second that it has", (stoppedAt) => {
    const samples = steady({ toMs: 900, perSecond: 20, value: () => 900 });
    const { document } = analysed(samples, slosOf(objectiveOf()), {
      record: recordOf({
        state: "stopped",
        stoppedBy: "guard",
        stoppedAt: startOfRun + stoppedAt,
        finishedAt: startOfRun + 2_000,
      }),
      windows: windowsOf(samples, [], { counters: iterationsOf(1), vus: () => 10 }),
    });
    expect(document).toMatchObject({ verdict: "fail", judged: { fromMs: 0, toMs: 1_000 } });
  });

  test("a reduced load is not delivered, compared with nothing, and no baseline", () => {
    const first = analysed(latencies, slosOf(objectiveOf())).asBaseline;
    const { document, asBaseline } = analysed(latencies, slosOf(objectiveOf()), {
      record: recordOf({ runId: "second", reducedTo: 0.5 }),
      basis: basisOf([first]),
    });
    expect(document).toMatchObject({ verdict: "invalid", exitCode: 4, comparisons: [], quality: { delivered: false } });
    expect(document.objectives[0]?.status).toBe("met");
    expect(["pass", "warn"]).not.toContain(asBaseline.verdict);
  });

  test("the reason of the last attempt that was no clean-up says why a run ended early", () => {
    const attempt = { number: 1, share: 1, startedAt: startOfRun, finishedAt: startOfRun + 30_500 };
    const samples = steady({ toMs: 30_000, perSecond: 20, value: () => 100 });
    const { document } = analysed(samples, slosOf(objectiveOf()), {
      record: recordOf({
        state: "stopped",
        stoppedBy: "budget",
        finishedAt: startOfRun + 30_500,
        attempts: [
          { ...attempt, profile: "full", result: "stopped", text: "EUR 5.00 of EUR 5.00 are spent" },
          { ...attempt, number: 2, profile: "cleanup", result: "finished", text: "ran to its end" },
        ],
      }),
      windows: windowsOf(samples, [], { counters: iterationsOf(30), vus: () => 10 }),
    });
    expect(document.reasons[0]?.text).toMatch(
      /^the cost ceiling stopped the run after 31s of 1m \(51 %\): EUR 5\.00 of EUR 5\.00 are spent;/,
    );
  });
});
