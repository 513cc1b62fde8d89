import type { PlanResource } from "../../contract/api/plans.ts";
import type { Principal } from "../../ports/token-verifier.ts";
import { generate } from "../generate-plan.ts";
import type { PlanRequest } from "../load-plan.ts";
import type { Service } from "../service.ts";
import { describePlan } from "./describe-plan.ts";
import { secretProblems } from "./draft-plan.ts";
import { headOf } from "./head-of-plan.ts";
import { hideFolders } from "./hide-folder.ts";
import { knownPlan } from "./known-plan.ts";
import { mayApprove } from "./may-approve.ts";
import { sloFolder } from "./plan-bundle.ts";
import { planStateUnder } from "./plan-state.ts";
import { requestOfPlan } from "./request-of-plan.ts";

/**
 * A plan as it was handed in and as it is understood under the policy of now. Throws PA_PLAN_NOT_FOUND, and what keeps the plan from being
 * understood any more, such as an environment that is gone.
 */
export async function showPlan(
  service: Service,
  input: { readonly planId: string; readonly who: Principal },
): Promise<PlanResource> {
  const plan = await knownPlan(service, input.planId);
  const request = await requestOfPlan(service, plan);
  const hider = hideFolders([service.documents.beside(request.planFile, "."), service.dataDirectory]);
  return hider.during(async () => {
    const { loaded, decision, bundle } = await generate(service, request);
    const state = await planStateUnder(service, loaded.policy, plan);
    const secrets = await secretProblems(service, loaded, request.planFile);
    const { shelf } = await service.store();
    const reviews = await shelf.reviews(plan.planId);
    return {
      ...(await headOf(service, plan, state)),
      planText: loaded.planText,
      sloTexts: await sloTextsOf(service, request),
      files: [...loaded.plan.data, ...loaded.plan.files].map(({ path, sha256 }) => ({
        path,
        bytes: loaded.uploads[path]?.byteLength ?? 0,
        sha256,
      })),
      ...describePlan(loaded, bundle, secrets, hider),
      decision,
      reviews: reviews.map(({ by, at, outcome, comment }) => ({
        by,
        at: new Date(at).toISOString(),
        outcome,
        comment,
      })),
      selfApproved: state.review.selfApproved,
      wanted: state.wanted,
      counting: state.counting,
      approvable: mayApprove(input.who, plan, state),
    };
  });
}

async function sloTextsOf(
  { documents }: Service,
  { planFile, sloFiles }: PlanRequest,
): Promise<Record<string, string>> {
  const folder = documents.beside(planFile, sloFolder);
  const texts: Record<string, string> = {};
  for (const file of sloFiles) {
    const bytes = await documents.readBytes(file);
    texts[file.slice(folder.length + 1)] = new TextDecoder().decode(bytes ?? new Uint8Array());
  }
  return texts;
}
