import type { ShelvedPlan } from "../../ports/plan-shelf.ts";
import type { PlanRequest } from "../load-plan.ts";
import type { Service } from "../service.ts";
import { sloFolder } from "./plan-bundle.ts";
import { planFileOf, policyFileOf } from "./plan-places.ts";

/** What a command line would name, of a plan that was handed in. */
export async function requestOfPlan(
  service: Pick<Service, "documents" | "dataDirectory">,
  plan: ShelvedPlan,
): Promise<PlanRequest> {
  const planFile = planFileOf(service, plan.planId);
  const folder = service.documents.beside(planFile, sloFolder);
  const slos = await service.documents.listFiles(folder);
  return {
    planFile,
    sloFiles: slos.map((name) => service.documents.beside(planFile, `${sloFolder}/${name}`)),
    policyFile: await policyFileOf(service),
    environment: plan.environment,
    overrides: plan.overrides,
    baseUrl: undefined,
    scriptDirectory: null,
    author: plan.author,
  };
}
