import type { PlanStanding } from "../../contract/api/plans.ts";
import type { Policy } from "../../contract/policy.ts";
import type { PlanReviewEntry, ShelvedPlan } from "../../ports/plan-shelf.ts";
import { reviewStateOfHash, type ReviewState } from "../approve-plan.ts";
import type { Service } from "../service.ts";
import { planFileOf, policyOfService } from "./plan-places.ts";

/** Where a plan stands, with what that rests on. */
export interface PlanState extends Omit<PlanStanding, "hash"> {
  readonly review: ReviewState;
  /** Of this plan, or of another of the same hash; newest first. */
  readonly rejections: readonly PlanReviewEntry[];
}

/** Where a plan stands under the policy in force now. Reads files and the store; no engine is needed. */
export async function planStateOf(service: Service, plan: ShelvedPlan): Promise<PlanState> {
  return planStateUnder(service, await policyOfService(service), plan);
}

/** The same under a policy that was read already. */
export async function planStateUnder(service: Service, policy: Policy, plan: ShelvedPlan): Promise<PlanState> {
  const { hash, environment, author } = plan;
  const planFile = planFileOf(service, plan.planId);
  const review = await reviewStateOfHash(service, policy, { sha256: hash, environment, planFile, author });
  const rejections = await rejectionsOf(service, plan);
  const counting = review.counting.length;
  const isApproved = plan.guard === "allow" && (review.selfApproved || counting >= review.wanted);
  return {
    state: rejections.length > 0 ? "rejected" : isApproved ? "approved" : "draft",
    wanted: review.selfApproved ? 0 : review.wanted,
    counting,
    review,
    rejections,
  };
}

/** A rejection stands until another plan is handed in: the same one under another id does not lift it. */
async function rejectionsOf(service: Service, plan: ShelvedPlan): Promise<readonly PlanReviewEntry[]> {
  const { shelf } = await service.store();
  const alike = await shelf.ofHash(plan.hash);
  const ids = new Set([plan.planId, ...alike.map(({ planId }) => planId)]);
  const reviews = await Promise.all([...ids].map((planId) => shelf.reviews(planId)));
  return reviews
    .flat()
    .filter((entry) => entry.outcome === "rejected" && (entry.planId === plan.planId || entry.hash === plan.hash))
    .toSorted((one, other) => other.at - one.at);
}
