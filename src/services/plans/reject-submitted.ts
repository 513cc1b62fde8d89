import type { PlanStanding } from "../../contract/api/plans.ts";
import { PerfAgentError } from "../../contract/errors.ts";
import type { Service } from "../service.ts";
import { knownPlan } from "./known-plan.ts";
import { planStateOf } from "./plan-state.ts";

/**
 * Somebody's no to a plan: it stands, whatever others say, until another plan is handed in. Throws PA_PLAN_NOT_FOUND, and
 * PA_APPROVAL_INVALID where the plan is not what was reviewed any more.
 */
export async function rejectSubmitted(
  service: Service,
  input: { readonly planId: string; readonly hash: string; readonly comment: string | null; readonly by: string },
): Promise<PlanStanding> {
  const { planId, comment, by } = input;
  const plan = await knownPlan(service, planId);
  if (!plan.hash.startsWith(input.hash)) {
    throw PerfAgentError.of(
      "PA_APPROVAL_INVALID",
      `the plan is ${plan.hash.slice(0, 16)} now, and not the ${input.hash.slice(0, 16)} that was reviewed`,
      { remedy: "Something was changed since: review the plan again." },
    );
  }
  const { shelf, audit } = await service.store();
  const at = service.clock.now();
  await shelf.review({ planId, hash: plan.hash, by, at, outcome: "rejected", comment });
  await audit.record({
    at,
    actor: by,
    action: "reject",
    outcome: "done",
    runId: null,
    subject: `${plan.name} on ${plan.environment}`,
    reasons: [`plan ${planId}`, `sha256 ${plan.hash}`, ...(comment === null ? [] : [comment])],
  });
  const { state, wanted, counting } = await planStateOf(service, plan);
  return { hash: plan.hash, state, wanted, counting };
}
