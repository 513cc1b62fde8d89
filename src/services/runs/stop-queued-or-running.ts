import type { ServiceRunState } from "../../contract/api/runs.ts";
import { PerfAgentError, remedyOf, type Mistake } from "../../contract/errors.ts";
import { isOver } from "../live/live-state.ts";
import type { Service } from "../service.ts";
import { stopRun } from "../stop-run.ts";
import { knownRun, type KnownRun } from "./known-run.ts";
import { noteRunEnd } from "./note-run-end.ts";

interface StopKnownRun {
  readonly runId: string;
  readonly reason: string;
  readonly mode: "graceful" | "now";
  /** Who wants it. */
  readonly actor: string;
}

/**
 * Ends a run, of this service or of the command line: one that waits is taken out of the queue, one under way is asked to end. Throws
 * PA_RUN_NOT_FOUND, and PA_RUN_OVER where there is nothing to end.
 */
export async function stopQueuedOrRunning(
  service: Service,
  request: StopKnownRun,
): Promise<{ readonly runId: string; readonly state: ServiceRunState }> {
  const { runId, reason, mode, actor } = request;
  const known = await knownRun(service, runId);
  if (isOver(known.state)) throw PerfAgentError.of("PA_RUN_OVER", `run ${runId} is over: ${known.state}`);
  if (await cancel(service, known, request)) return { runId, state: "stopped" };
  const stop = { mode, text: `${reason} (${actor})` };
  try {
    await stopRun(service, runId, stop, actor);
  } catch (error) {
    if (!(error instanceof PerfAgentError) || error.mistakes[0]?.code !== "PA_RUN_NOT_FOUND") throw error;
    // It is being prepared: there is no load yet that could be stopped.
    if (!service.live.requestStop(runId)) throw await gone(service, runId);
    await audit(service, known, actor, reason);
  }
  return { runId, state: "running" };
}

/** False when it does not wait any more. */
async function cancel(service: Service, known: KnownRun, { runId, reason, actor }: StopKnownRun): Promise<boolean> {
  const { job } = known;
  if (job === null || job.state !== "queued") return false;
  const { jobs } = await service.store();
  const mistake: Mistake = { code: "PA_RUN_CANCELLED", text: `${actor} took it out of the queue: ${reason}` };
  const problem = { code: mistake.code, text: mistake.text, remedy: remedyOf(mistake) };
  if (!(await jobs.cancel(job.jobId, { at: service.clock.now(), problem }))) return false;
  await noteRunEnd(service, job, runId, { state: "stopped", reason: mistake.text });
  await audit(service, known, actor, reason);
  // Others of its lane move up.
  service.live.wakeJobs();
  return true;
}

/** It came to its end in this very moment, or another process is preparing it. */
async function gone(service: Service, runId: string): Promise<PerfAgentError> {
  const { state } = await knownRun(service, runId);
  return isOver(state)
    ? PerfAgentError.of("PA_RUN_OVER", `run ${runId} is over: ${state}`)
    : PerfAgentError.of("PA_RUN_NOT_FOUND", `run ${runId} generates no load yet and is prepared by another process`, {
        remedy: "Try again in a few seconds.",
      });
}

async function audit(service: Service, { stored }: KnownRun, actor: string, reason: string): Promise<void> {
  const store = await service.store();
  await store.audit.record({
    at: service.clock.now(),
    actor,
    action: "stop",
    outcome: "done",
    runId: stored.runId,
    subject: `${stored.runId} on ${stored.environment}`,
    reasons: [reason],
  });
}
