import { PerfAgentError } from "../../contract/errors.ts";
import type { JobHand } from "../background/job-hand.ts";
import { recoverRuns } from "../background/recover-runs.ts";
import { isOver, runStateOf } from "../live/live-state.ts";
import type { Service } from "../service.ts";
import { noteRunEnd } from "./note-run-end.ts";

const lookAgainMs = 500;

/**
 * Brings a run to its end whose process lost its lease: killed, or standing still for longer than a lease lasts. No load is taken over. What
 * was collected is judged, and the run ends as interrupted. Throws PA_RUN_LOST where there was no load yet.
 */
export const endLostRun: JobHand = async (service, job, { stopping, lost }) => {
  const runId = job.runId;
  if (runId === null) throw new TypeError("a run was queued without its id");
  while (!(await isGone(service, runId))) {
    if (stopping.aborted || lost.aborted) return null;
    await service.clock.sleep(lookAgainMs, stopping);
  }
  const { runs } = await service.store();
  const stored = await runs.get(runId);
  service.live.touch(runId);
  if (stored !== null && isOver(runStateOf(stored.state))) return { runId };
  const text = `the process that was to make run ${runId} ended before it generated load`;
  await noteRunEnd(service, job, runId, { state: "failed", reason: text });
  throw PerfAgentError.of("PA_RUN_LOST", text);
};

/** Recovers runs of processes that are gone. One whose process lives is asked to end, and is not gone. */
async function isGone(service: Service, runId: string): Promise<boolean> {
  await recoverRuns(service);
  const active = await service.activeRuns();
  if (!(await active.list()).some((run) => run.runId === runId)) return true;
  await active.requestStop(runId, { mode: "now", text: "the service lost hold of the run" });
  return false;
}
