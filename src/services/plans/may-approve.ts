import { isPermitted } from "../../contract/api/roles.ts";
import type { ShelvedPlan } from "../../ports/plan-shelf.ts";
import type { Principal } from "../../ports/token-verifier.ts";
import type { PlanState } from "./plan-state.ts";

/** Whether somebody may approve a plan, and why not. Approving asks the same again; this is for people to see before. */
export function mayApprove(
  who: Principal,
  plan: ShelvedPlan,
  state: PlanState,
): { readonly allowed: boolean; readonly why: string | null } {
  const why = reasonAgainst(who, plan, state);
  return { allowed: why === null, why };
}

function reasonAgainst(
  { name, roles }: Principal,
  { author, guard, environment }: ShelvedPlan,
  { review, rejections }: PlanState,
): string | null {
  const [rejection] = rejections;
  if (rejection !== undefined) return `${rejection.by} rejected it; another plan has to be handed in.`;
  if (guard === "refuse") return "The guard refuses it.";
  if (review.selfApproved) return `Nobody has to approve runs on ${environment}.`;
  if (!isPermitted(roles, "approve-plan")) return "It takes the role approver or admin.";
  if (name === author) return "You handed it in; somebody else has to approve it.";
  return null;
}
