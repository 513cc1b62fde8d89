import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Job, JobQueue, LeasedJob } from "./job-queue.ts";

/** Two handles on one queue, as two processes have. */
export interface SharedJobs {
  readonly first: JobQueue;
  readonly second: JobQueue;
  close(): Promise<void>;
}

type NewJob = Parameters<JobQueue["put"]>[0];

const leaseMs = 1_000;
const dayMs = 86_400_000;
const problem = { code: "PA_RUN_LOST", text: "its process was killed", remedy: "Ask for the run again." };

export function newJob(jobId: string, changes: Partial<NewJob> = {}): NewJob {
  return {
    jobId,
    kind: "run",
    lane: "perf",
    payload: `{"plan":"żółć 'quoted'"}`,
    createdBy: "ana",
    createdAt: 5,
    runId: `run-of-${jobId}`,
    ...changes,
  };
}

const analysis = { kind: "analyse", lane: null, runId: null } as const;

/** The job as it is kept until somebody leases it. */
function queued(job: NewJob): Job {
  return { ...job, state: "queued", startedAt: null, finishedAt: null, problem: null };
}

async function leased(queue: JobQueue, now: number): Promise<LeasedJob> {
  const job = await queue.lease({ now, leaseMs });
  if (job === null) throw new Error("nothing to lease");
  return job;
}

const idsOf = (jobs: readonly (Job | null)[]): string[] => jobs.flatMap((job) => (job === null ? [] : [job.jobId]));

/** What every queue of jobs promises; each adapter runs it. */
export function jobQueueContract(open: () => Promise<SharedJobs>): void {
  describe("a queue of jobs", () => {
    let shared: SharedJobs;
    let queue: JobQueue;
    beforeEach(async () => {
      shared = await open();
      queue = shared.first;
    });
    afterEach(() => shared.close());

    const put = async (...jobs: readonly NewJob[]): Promise<void> => {
      for (const job of jobs) await queue.put(job, null);
    };
    const end = (job: LeasedJob, at = 20): Promise<void> => queue.settle(job, { at, problem: null, runId: job.runId });

    it("gives back what was put, to every process", async () => {
      expect(await queue.put(newJob("a"), null)).toEqual({ job: queued(newJob("a")), isNew: true });
      expect(await shared.second.get("a")).toEqual(queued(newJob("a")));
      expect(await queue.get("none")).toBeNull();
    });

    it("leases the oldest of a lane, and the next when it is settled", async () => {
      await put(newJob("a"), newJob("b"), newJob("c"));
      const order: string[] = [];
      for (let now = 10; now < 13; now++) {
        const job = await leased(queue, now);
        expect(job).toMatchObject({ state: "running", startedAt: now, leasedUntil: now + leaseMs });
        expect(await shared.second.lease({ now, leaseMs })).toBeNull();
        order.push(job.jobId);
        await end(job);
      }
      expect(order).toEqual(["a", "b", "c"]);
      expect(await queue.lease({ now: 99, leaseMs })).toBeNull();
    });

    it("leases jobs of other lanes, and those of none, beside each other", async () => {
      await put(newJob("a"), newJob("b"), newJob("c", { lane: "staging" }));
      await put(newJob("d", analysis), newJob("e", analysis));
      const got: string[] = [];
      for (
        let job = await queue.lease({ now: 10, leaseMs });
        job !== null;
        job = await queue.lease({ now: 10, leaseMs })
      )
        got.push(job.jobId);
      expect(got).toEqual(["a", "c", "d", "e"]);
    });

    it("keeps how a job ended", async () => {
      await put(newJob("a"), newJob("b", { lane: null, runId: null }));
      const [a, b] = [await leased(queue, 10), await leased(queue, 11)];
      await queue.settle(a, { at: 20, problem, runId: a.runId });
      await shared.second.settle(b, { at: 21, problem: null, runId: "r9" });
      const ended = { startedAt: 10, finishedAt: 20 };
      expect(await queue.get("a")).toEqual({ ...queued(newJob("a")), ...ended, state: "failed", problem });
      expect(await queue.get("b")).toMatchObject({ state: "done", finishedAt: 21, runId: "r9", problem: null });
    });

    it("keeps a lease while its heart beats", async () => {
      await put(newJob("a"));
      const job = await leased(queue, 10);
      const until = 900 + leaseMs;
      expect(await queue.heartbeat(job, until)).toBe(true);
      expect(await shared.second.expire({ now: until - 1, leaseMs })).toEqual([]);
      expect(await queue.heartbeat(job, until + 1)).toBe(false);
      const kept = { ...job, leasedUntil: until };
      expect(await queue.heartbeat(kept, until + 1)).toBe(true);
      await end({ ...kept, leasedUntil: until + 1 });
      expect(await queue.get("a")).toMatchObject({ state: "done" });
    });

    it("queues an analysis again whose lease has ended, and knows its late end from the living one", async () => {
      await put(newJob("a", analysis), newJob("b", analysis));
      const late = await leased(shared.first, 10);
      expect(await shared.second.expire({ now: 10 + leaseMs - 1, leaseMs })).toEqual([]);
      expect(await shared.second.get("a")).toMatchObject({ state: "running" });
      expect(await shared.second.expire({ now: 10 + leaseMs, leaseMs })).toEqual([]);
      expect(await shared.second.get("a")).toEqual(queued(newJob("a", analysis)));
      const living = await leased(shared.second, 10 + leaseMs);
      expect(living.jobId).toBe("a");
      expect(await shared.first.heartbeat(late, 9_000)).toBe(false);
      await shared.first.settle(late, { at: 2_000, problem, runId: null });
      expect(await queue.get("a")).toMatchObject({ state: "running", problem: null });
      await shared.second.settle(living, { at: 2_001, problem: null, runId: "r1" });
      expect(await queue.get("a")).toMatchObject({ state: "done", finishedAt: 2_001, runId: "r1" });
    });

    it("gives a run whose lease has ended to one who writes its end, and keeps its lane closed until then", async () => {
      await put(newJob("a"), newJob("b"), newJob("c", { lane: "staging" }));
      const lost = await leased(shared.first, 10);
      await leased(shared.first, 500);
      const now = 10 + leaseMs;
      const [taken, ...more] = await shared.second.expire({ now, leaseMs });
      expect(taken).toEqual({ ...lost, leasedUntil: now + leaseMs });
      expect(more).toEqual([]);
      expect(await shared.first.expire({ now, leaseMs })).toEqual([]);
      expect(await queue.lease({ now, leaseMs })).toBeNull();
      expect(await shared.first.heartbeat(lost, now + leaseMs)).toBe(false);
      if (taken !== undefined) await shared.second.settle(taken, { at: now, problem, runId: taken.runId });
      expect(await queue.get("a")).toMatchObject({ state: "failed", problem });
      expect((await leased(queue, now)).jobId).toBe("b");
    });

    it("gives a run again when who was to write its end is gone too", async () => {
      await put(newJob("a"));
      await leased(queue, 10);
      await queue.expire({ now: 2_000, leaseMs });
      expect(idsOf(await shared.second.expire({ now: 2_999, leaseMs }))).toEqual([]);
      expect(idsOf(await shared.second.expire({ now: 3_000, leaseMs }))).toEqual(["a"]);
    });

    it("takes out a job that waits, and no other", async () => {
      await put(newJob("a"), newJob("b"));
      const job = await leased(queue, 10);
      expect(await queue.cancel("a", { at: 11, problem })).toBe(false);
      expect(await shared.second.cancel("b", { at: 11, problem })).toBe(true);
      expect(await queue.cancel("b", { at: 12, problem })).toBe(false);
      expect(await queue.cancel("none", { at: 12, problem })).toBe(false);
      await end(job);
      expect(await queue.get("b")).toEqual({ ...queued(newJob("b")), state: "failed", finishedAt: 11, problem });
      expect(await queue.lease({ now: 30, leaseMs })).toBeNull();
    });

    it("gives the job that is there for the same request of the same person", async () => {
      const first = await queue.put(newJob("a"), "key");
      expect(await shared.second.put(newJob("b", { createdAt: 6 }), "key")).toEqual({ ...first, isNew: false });
      const job = await leased(queue, 10);
      await end(job);
      expect(await queue.put(newJob("c", { createdAt: 30 }), "key")).toMatchObject({
        job: { jobId: "a", state: "done" },
        isNew: false,
      });
      expect(await queue.put(newJob("d", { createdBy: "ben" }), "key")).toMatchObject({ isNew: true });
      expect(await queue.put(newJob("e"), "other key")).toMatchObject({ isNew: true });
      expect(await queue.put(newJob("f"), null)).toMatchObject({ isNew: true });
      expect(await queue.put(newJob("g"), null)).toMatchObject({ isNew: true });
    });

    it("refuses a key that came with another request, and forgets it after a day", async () => {
      await queue.put(newJob("a"), "key");
      const other = { payload: '{"plan":"another"}' };
      for (const createdAt of [6, 5 + dayMs - 1]) {
        await expect(shared.second.put(newJob("b", { ...other, createdAt }), "key")).rejects.toMatchObject({
          mistakes: [{ code: "PA_IDEMPOTENCY" }],
        });
      }
      expect(await queue.get("b")).toBeNull();
      expect(await queue.put(newJob("b", { ...other, createdAt: 5 + dayMs }), "key")).toMatchObject({ isNew: true });
    });

    it("makes one job of the same request that comes several times at once", async () => {
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, n) => (n % 2 === 0 ? shared.first : shared.second).put(newJob(`j${n}`), "key")),
      );
      expect(answers.filter(({ isNew }) => isNew)).toHaveLength(1);
      expect(new Set(answers.map(({ job }) => job.jobId)).size).toBe(1);
      expect(await queue.list({ states: ["queued"], limit: 99 })).toHaveLength(1);
    });

    it("lets eight ask at once and leases no job twice", async () => {
      for (let n = 0; n < 5; n++)
        await put(newJob(`a${n}`, { lane: `lane ${n}` }), newJob(`b${n}`, { lane: `lane ${n}` }));
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, n) => (n % 2 === 0 ? shared.first : shared.second).lease({ now: 10, leaseMs })),
      );
      expect(idsOf(answers).toSorted()).toEqual(["a0", "a1", "a2", "a3", "a4"]);
    });

    it("gives each lost run to one of eight who look at once", async () => {
      for (let n = 0; n < 5; n++) await put(newJob(`a${n}`, { lane: `lane ${n}` }));
      for (let n = 0; n < 5; n++) await leased(queue, 10);
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, n) =>
          (n % 2 === 0 ? shared.first : shared.second).expire({ now: 5_000, leaseMs }),
        ),
      );
      expect(idsOf(answers.flat()).toSorted()).toEqual(["a0", "a1", "a2", "a3", "a4"]);
    });

    it("finds the job that makes a run, never one that judges it", async () => {
      await put(newJob("judges", { ...analysis, runId: "r1" }), newJob("makes", { runId: "r1" }));
      expect(await shared.second.ofRun("r1")).toEqual(queued(newJob("makes", { runId: "r1" })));
      expect(await queue.ofRun("r2")).toBeNull();
    });

    it("lists the newest first, of the states that are asked for", async () => {
      await put(newJob("a"), newJob("b", { lane: "staging" }), newJob("c"));
      await end(await leased(queue, 10));
      await leased(queue, 10);
      expect(idsOf(await shared.second.list({ states: ["queued", "running", "done"], limit: 2 }))).toEqual(["c", "b"]);
      expect(idsOf(await queue.list({ states: ["done"], limit: 9 }))).toEqual(["a"]);
      expect(idsOf(await queue.list({ states: [], limit: 9 }))).toEqual([]);
    });

    it("counts those of the lane that are before a job", async () => {
      await put(newJob("a"), newJob("b"), newJob("x", { lane: "staging" }), newJob("c"), newJob("d", analysis));
      const ahead = async (): Promise<number[]> =>
        Promise.all(["a", "b", "c", "x", "d", "none"].map((id) => queue.ahead(id)));
      expect(await ahead()).toEqual([0, 1, 2, 0, 0, 0]);
      const job = await leased(queue, 10);
      expect(await ahead()).toEqual([0, 1, 2, 0, 0, 0]);
      await end(job);
      expect(await ahead()).toEqual([0, 0, 1, 0, 0, 0]);
    });
  });
}
