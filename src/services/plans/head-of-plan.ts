import type { PlanHead } from "../../contract/api/plans.ts";
import type { ShelvedPlan } from "../../ports/plan-shelf.ts";
import { countRuns } from "../runs/count-runs.ts";
import type { Service } from "../service.ts";
import type { PlanState } from "./plan-state.ts";

/** One line of the list of plans. */
export async function headOf(
  service: Service,
  plan: ShelvedPlan,
  { state }: Pick<PlanState, "state">,
): Promise<PlanHead> {
  const { planId, hash, name, environment, author, createdAt, guard } = plan;
  const runs = await countRuns(service, planId);
  return { planId, hash, name, service: plan.service, environment, author, createdAt, state, guard, runs };
}
