import { PerfAgentError } from "../contract/errors.ts";
import { judgeBeside } from "../pipeline/guard/judge-beside.ts";
import { boundedRate } from "../pipeline/guard/request-rate.ts";
import type { ActiveRun } from "../ports/active-runs.ts";
import type { Agent } from "./agent.ts";
import { recoverRuns } from "./background/recover-runs.ts";
import type { PreparedRun } from "./prepare-run.ts";

const lookAgainMs = 1_000;

/** The run as all runs of this machine see it. */
export function activeRunOf(
  agent: Agent,
  { loaded, decision }: PreparedRun,
  runId: string,
): Omit<ActiveRun, "directory"> {
  const { plan, preview } = loaded;
  return {
    runId,
    environment: plan.target.environment,
    sockets: decision.enforcement.allowedSockets,
    vus: preview.peakVus,
    ratePerSecond: boundedRate(preview, decision.enforcement.maxRatePerSecond),
    owner: agent.processes.self,
    engine: null,
    claimedAt: agent.clock.now(),
  };
}

/**
 * Enters the run among those of this machine: alone on its environment, and within the limits together with all others. Waits for the
 * others as long as the policy says. Throws PA_ENVIRONMENT_BUSY, and PA_INTERRUPTED when nobody wants the run any more.
 */
export async function claimEnvironment(
  agent: Agent,
  run: ActiveRun,
  { loaded }: PreparedRun,
  onWaiting: (sentence: string) => void,
  interrupted: () => boolean,
): Promise<void> {
  const { policy } = loaded;
  const runs = await agent.activeRuns();
  const until = agent.clock.monotonic() + policy.busy.waitMs;
  let told = "";
  for (;;) {
    let wait = false;
    const why = await runs.claim(run, (others) => {
      const answer = judgeBeside(run, others, policy);
      wait = answer?.wait ?? false;
      return answer?.text ?? null;
    });
    if (why === null) return;
    // What stands in the way may belong to a process that is gone.
    if ((await recoverRuns(agent)).length > 0) continue;
    if (!wait || agent.clock.monotonic() >= until) throw PerfAgentError.of("PA_ENVIRONMENT_BUSY", why);
    if (told !== why) onWaiting(`${why}; waiting for it to end`);
    told = why;
    await agent.clock.sleep(lookAgainMs);
    if (interrupted())
      throw PerfAgentError.of("PA_INTERRUPTED", `run ${run.runId} was stopped while it waited for its environment`);
  }
}
