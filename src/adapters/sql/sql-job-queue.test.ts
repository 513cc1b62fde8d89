import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { memoryJobs } from "../../../test/support/memory-jobs.ts";
import { twoSqliteStores } from "../../../test/support/two-sqlite-stores.ts";
import { jobQueueContract, newJob } from "../../ports/job-queue.contract.ts";
import type { JobQueue, LeasedJob } from "../../ports/job-queue.ts";
import { openSqliteStore } from "./open-sqlite-store.ts";

const worker = fileURLToPath(new URL("../../../test/support/work-queue.ts", import.meta.url));
const dayMs = 86_400_000;

describe("in SQLite", () => {
  jobQueueContract(() => twoSqliteStores(({ jobs }) => jobs));
});

describe("in memory", () => {
  jobQueueContract(async () => {
    const jobs = memoryJobs();
    return { first: jobs, second: jobs, close: () => Promise.resolve() };
  });
});

/** What can be done to a queue. Numbers choose among what there is then. */
const step = fc.oneof(
  fc.record({
    do: fc.constant("put" as const),
    lane: fc.nat(2),
    analyses: fc.boolean(),
    payload: fc.nat(1),
    key: fc.option(fc.nat(3)),
  }),
  fc.record({ do: fc.constant("lease" as const) }),
  fc.record({ do: fc.constant("beat" as const), which: fc.nat(9) }),
  fc.record({ do: fc.constant("settle" as const), which: fc.nat(9), fails: fc.boolean() }),
  fc.record({ do: fc.constant("expire" as const) }),
  fc.record({ do: fc.constant("cancel" as const), which: fc.nat(9) }),
  fc.record({ do: fc.constant("wait" as const), ms: fc.nat(40) }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const leaseMs = 30;
const problem = { code: "PA_RUN_LOST", text: "lost", remedy: "again" };

/** Does the steps and tells all that could be seen on the way. */
async function trace(queue: JobQueue, steps: readonly Step[]): Promise<unknown[]> {
  const seen: unknown[] = [];
  const leases: LeasedJob[] = [];
  let now = 1;
  let puts = 0;
  const choose = (which: number): LeasedJob | undefined => leases[which % Math.max(1, leases.length)];
  for (const each of steps) {
    if (each.do === "wait") now += each.ms;
    else if (each.do === "put") {
      puts += 1;
      const job = newJob(`j${puts}`, {
        kind: each.analyses ? "analyse" : "run",
        lane: each.lane === 0 ? null : `lane ${each.lane}`,
        payload: `{"kind":${each.analyses},"n":${each.payload}}`,
        createdAt: now,
      });
      const key = each.key === null ? null : `key ${each.key}`;
      seen.push(await queue.put(job, key).catch((error: unknown) => String(error)));
    } else if (each.do === "lease") {
      const job = await queue.lease({ now, leaseMs });
      if (job !== null) leases.push(job);
      seen.push(job);
    } else if (each.do === "expire") {
      const lost = await queue.expire({ now, leaseMs });
      leases.push(...lost);
      seen.push(lost);
    } else if (each.do === "cancel") {
      seen.push(await queue.cancel(`j${each.which}`, { at: now, problem }));
    } else {
      const job = choose(each.which);
      if (job === undefined) continue;
      if (each.do === "settle")
        await queue.settle(job, { at: now, problem: each.fails ? problem : null, runId: `r${each.which}` });
      else {
        const kept = await queue.heartbeat(job, now + leaseMs);
        if (kept) leases.push({ ...job, leasedUntil: now + leaseMs });
        seen.push(kept);
      }
    }
    seen.push(await queue.list({ states: ["queued", "running", "done", "failed"], limit: 99 }));
    seen.push(await queue.ahead(`j${puts}`));
  }
  return seen;
}

describe("a queue in SQLite and its twin", () => {
  it("show the same whatever is done to them", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        const shared = await twoSqliteStores(({ jobs }) => jobs);
        try {
          expect(await trace(shared.first, steps)).toEqual(await trace(memoryJobs(), steps));
        } finally {
          await shared.close();
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe("a queue in a file", () => {
  let directory: string;
  let path: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "queue-"));
    path = join(directory, "runs.sqlite");
    await mkdir(join(directory, "lanes"));
  });
  afterEach(() => rm(directory, { recursive: true }));

  it("forgets jobs that were settled thirty days ago, and no other", async () => {
    const store = await openSqliteStore(path);
    const { jobs } = store;
    for (const jobId of ["settled", "cancelled", "running", "waits"])
      await jobs.put(newJob(jobId, { lane: jobId, createdAt: 0 }), null);
    const settled = await jobs.lease({ now: 0, leaseMs: dayMs });
    if (settled !== null) await jobs.settle(settled, { at: 1, problem: null, runId: null });
    await jobs.cancel("cancelled", { at: 0, problem });
    await jobs.lease({ now: 0, leaseMs: dayMs });
    const known = async (): Promise<string[]> =>
      (await jobs.list({ states: ["queued", "running", "done", "failed"], limit: 9 })).map(({ jobId }) => jobId);
    await jobs.put(newJob("first", { createdAt: 30 * dayMs + 1 }), null);
    expect(await known()).toEqual(["first", "waits", "running", "settled"]);
    await jobs.put(newJob("second", { createdAt: 30 * dayMs + 2 }), null);
    expect(await known()).toEqual(["second", "first", "waits", "running"]);
    await store.close();
  });

  it("is worked on by eight connections, each job by one of them", async () => {
    const stores = await Promise.all(Array.from({ length: 8 }, () => openSqliteStore(path)));
    const jobs = Array.from({ length: 60 }, (_, n) => newJob(`j${n}`, { lane: n % 4 === 0 ? null : `lane ${n % 4}` }));
    for (const job of jobs) await stores[0]?.jobs.put(job, null);
    const inLane = new Map<string, number>();
    const done: string[] = [];
    const crowded: string[] = [];
    await Promise.all(
      stores.map(async (store) => {
        for (let idle = 0; idle < 200;) {
          const job = await store.jobs.lease({ now: 1, leaseMs: 1_000 });
          if (job === null) {
            idle += 1;
            continue;
          }
          const { lane } = job;
          if (lane !== null) inLane.set(lane, (inLane.get(lane) ?? 0) + 1);
          if (lane !== null && inLane.get(lane) !== 1) crowded.push(job.jobId);
          await store.jobs.heartbeat(job, 1_001);
          if (lane !== null) inLane.set(lane, (inLane.get(lane) ?? 0) - 1);
          await store.jobs.settle(job, { at: 2, problem: null, runId: null });
          done.push(job.jobId);
        }
      }),
    );
    expect(crowded).toEqual([]);
    expect(done.toSorted()).toEqual(jobs.map(({ jobId }) => jobId).toSorted());
    await Promise.all(stores.map((store) => store.close()));
  });

  it(
    "has one process in a lane at any time, and loses no job of those that are killed",
    { timeout: 120_000 },
    async () => {
      const store = await openSqliteStore(path);
      const { jobs } = store;
      const count = 80;
      for (let n = 0; n < count; n++) await jobs.put(newJob(`j${n}`, { lane: `lane-${n % 4}` }), null);
      const start = (): ChildProcess =>
        spawn(process.execPath, [worker, path, join(directory, "lanes"), "5"], {
          stdio: ["ignore", "pipe", "inherit"],
        });
      const all = Array.from({ length: 8 }, start);
      const ended = all.map((child) => once(child, "close") as Promise<[number | null, NodeJS.Signals | null]>);
      const victims = all.slice(0, 3);
      for (const victim of victims) {
        // It holds a job from this line on for some milliseconds, or has come to its end.
        if (victim.stdout !== null) await Promise.race([once(victim.stdout, "data"), ended[all.indexOf(victim)]]);
        victim.kill("SIGKILL");
      }
      const ends = await Promise.all(ended);
      expect(ends.slice(victims.length)).toEqual(ends.slice(victims.length).map(() => [0, null]));
      const settled = await jobs.list({ states: ["done", "failed"], limit: count });
      expect(settled).toHaveLength(count);
      expect(settled.filter(({ state }) => state === "failed").length).toBeLessThanOrEqual(victims.length);
      await store.close();
      const database = new DatabaseSync(path);
      expect(database.prepare("pragma integrity_check").all()).toEqual([{ integrity_check: "ok" }]);
      database.close();
    },
  );
});
