import type { z } from "zod";
import type { PageQuery } from "../../contract/api/page.ts";
import type { planPageSchema } from "../../contract/api/plans.ts";
import type { Service } from "../service.ts";
import { headOf } from "./head-of-plan.ts";
import { policyOfService } from "./plan-places.ts";
import { planStateUnder } from "./plan-state.ts";

/** Plans, newest first, each with where it stands now. */
export async function listPlans(
  service: Service,
  { limit, after }: PageQuery,
): Promise<z.infer<typeof planPageSchema>> {
  const { shelf } = await service.store();
  // One more than asked for tells whether there are more.
  const found = await shelf.list({ limit: limit + 1, after: after ?? null });
  const plans = found.slice(0, limit);
  const policy = await policyOfService(service);
  const items = await Promise.all(
    plans.map(async (plan) => headOf(service, plan, await planStateUnder(service, policy, plan))),
  );
  return { items, next: found.length > limit ? (plans.at(-1)?.planId ?? null) : null };
}
