import type { PlanReviewResource } from "../../contract/api/plans.ts";
import { PerfAgentError } from "../../contract/errors.ts";
import type { Policy } from "../../contract/policy.ts";
import type { ShelvedPlan } from "../../ports/plan-shelf.ts";
import { approvalPath, newestEarlier, readEarlier, type EarlierApproval } from "../approval-files.ts";
import { reviewDocumentOf } from "../review-document.ts";
import { reviewPlan } from "../review-plan.ts";
import type { Service } from "../service.ts";
import { knownPlan } from "./known-plan.ts";
import { planFileOf } from "./plan-places.ts";
import { withPrepared, type PreparedShelved } from "./prepare-shelved.ts";

/** How many plans of the same name are looked through for an approval to compare with. */
const mostEarlier = 100;

/**
 * What somebody needs to see before they approve a plan: its load and script against those of the newest plan of its name and environment
 * that was approved, or of the one whose hash begins with `against`. Throws PA_PLAN_NOT_FOUND and the guard's refusals.
 */
export async function reviewSubmitted(
  service: Service,
  input: { readonly planId: string; readonly against: string | null },
): Promise<PlanReviewResource> {
  return withPrepared(service, await knownPlan(service, input.planId), async (found) => {
    const { prepared, request, plan } = found;
    const path = await pathToCompareWith(service, found, input.against);
    return reviewDocumentOf(await reviewPlan(service, prepared, request.planFile, path, plan.author));
  });
}

/** The approval file to compare with; null: this is the first review. What comes from outside is never taken as a path. */
async function pathToCompareWith(
  service: Service,
  { prepared, request, plan }: PreparedShelved,
  against: string | null,
): Promise<string | null> {
  const { policy } = prepared.loaded;
  const { shelf } = await service.store();
  const { name, environment, hash } = plan;
  const alike = await shelf.ofName({ name, environment, limit: mostEarlier });
  if (against !== null) return namedPath(service, policy, alike, against);
  let newest = await newestEarlier(service, policy, request.planFile, prepared.approvable);
  for (const other of alike.filter((one) => one.planId !== plan.planId && one.hash !== hash)) {
    const earlier = await earlierOf(service, policy, other);
    const [at, latest] = [earlier?.newest?.at ?? null, newest?.newest?.at ?? null];
    // One form of time: text order is its order.
    if (at !== null && (latest === null || at > latest)) newest = earlier;
  }
  return newest?.path ?? null;
}

async function namedPath(
  service: Service,
  policy: Policy,
  alike: readonly ShelvedPlan[],
  against: string,
): Promise<string> {
  for (const other of alike.filter(({ hash }) => hash.startsWith(against))) {
    const earlier = await earlierOf(service, policy, other);
    if (earlier !== null) return earlier.path;
  }
  throw PerfAgentError.of("PA_PLAN_NOT_FOUND", `no approved plan of this name and environment has a hash ${against}…`);
}

/** null: there is no approval of the plan that can be read. */
async function earlierOf(service: Service, policy: Policy, plan: ShelvedPlan): Promise<EarlierApproval | null> {
  const path = approvalPath(service, policy, planFileOf(service, plan.planId), plan.hash);
  return readEarlier(service, policy, path).catch((error: unknown) => {
    if (error instanceof PerfAgentError) return null;
    throw error;
  });
}
