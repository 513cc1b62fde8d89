import { reservedTags, type ExecuteRequest } from "../../contract/api/runs.ts";
import { PerfAgentError } from "../../contract/errors.ts";
import { formatCount } from "../../contract/format-quantity.ts";
import type { ShelvedPlan } from "../../ports/plan-shelf.ts";
import { planStateOf } from "../plans/plan-state.ts";
import type { Service } from "../service.ts";
import { newRunId } from "../start-run.ts";
import { queuedRow } from "./known-run.ts";
import { writeRunPayload } from "./run-payload.ts";

export interface EnqueueRun extends ExecuteRequest {
  /** Who asks. */
  readonly author: string;
  /** The same key with the same request gives the run that is there; null: every request is a new one. */
  readonly idempotencyKey: string | null;
}

/**
 * Puts a run of an approved plan into the queue of its environment; whether guard and review let it begin is asked again when its turn has
 * come. Throws PA_PLAN_NOT_FOUND, PA_GUARD_REFUSED, PA_PLAN_REJECTED, PA_APPROVAL_MISSING, PA_IDEMPOTENCY, PA_USAGE.
 */
export async function enqueueRun(
  service: Service,
  { planId, tags = {}, author, idempotencyKey }: EnqueueRun,
): Promise<{ readonly runId: string; readonly ahead: number }> {
  const { shelf, jobs, runs, audit } = await service.store();
  const plan = await shelf.get(planId);
  if (plan === null) throw PerfAgentError.of("PA_PLAN_NOT_FOUND", `no plan "${planId}" is known here`);
  assertNotReserved(Object.keys(tags));
  await assertReady(service, plan);
  const wanted = newRunId(service, plan.name);
  const payload = writeRunPayload({
    planId,
    plan: plan.name,
    service: plan.service,
    environment: plan.environment,
    author,
    tags: { ...tags, author, planId },
  });
  const { job, isNew } = await jobs.put(
    {
      jobId: `job-${service.system.randomHex(16)}`,
      kind: "run",
      lane: plan.environment,
      payload,
      createdBy: author,
      createdAt: service.clock.now(),
      runId: wanted,
    },
    idempotencyKey,
  );
  const runId = job.runId ?? wanted;
  if (isNew) {
    // A loop in another process may have begun with it already, and then knows better.
    if ((await runs.get(runId)) === null) await runs.save(queuedRow(service, job, runId), null, null);
    await audit.record({
      at: service.clock.now(),
      actor: author,
      action: "queue-run",
      outcome: "done",
      runId,
      subject: `${plan.name} on ${plan.environment}`,
      reasons: [`plan ${planId}`],
    });
    service.live.wakeJobs();
  }
  return { runId, ahead: await jobs.ahead(job.jobId) };
}

/** Throws PA_USAGE for tags that the service itself gives. */
export function assertNotReserved(names: readonly string[]): void {
  const taken = names.filter((name) => reservedTags.some((reserved) => reserved === name));
  if (taken.length === 0) return;
  throw PerfAgentError.of("PA_USAGE", `the service itself gives the tag ${taken.join(", ")}`, {
    remedy: "Leave it out, or use another name.",
  });
}

/** Throws why nobody may run the plan now. */
async function assertReady(service: Service, plan: ShelvedPlan): Promise<void> {
  const subject = `plan ${plan.planId} ("${plan.name}" on ${plan.environment})`;
  if (plan.guard === "refuse") throw PerfAgentError.of("PA_GUARD_REFUSED", `the guard refuses ${subject}`);
  const { state, wanted, counting } = await planStateOf(service, plan);
  if (state === "rejected") throw PerfAgentError.of("PA_PLAN_REJECTED", `${subject} was rejected`);
  if (state === "approved") return;
  throw PerfAgentError.of(
    "PA_APPROVAL_MISSING",
    `${subject} wants ${formatCount(wanted, "approval")}, there ${counting === 1 ? "is" : "are"} ${counting}`,
    { remedy: "Have it approved on its page." },
  );
}
