import { tmpdir } from "node:os";
import { join } from "node:path";
import { localDocuments } from "../../src/adapters/files/local-documents.ts";
import { nodeSystem } from "../../src/adapters/node/node-system.ts";
import { PerfAgentError } from "../../src/contract/errors.ts";
import type { RunDocument } from "../../src/contract/run.ts";
import type { ActiveRun } from "../../src/ports/active-runs.ts";
import type { AuditEntry } from "../../src/ports/audit-log.ts";
import type { JobQueue } from "../../src/ports/job-queue.ts";
import type { PlanReviewEntry, ShelvedPlan } from "../../src/ports/plan-shelf.ts";
import type { StoredRun } from "../../src/ports/run-store.ts";
import { createLiveRuns } from "../../src/services/live/live-runs.ts";
import type { Service } from "../../src/services/service.ts";
import { memoryJobs } from "./memory-jobs.ts";
import { virtualClock, type VirtualClock } from "./virtual-clock.ts";

/** As much of a service as queue and list of runs need, in memory: no engine, no folder, no network. */
export interface RunsWorld {
  readonly clock: VirtualClock;
  readonly jobs: JobQueue;
  readonly rows: Map<string, StoredRun>;
  /** Loads of this machine. */
  readonly active: ActiveRun[];
  /** "RUN MODE" of each stop that was asked of one. */
  readonly stops: string[];
  readonly audited: AuditEntry[];
  readonly plans: Map<string, ShelvedPlan>;
  readonly reviews: PlanReviewEntry[];
  /** By folder. */
  readonly documents: Map<string, RunDocument>;
  readonly service: Service;
}

export function runsWorld(): RunsWorld {
  const clock = virtualClock();
  const jobs = memoryJobs();
  const rows = new Map<string, StoredRun>();
  const active: ActiveRun[] = [];
  const stops: string[] = [];
  const audited: AuditEntry[] = [];
  const plans = new Map<string, ShelvedPlan>();
  const reviews: PlanReviewEntry[] = [];
  const documents = new Map<string, RunDocument>();
  const nowhere = join(tmpdir(), "perf-agent-no-such-folder");
  const store = {
    jobs,
    audit: {
      record: async (entry: AuditEntry) => void audited.push(entry),
      list: async () => audited.toReversed(),
    },
    shelf: {
      get: async (planId: string) => plans.get(planId) ?? null,
      ofHash: async (hash: string) => [...plans.values()].filter((plan) => plan.hash === hash),
      reviews: async (planId: string) => reviews.filter((review) => review.planId === planId),
    },
    runs: {
      get: async (runId: string) => rows.get(runId) ?? null,
      save: async (run: StoredRun) => void rows.set(run.runId, run),
      retag: async (runId: string, tags: StoredRun["tags"]) => {
        const row = rows.get(runId);
        if (row !== undefined) rows.set(runId, { ...row, tags });
        return row !== undefined;
      },
    },
  };
  const service = {
    clock,
    system: { ...nodeSystem(), env: {} },
    documents: localDocuments(nowhere),
    dataDirectory: nowhere,
    machinePolicyFile: join(nowhere, "policy.yaml"),
    trustFile: join(nowhere, "trusted.json"),
    settings: { limits: { viewers: 2 } },
    live: createLiveRuns({ clock, onLag: () => undefined }),
    folders: {
      root: "/data/runs",
      open: async (directory: string) => {
        const document = documents.get(directory);
        if (document === undefined) throw PerfAgentError.of("PA_RUN_NOT_FOUND", `no run folder ${directory}`);
        return { directory, read: async () => JSON.stringify(document) };
      },
    },
    processes: { isAlive: async () => true },
    activeRuns: async () => ({
      list: async () => [...active],
      requestStop: async (runId: string, { mode }: { mode: string }) => {
        const isActive = active.some((run) => run.runId === runId);
        if (isActive) stops.push(`${runId} ${mode}`);
        return isActive;
      },
    }),
    store: async () => store,
  } as unknown as Service;
  return { clock, jobs, rows, active, stops, audited, plans, reviews, documents, service };
}

export function shelvedPlan(changes: Partial<ShelvedPlan> = {}): ShelvedPlan {
  return {
    planId: "plan-1",
    hash: "ab".repeat(32),
    name: "checkout-peak",
    service: "shop",
    environment: "local",
    author: "ana",
    createdAt: 0,
    guard: "allow",
    overrides: [],
    ...changes,
  };
}

export function storedRunOf(runId: string, changes: Partial<StoredRun> = {}): StoredRun {
  return {
    runId,
    startedAt: 1_000,
    finishedAt: 61_000,
    service: "shop",
    environment: "local",
    planName: "checkout-peak",
    state: "finished",
    verdict: "pass",
    fingerprint: "f",
    directory: `/data/runs/${runId}`,
    tags: {},
    reason: null,
    ...changes,
  };
}
