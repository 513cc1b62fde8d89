import { PerfAgentError } from "../../contract/errors.ts";
import type { ShelvedPlan } from "../../ports/plan-shelf.ts";
import type { Service } from "../service.ts";

/** A plan that was handed in. Throws PA_PLAN_NOT_FOUND. */
export async function knownPlan(service: Pick<Service, "store">, planId: string): Promise<ShelvedPlan> {
  const { shelf } = await service.store();
  const plan = await shelf.get(planId);
  if (plan === null)
    throw PerfAgentError.of("PA_PLAN_NOT_FOUND", `no plan ${JSON.stringify(planId.slice(0, 100))} was handed in here`);
  return plan;
}
