import type { RunHead, ServiceRunState } from "../../contract/api/runs.ts";
import { verdictNames, type VerdictName } from "../../contract/verdict-name.ts";
import type { StoredRun } from "../../ports/run-store.ts";
import { isOver } from "../live/live-state.ts";

/** A run as one line. */
export function runHeadOf(stored: StoredRun, state: ServiceRunState): RunHead {
  return {
    runId: stored.runId,
    state,
    verdict: verdictOf(stored),
    service: stored.service,
    environment: stored.environment,
    plan: stored.planName,
    planId: stored.tags["planId"] ?? null,
    tags: { ...stored.tags },
    author: stored.tags["author"] ?? null,
    startedAt: stored.startedAt,
    finishedAt: isOver(state) ? stored.finishedAt : null,
    reason: stored.reason,
  };
}

/** null: the run was not judged. */
export function verdictOf({ verdict }: Pick<StoredRun, "verdict">): VerdictName | null {
  return verdictNames.find((name) => name === verdict) ?? null;
}
