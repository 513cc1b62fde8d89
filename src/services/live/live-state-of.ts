import type { ServiceRunState } from "../../contract/api/runs.ts";
import { formatCount } from "../../contract/format-quantity.ts";
import { knownRun } from "../runs/known-run.ts";
import { verdictOf } from "../runs/run-head.ts";
import type { Service } from "../service.ts";
import type { LiveState } from "./live-state.ts";

/** How a run stands now. Throws PA_RUN_NOT_FOUND. */
export async function liveStateOf(service: Service, runId: string): Promise<LiveState> {
  const { stored, job, state } = await knownRun(service, runId);
  const { jobs } = await service.store();
  const ahead = state === "queued" && job !== null ? await jobs.ahead(job.jobId) : null;
  const said = state === "running" ? service.live.saying(runId) : null;
  return {
    runId,
    state,
    text: said?.text ?? sentenceOf(state, ahead, stored.reason),
    at: said?.at ?? stored.finishedAt ?? job?.startedAt ?? stored.startedAt,
    ahead,
    verdict: verdictOf(stored),
    plan: stored.planName,
    service: stored.service,
    environment: stored.environment,
  };
}

function sentenceOf(state: ServiceRunState, ahead: number | null, reason: string | null): string {
  switch (state) {
    case "queued":
      return ahead === null || ahead === 0
        ? "it begins next"
        : `${formatCount(ahead, "run")} on the same environment ${ahead === 1 ? "is" : "are"} before it`;
    case "running":
      return "it is running";
    case "finished":
      return reason ?? "it came to its end";
    case "interrupted":
      return reason ?? "it was interrupted";
    case "stopped":
      return reason ?? "it was stopped";
    case "refused":
      return reason ?? "it was refused";
    case "failed":
      return reason ?? "it failed before it generated load";
    default:
      return state satisfies never;
  }
}
