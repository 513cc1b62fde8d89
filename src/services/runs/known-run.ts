import type { ServiceRunState } from "../../contract/api/runs.ts";
import { PerfAgentError } from "../../contract/errors.ts";
import type { Job } from "../../ports/job-queue.ts";
import type { StoredRun } from "../../ports/run-store.ts";
import { isOver, runStateOf } from "../live/live-state.ts";
import type { Service } from "../service.ts";
import { readRunPayload } from "./run-payload.ts";

export interface KnownRun {
  readonly stored: StoredRun;
  /** null: the service was not asked for it (command line, import). */
  readonly job: Job | null;
  readonly state: ServiceRunState;
}

/** A run by its id. Throws PA_RUN_NOT_FOUND. */
export async function knownRun(service: Service, runId: string): Promise<KnownRun> {
  const { runs, jobs } = await service.store();
  const job = await jobs.ofRun(runId);
  const stored = (await runs.get(runId)) ?? (job === null ? null : queuedRow(service, job, runId));
  if (stored === null) throw PerfAgentError.of("PA_RUN_NOT_FOUND", `no run "${runId}" is known here`);
  return { stored, job, state: stateOf(runStateOf(stored.state), job) };
}

/** The job tells of a run that has not begun, its row of one that has. */
function stateOf(stored: ServiceRunState, job: Job | null): ServiceRunState {
  if (isOver(stored) || job === null) return stored;
  if (job.state === "queued") return "queued";
  // A job that is settled while its run is not over: the process died between both.
  return job.state === "running" ? "running" : "failed";
}

/** The row of a run that waits in the queue. */
export function queuedRow(service: Service, job: Pick<Job, "payload" | "createdAt">, runId: string): StoredRun {
  const { plan, service: name, environment, tags } = readRunPayload(job);
  return {
    runId,
    startedAt: job.createdAt,
    finishedAt: null,
    service: name,
    environment,
    planName: plan,
    state: "queued",
    verdict: null,
    fingerprint: "",
    directory: `${service.folders.root}/${runId}`,
    tags,
    reason: null,
  };
}
