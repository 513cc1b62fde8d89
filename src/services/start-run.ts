import { PerfAgentError } from "../contract/errors.ts";
import type { Agent } from "./agent.ts";
import { assertReviewed } from "./approve-plan.ts";
import { auditRun } from "./audit-run.ts";
import { recoverRuns } from "./background/recover-runs.ts";
import { activeRunOf, claimEnvironment } from "./claim-environment.ts";
import { executeRun } from "./execute-run.ts";
import { assertReachable, shakeHands } from "./greet-target.ts";
import { readSecrets } from "./load-plan.ts";
import { admitAgain, prepareRun, type PreparedRun } from "./prepare-run.ts";
import type { FinishedRun, RunListener, StartRunRequest } from "./run-request.ts";

/** UTC stamp, plan name, short random suffix. */
export function newRunId(agent: Agent, planName: string): string {
  const stamp = new Date(agent.clock.now()).toISOString().slice(0, 19).replaceAll(/[-:]/gu, "").replace("T", "-");
  const name = planName
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, "-")
    .replaceAll(/^-|-$/gu, "")
    .slice(0, 40);
  return `${stamp}-${name === "" ? "run" : name}-${agent.system.randomHex(4)}`;
}

/** The main loop: plan, guard, generate, review, execute, collect, analyse, report. `interrupted` as of `startPrepared`. */
export async function startRun(
  agent: Agent,
  request: StartRunRequest,
  listener: RunListener,
  interrupted?: () => boolean,
): Promise<FinishedRun> {
  for (const run of await recoverRuns(agent)) listener.recovered(run);
  const prepared = await prepareAudited(agent, request, listener);
  try {
    return await startPrepared(agent, request, prepared, listener, interrupted);
  } finally {
    await prepared.dispose();
  }
}

/** Prepares a run; a refusal stands in the audit log. */
export async function prepareAudited(
  agent: Agent,
  request: StartRunRequest,
  listener: Pick<RunListener, "engine">,
): Promise<PreparedRun> {
  const preparing = prepareRun(agent, request, (text) => listener.engine(text));
  return auditRefusal(agent, request, preparing);
}

/** The same of a run that was prepared a while ago. */
export async function readmit(agent: Agent, request: StartRunRequest, prepared: PreparedRun): Promise<PreparedRun> {
  return auditRefusal(agent, request, admitAgain(agent, prepared));
}

/**
 * Runs what was prepared: review, secrets, target and environment are asked for anew each time. The caller disposes of `prepared`.
 * `interrupted`: somebody who caught a signal before the engine was there to hear it wants the run to end.
 */
export async function startPrepared(
  agent: Agent,
  request: StartRunRequest,
  prepared: PreparedRun,
  listener: RunListener,
  interrupted: () => boolean = () => false,
): Promise<FinishedRun> {
  const { plan, preview } = prepared.loaded;
  const reviewed = assertReviewed(agent, prepared, request.planFile, request.author ?? null);
  const review = await auditRefusal(agent, request, reviewed);
  const secrets = await readSecrets(agent, plan, request.planFile);
  await assertReachable(agent, prepared);
  const decision = await auditRefusal(agent, request, shakeHands(agent, prepared));
  const guarded: PreparedRun = { ...prepared, decision };

  const { runId = newRunId(agent, plan.name), actor } = request;
  listener.header({ runId, loaded: prepared.loaded, found: prepared.found });
  listener.guard(decision, preview);
  listener.review(review);
  await auditRun(agent, { action: "run", outcome: "allowed", actor, runId, prepared: guarded });

  const folder = await agent.folders.create(runId);
  const claim = { ...activeRunOf(agent, guarded, runId), directory: folder.directory };
  const waits = (text: string): void => listener.notice(text);
  await claimEnvironment(agent, claim, guarded, waits, interrupted).catch(async (error: unknown) => {
    await folder.discard();
    throw error;
  });
  const runs = await agent.activeRuns();
  try {
    return await executeRun(agent, request, listener, {
      prepared: guarded,
      review,
      secrets,
      runId,
      folder,
      interrupted,
    });
  } finally {
    await runs.release(runId);
  }
}

/** What refuses a run stands in the audit log too. */
async function auditRefusal<T>(
  agent: Agent,
  { planFile, actor }: Pick<StartRunRequest, "planFile" | "actor">,
  work: Promise<T>,
): Promise<T> {
  return work.catch(async (error: unknown) => {
    // A store that cannot be written must not hide why the run is refused.
    if (error instanceof PerfAgentError && error.exitCode === 2)
      await auditRun(agent, { action: "run", outcome: "refused", actor, planFile, error }).catch(() => undefined);
    throw error;
  });
}
