import { PerfAgentError } from "../../src/contract/errors.ts";
import type { Job, JobQueue, LeasedJob } from "../../src/ports/job-queue.ts";

interface Entry {
  job: Job;
  leasedUntil: number;
  readonly key: string | null;
}

const rememberedMs = 86_400_000;

/** The slow, obvious twin of a queue of jobs: a list that is searched from its start every time. Lives as long as its process. */
export function memoryJobs(): JobQueue {
  const entries: Entry[] = [];
  const entryOf = (jobId: string): Entry | undefined => entries.find(({ job }) => job.jobId === jobId);
  const held = ({ jobId, leasedUntil }: LeasedJob): Entry | undefined =>
    entries.find(
      ({ job, leasedUntil: until }) => job.jobId === jobId && job.state === "running" && until === leasedUntil,
    );
  const leased = (entry: Entry, until: number): LeasedJob => {
    entry.leasedUntil = until;
    return { ...entry.job, leasedUntil: until };
  };
  return {
    async put(put, idempotencyKey) {
      const known = entries.find(
        ({ job, key }) =>
          key !== null &&
          key === idempotencyKey &&
          job.createdBy === put.createdBy &&
          job.createdAt > put.createdAt - rememberedMs,
      );
      if (known !== undefined && known.job.payload !== put.payload)
        throw PerfAgentError.of("PA_IDEMPOTENCY", `the key "${idempotencyKey}" came with another request`);
      if (known !== undefined) return { job: known.job, isNew: false };
      const job: Job = { ...put, state: "queued", startedAt: null, finishedAt: null, problem: null };
      entries.push({ job, leasedUntil: 0, key: idempotencyKey });
      return { job, isNew: true };
    },
    async lease({ now, leaseMs }) {
      const busy = new Set(entries.filter(({ job }) => job.state === "running").map(({ job }) => job.lane));
      const entry = entries.find(({ job }) => job.state === "queued" && (job.lane === null || !busy.has(job.lane)));
      if (entry === undefined) return null;
      entry.job = { ...entry.job, state: "running", startedAt: now };
      return leased(entry, now + leaseMs);
    },
    async heartbeat(job, leasedUntil) {
      const entry = held(job);
      if (entry !== undefined) entry.leasedUntil = leasedUntil;
      return entry !== undefined;
    },
    async settle(job, { at, problem, runId }) {
      const entry = held(job);
      if (entry === undefined) return;
      entry.job = { ...entry.job, state: problem === null ? "done" : "failed", finishedAt: at, problem, runId };
    },
    async expire({ now, leaseMs }) {
      const runs: LeasedJob[] = [];
      for (const entry of entries) {
        if (entry.job.state !== "running" || entry.leasedUntil > now) continue;
        if (entry.job.kind === "run") runs.push(leased(entry, now + leaseMs));
        else entry.job = { ...entry.job, state: "queued", startedAt: null };
      }
      return runs;
    },
    async cancel(jobId, { at, problem }) {
      const entry = entryOf(jobId);
      if (entry === undefined || entry.job.state !== "queued") return false;
      entry.job = { ...entry.job, state: "failed", finishedAt: at, problem };
      return true;
    },
    get: async (jobId) => entryOf(jobId)?.job ?? null,
    ofRun: async (runId) => entries.find(({ job }) => job.kind === "run" && job.runId === runId)?.job ?? null,
    list: async ({ states, limit }) =>
      entries
        .map(({ job }) => job)
        .filter(({ state }) => states.includes(state))
        .toReversed()
        .slice(0, limit),
    async ahead(jobId) {
      const at = entries.findIndex(({ job }) => job.jobId === jobId);
      const lane = entries[at]?.job.lane ?? null;
      if (lane === null || entries[at]?.job.state !== "queued") return 0;
      return entries.filter(
        ({ job }, place) =>
          job.lane === lane && place !== at && (job.state === "running" || (job.state === "queued" && place < at)),
      ).length;
    },
  };
}
