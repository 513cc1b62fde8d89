import { describe, expect, test } from "vitest";
import { runsWorld, storedRunOf, type RunsWorld } from "../../../test/support/runs-world.ts";
import type { VirtualClock } from "../../../test/support/virtual-clock.ts";
import { PerfAgentError } from "../../contract/errors.ts";
import type { ActiveRun } from "../../ports/active-runs.ts";
import type { Job } from "../../ports/job-queue.ts";
import { writeRunPayload } from "../runs/run-payload.ts";
import type { JobHand } from "./job-hand.ts";
import { workJobs, type RunningJobs } from "./work-jobs.ts";

interface World extends RunsWorld {
  readonly put: (jobId: string, changes?: Partial<Job>) => Promise<void>;
}

function world(): World {
  const all = runsWorld();
  const payload = writeRunPayload({
    planId: "plan-1",
    plan: "checkout-peak",
    service: "shop",
    environment: "perf",
    author: "ana",
    tags: {},
  });
  return {
    ...all,
    put: async (jobId, changes = {}) => {
      const job = { jobId, kind: "run" as const, lane: "perf", payload, createdBy: "ana", createdAt: all.clock.now() };
      await all.jobs.put({ ...job, runId: `run-of-${jobId}`, ...changes }, null);
    },
  };
}

/** A hand whose jobs are ended by the test, by id. */
function handOf(): {
  readonly hand: JobHand;
  readonly begun: string[];
  readonly end: (jobId: string, error?: Error) => void;
} {
  const begun: string[] = [];
  const ends = new Map<string, (error?: Error) => void>();
  return {
    begun,
    hand: (_, { jobId, runId }, { stopping, lost }) =>
      new Promise((resolve, reject) => {
        begun.push(jobId);
        const end = (error?: Error): void => (error === undefined ? resolve({ runId }) : reject(error));
        ends.set(jobId, end);
        for (const signal of [stopping, lost]) signal.addEventListener("abort", () => end());
      }),
    end: (jobId, error) => ends.get(jobId)?.(error),
  };
}

const quiet = { onProblem: () => undefined, onSettled: () => undefined };

async function stopped(clock: VirtualClock, running: RunningJobs): Promise<void> {
  const end = running.stop();
  await clock.advance(1_000);
  await end;
}

describe("the job loop", () => {
  test("does the jobs of a lane one after the other, those of others beside them", async () => {
    const { service, clock, jobs, put } = world();
    const { hand, begun, end } = handOf();
    await put("one");
    await put("two");
    await put("elsewhere", { lane: "staging" });
    const running = workJobs(service, { run: hand, analyse: hand }, quiet);
    await clock.advance(0);
    expect(begun).toEqual(["one", "elsewhere"]);
    expect(running.underWay()).toBe(2);
    end("one");
    await clock.advance(0);
    expect(begun).toEqual(["one", "elsewhere", "two"]);
    expect(await jobs.get("one")).toMatchObject({ state: "done", problem: null, runId: "run-of-one" });
    await stopped(clock, running);
  });

  test("begins at once with what is put", async () => {
    const { service, clock, put } = world();
    const { hand, begun } = handOf();
    const running = workJobs(service, { run: hand, analyse: hand }, quiet);
    await clock.advance(0);
    await put("one");
    service.live.wakeJobs();
    await clock.advance(0);
    expect(begun).toEqual(["one"]);
    await stopped(clock, running);
  });

  test.each([
    [
      "coded",
      PerfAgentError.of("PA_ENVIRONMENT_BUSY", "perf is in use"),
      "PA_ENVIRONMENT_BUSY",
      /^perf is in use$/u,
      0,
    ],
    ["a defect", new TypeError("secret detail"), "PA_INTERNAL", /^(?!.*secret)/u, 1],
  ])("settles a job that fails with its problem: %s", async (_, error, code, text, logged) => {
    const { service, clock, jobs, put } = world();
    const { hand, end } = handOf();
    const problems: unknown[] = [];
    await put("one");
    const listeners = { ...quiet, onProblem: (problem: unknown) => problems.push(problem) };
    const running = workJobs(service, { run: hand, analyse: hand }, listeners);
    await clock.advance(0);
    end("one", error);
    await clock.advance(0);
    const settled = await jobs.get("one");
    expect(settled).toMatchObject({ state: "failed", problem: { code } });
    expect(settled?.problem?.text).toMatch(text);
    expect(problems).toHaveLength(logged);
    await stopped(clock, running);
  });

  test("keeps its lease for as long as a job takes", async () => {
    const { service, clock, jobs, put } = world();
    const { hand, end } = handOf();
    await put("one");
    const running = workJobs(service, { run: hand, analyse: hand }, quiet);
    await clock.advance(60_000);
    expect(await jobs.expire({ now: clock.now(), leaseMs: 10_000 })).toEqual([]);
    end("one");
    await clock.advance(0);
    expect(await jobs.get("one")).toMatchObject({ state: "done" });
    await stopped(clock, running);
  });

  test("leaves a job to whoever took it over, and says so to its hand", async () => {
    const { service, clock, jobs, put } = world();
    await put("one");
    let heard = false;
    const hand: JobHand = (_, { runId }, { lost }) =>
      new Promise((resolve) => {
        lost.addEventListener("abort", () => {
          heard = true;
          resolve({ runId });
        });
      });
    const running = workJobs(service, { run: hand, analyse: hand }, quiet);
    await clock.advance(0);
    const [taken] = await jobs.expire({ now: clock.now() + 20_000, leaseMs: 60_000 });
    await clock.advance(2_000);
    expect(heard).toBe(true);
    expect(await jobs.get("one")).toMatchObject({ state: "running" });
    expect(taken === undefined ? false : await jobs.heartbeat(taken, clock.now() + 90_000)).toBe(true);
    await stopped(clock, running);
  });

  test("begins with nothing once it is stopped", async () => {
    const { service, clock, jobs, put } = world();
    const { hand, begun } = handOf();
    await put("one");
    await put("two");
    const running = workJobs(service, { run: hand, analyse: hand }, quiet);
    await clock.advance(0);
    await stopped(clock, running);
    expect(begun).toEqual(["one"]);
    expect(await jobs.get("one")).toMatchObject({ state: "done" });
    expect(await jobs.get("two")).toMatchObject({ state: "queued" });
  });

  describe("finds the job of a process that is gone", () => {
    test("and does an analysis again", async () => {
      const { service, clock, jobs, put } = world();
      const { hand, begun } = handOf();
      await put("one", { kind: "analyse", lane: null });
      await jobs.lease({ now: clock.now(), leaseMs: 10_000 });
      const running = workJobs(service, { run: hand, analyse: hand }, quiet);
      await clock.advance(9_000);
      expect(begun).toEqual([]);
      await clock.advance(1_500);
      expect(begun).toEqual(["one"]);
      await stopped(clock, running);
    });

    test.each<[string, string | null, Partial<Job>, string]>([
      ["that was judged since", "interrupted", { state: "done", problem: null }, "interrupted"],
      ["without load", "queued", { state: "failed" }, "failed"],
      ["that is in no list", null, { state: "failed" }, "failed"],
    ])("and writes how a run ended: one %s", async (_, row, settled, state) => {
      const { service, clock, jobs, rows, put } = world();
      const { hand, begun } = handOf();
      await put("one");
      await put("two");
      await jobs.lease({ now: clock.now(), leaseMs: 10_000 });
      if (row !== null) rows.set("run-of-one", storedRunOf("run-of-one", { state: row, verdict: null }));
      const running = workJobs(service, { run: hand, analyse: hand }, quiet);
      await clock.advance(11_000);
      expect(await jobs.get("one")).toMatchObject(settled);
      expect(rows.get("run-of-one")?.state).toBe(state);
      expect(begun).toEqual(["two"]);
      await stopped(clock, running);
    });

    test("but waits for a load that is still there, which it has stopped", async () => {
      const { service, clock, jobs, rows, active, stops, put } = world();
      const { hand, begun } = handOf();
      await put("one");
      await put("two");
      await jobs.lease({ now: clock.now(), leaseMs: 10_000 });
      rows.set("run-of-one", storedRunOf("run-of-one", { state: "running", verdict: null }));
      active.push({ runId: "run-of-one" } as ActiveRun);
      const running = workJobs(service, { run: hand, analyse: hand }, quiet);
      await clock.advance(40_000);
      expect(stops[0]).toBe("run-of-one now");
      expect(begun).toEqual([]);
      active.pop();
      rows.set("run-of-one", storedRunOf("run-of-one", { state: "stopped", verdict: "invalid" }));
      await clock.advance(1_000);
      expect(await jobs.get("one")).toMatchObject({ state: "done" });
      expect(begun).toEqual(["two"]);
      await stopped(clock, running);
    });
  });
});
