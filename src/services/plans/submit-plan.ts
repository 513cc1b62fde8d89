import type { SubmitPlanRequest, SubmittedPlan } from "../../contract/api/plans.ts";
import { canonicalJson } from "../../contract/canonical-json.ts";
import type { GuardDecision } from "../../contract/policy.ts";
import type { ShelvedPlan } from "../../ports/plan-shelf.ts";
import { writeEffectivePlan } from "../../pipeline/plan/write-effective-plan.ts";
import { approvalPath, hashOf, readApprovalFile } from "../approval-files.ts";
import { generate } from "../generate-plan.ts";
import type { LoadedPlan } from "../load-plan.ts";
import { prepareRun } from "../prepare-run.ts";
import { toJson } from "../run-bundle.ts";
import type { Service } from "../service.ts";
import { describePlan } from "./describe-plan.ts";
import { atEngine } from "./few-at-once.ts";
import { draftPlan, secretProblems, type DraftPlan } from "./draft-plan.ts";
import { planIdOf } from "./name-plan.ts";
import { bundleOf } from "./plan-bundle.ts";
import { planFileOf } from "./plan-places.ts";

/**
 * Understands a plan, asks the guard, writes and freezes its scripts, and keeps it. What the guard refuses is kept too, with why, and can
 * be neither approved nor run. Handing in the same again changes nothing and gives the same id. Throws every mistake of the plan, all at
 * once, PA_UPLOAD_INVALID, PA_UPLOAD_TOO_LARGE, and what the engine says of the scripts.
 */
export async function submitPlan(
  service: Service,
  input: { readonly request: SubmitPlanRequest; readonly by: string },
): Promise<SubmittedPlan> {
  const bundle = bundleOf(input.request);
  const draft = await draftPlan(service, bundle);
  const { request, hider, files } = draft;
  return hider.during(async () => {
    const { loaded, decision: first, bundle: script } = await generate(draft.service, request);
    const { hash, decision } = await freeze(draft, loaded, first);
    const { name, service: owner, target } = loaded.plan;
    const { environment } = target;
    const plan: ShelvedPlan = {
      planId: planIdOf(service.documents, { name, hash, environment, overrides: bundle.overrides, files }),
      hash,
      name,
      service: owner,
      environment,
      author: input.by,
      createdAt: service.clock.now(),
      guard: decision.decision,
      overrides: bundle.overrides,
    };
    await keep(service, plan, draft, loaded, decision);
    const secrets = await secretProblems(draft.service, loaded, request.planFile);
    const described = describePlan(loaded, script, [...draft.warnings, ...secrets], hider);
    return { planId: plan.planId, hash, guard: decision, ...described };
  });
}

/** The hash that an approval would bind. Of what the guard refuses there is none: its own is one that no prepared run has. */
async function freeze(
  { service, request }: DraftPlan,
  { plan }: LoadedPlan,
  decision: GuardDecision,
): Promise<{ hash: string; decision: GuardDecision }> {
  if (decision.decision === "refuse") {
    const refused = canonicalJson({ refused: service.documents.sha256(writeEffectivePlan(plan)) });
    return { hash: service.documents.sha256(refused), decision };
  }
  return atEngine(async () => {
    const prepared = await prepareRun(service, request, () => undefined);
    try {
      return { hash: hashOf(service, prepared.approvable), decision: prepared.decision };
    } finally {
      await prepared.dispose();
    }
  });
}

/** Writes the files first, so that a plan on the shelf is whole whatever happens. */
async function keep(
  service: Service,
  plan: ShelvedPlan,
  { files }: DraftPlan,
  loaded: LoadedPlan,
  decision: GuardDecision,
): Promise<void> {
  const { shelf, audit } = await service.store();
  if ((await shelf.get(plan.planId)) !== null) return;
  const planFile = planFileOf(service, plan.planId);
  for (const [path, bytes] of files) {
    await service.documents.write(service.documents.beside(planFile, path), bytes, { overwrite: true, private: true });
  }
  await carryApprovals(service, plan, loaded);
  try {
    await shelf.put(plan);
  } catch (error) {
    // Somebody else handed in the same in this moment: theirs is there.
    if ((await shelf.get(plan.planId)) === null) throw error;
    return;
  }
  await audit.record({
    at: plan.createdAt,
    actor: plan.author,
    action: "submit-plan",
    outcome: plan.guard === "allow" ? "done" : "refused",
    runId: null,
    subject: `${plan.name} on ${plan.environment}`,
    reasons: [
      `plan ${plan.planId}`,
      `sha256 ${plan.hash}`,
      ...decision.reasons.filter(({ outcome }) => outcome === "refuse").map(({ text }) => text),
    ],
  });
}

/** An approval is of a hash: another plan of the same hash, with other comments or objectives, takes it along. */
async function carryApprovals(service: Service, plan: ShelvedPlan, { policy }: LoadedPlan): Promise<void> {
  const { shelf } = await service.store();
  const pathOf = (planId: string): string => approvalPath(service, policy, planFileOf(service, planId), plan.hash);
  for (const { planId } of await shelf.ofHash(plan.hash)) {
    const file = await readApprovalFile(service, pathOf(planId)).catch(() => null);
    if (file === null) continue;
    await service.documents.write(pathOf(plan.planId), toJson(file), { overwrite: true });
    return;
  }
}
