import type { PlanStanding } from "../../contract/api/plans.ts";
import { PerfAgentError } from "../../contract/errors.ts";
import { approvePlan } from "../approve-plan.ts";
import type { Service } from "../service.ts";
import { createTurns } from "./in-turn.ts";
import { knownPlan } from "./known-plan.ts";
import { planStateUnder } from "./plan-state.ts";
import { withPrepared } from "./prepare-shelved.ts";

/** Approvals of a plan stand in one file. */
const inTurn = createTurns();

/**
 * Signs a plan with the key of whoever approves it. `hash`: first digits of what they reviewed. Throws PA_PLAN_NOT_FOUND,
 * PA_PLAN_REJECTED, PA_APPROVAL_AUTHOR where they handed it in themselves, PA_APPROVAL_INVALID where it is not what they reviewed any
 * more, and the guard's refusals.
 */
export async function approveSubmitted(
  service: Service,
  input: { readonly planId: string; readonly hash: string; readonly comment: string | null; readonly by: string },
): Promise<PlanStanding> {
  const { planId, hash, comment, by } = input;
  const shelved = await knownPlan(service, planId);
  return inTurn(planId, () =>
    withPrepared(service, shelved, async ({ prepared, request, plan }) => {
      const { policy } = prepared.loaded;
      const before = await planStateUnder(service, policy, plan);
      const [rejection] = before.rejections;
      if (rejection !== undefined) {
        throw PerfAgentError.of("PA_PLAN_REJECTED", `${rejection.by} rejected the plan${commentOf(rejection.comment)}`);
      }
      if (by === plan.author && !before.review.selfApproved) {
        throw PerfAgentError.of(
          "PA_APPROVAL_AUTHOR",
          `${by} handed the plan in, so that somebody else has to approve it`,
        );
      }
      await approvePlan(service, prepared, request.planFile, { comment, reviewed: hash, by, author: plan.author });
      const { shelf } = await service.store();
      const at = service.clock.now();
      await shelf.review({ planId, hash: plan.hash, by, at, outcome: "approved", comment });
      const { state, wanted, counting } = await planStateUnder(service, policy, plan);
      return { hash: plan.hash, state, wanted, counting };
    }),
  );
}

function commentOf(comment: string | null): string {
  return comment === null ? "" : `: ${comment}`;
}
