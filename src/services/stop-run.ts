import { PerfAgentError } from "../contract/errors.ts";
import type { RequestedStop } from "../ports/active-runs.ts";
import type { Agent } from "./agent.ts";
import { userName } from "./user-name.ts";

/**
 * Asks the process that drives a run to end it; `latest` names the newest run under way. `actor`: who wants that, for the audit log. Throws
 * PA_RUN_NOT_FOUND when no such run is.
 */
export async function stopRun(
  agent: Agent,
  name: string,
  stop: RequestedStop,
  actor: string = userName(agent),
): Promise<{ runId: string }> {
  const runs = await agent.activeRuns();
  const active = (await runs.list()).toSorted((one, other) => other.claimedAt - one.claimedAt);
  const run = name === "latest" ? active[0] : active.find(({ runId }) => runId === name);
  if (run === undefined || !(await runs.requestStop(run.runId, stop))) {
    const known = active.map(({ runId }) => runId);
    throw PerfAgentError.of(
      "PA_RUN_NOT_FOUND",
      `${name === "latest" ? "no run is" : `run "${name}" is not`} under way on this machine${known.length === 0 ? "" : `. Under way: ${known.join(", ")}`}`,
    );
  }
  const store = await agent.store();
  await store.audit.record({
    at: agent.clock.now(),
    actor,
    action: "stop",
    outcome: "done",
    runId: run.runId,
    subject: `${run.runId} on ${run.environment}`,
    reasons: [stop.text],
  });
  return { runId: run.runId };
}
