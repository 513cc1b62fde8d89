import { PerfAgentError } from "../../contract/errors.ts";
import type { LeasedJob } from "../../ports/job-queue.ts";
import { keepShown } from "../analyses/shown-analysis.ts";
import type { JobHand } from "../background/job-hand.ts";
import type { RunHere } from "../live/live-runs.ts";
import { wakingFolders } from "../live/waking-folders.ts";
import { planStateOf } from "../plans/plan-state.ts";
import { requestOfPlan } from "../plans/request-of-plan.ts";
import type { RunListener, StartRunRequest } from "../run-request.ts";
import type { Service } from "../service.ts";
import { startRun } from "../start-run.ts";
import { noteRunEnd, problemOf, stateAfter } from "./note-run-end.ts";
import { readRunPayload } from "./run-payload.ts";

/** Makes the run that a job promised. What refuses it or makes it fail stands in its line before it is thrown. */
export const runJob: JobHand = async (service, job, { stopping, lost }) => {
  const runId = job.runId;
  if (runId === null) throw new TypeError("a run was queued without its id");
  const here = service.live.begin(runId);
  const end = (mode: "graceful" | "now", text: string): void => {
    void service
      .activeRuns()
      .then((runs) => runs.requestStop(runId, { mode, text }))
      .catch(() => undefined);
  };
  const onStopping = (): void => end("graceful", "the service is being stopped");
  // Somebody else writes how it ended: nothing of it may go on.
  const onLost = (): void => end("now", "the service lost hold of the run");
  stopping.addEventListener("abort", onStopping, { once: true });
  lost.addEventListener("abort", onLost, { once: true });
  try {
    const request = await requestFor(service, job, runId);
    const folders = wakingFolders(service.folders, () => service.live.touch(runId));
    const { analysis, narrative, directory } = await startRun(
      { ...service, folders },
      request,
      listenerOf(here),
      () => stopping.aborted || lost.aborted || here.stopAsked(),
    );
    // Its page is opened next: it need not wait until the run is judged once more.
    await keepShown(service, await service.folders.open(directory), "", { analysis, narrative });
    return { runId };
  } catch (error) {
    await noteRunEnd(service, job, runId, { state: stateAfter(error), reason: problemOf(error).text });
    throw error;
  } finally {
    stopping.removeEventListener("abort", onStopping);
    lost.removeEventListener("abort", onLost);
    here.end();
  }
};

/** Throws PA_PLAN_NOT_FOUND and PA_PLAN_REJECTED; whether approvals still count is asked by the run itself. */
async function requestFor(service: Service, job: LeasedJob, runId: string): Promise<StartRunRequest> {
  const { planId, author, tags } = readRunPayload(job);
  const { shelf } = await service.store();
  const plan = await shelf.get(planId);
  if (plan === null) throw PerfAgentError.of("PA_PLAN_NOT_FOUND", `plan "${planId}" is not here any more`);
  const { state } = await planStateOf(service, plan);
  if (state === "rejected")
    throw PerfAgentError.of("PA_PLAN_REJECTED", `plan ${planId} was rejected while the run waited`);
  return {
    ...(await requestOfPlan(service, plan)),
    tags,
    keepSamples: false,
    inconclusiveAs: undefined,
    baselinesFile: null,
    purpose: "run",
    basis: null,
    baselineTags: {},
    runId,
    actor: author,
  };
}

const nothing = (): void => undefined;

/** What happens stands in the run folder; what comes before there is one is said. */
function listenerOf(here: RunHere): RunListener {
  return {
    engine: (sentence) => here.say(sentence),
    notice: (sentence) => here.say(sentence),
    recovered: nothing,
    header: () => here.say("guard and review let it begin"),
    guard: nothing,
    review: nothing,
    event: nothing,
    progress: () => here.say("it is running"),
  };
}
