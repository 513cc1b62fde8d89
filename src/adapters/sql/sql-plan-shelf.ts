import type { Kysely, Selectable } from "kysely";
import { z } from "zod";
import { PerfAgentError } from "../../contract/errors.ts";
import type { PlanShelf, ShelvedPlan } from "../../ports/plan-shelf.ts";
import type { Schema, ShelvedPlanTable } from "./schema.ts";
import type { Guarded } from "./store-errors.ts";

const overridesSchema = z.array(z.string());

function toPlan(row: Selectable<ShelvedPlanTable>): ShelvedPlan {
  return {
    planId: row.plan_id,
    hash: row.hash,
    name: row.name,
    service: row.service,
    environment: row.environment,
    author: row.author,
    createdAt: row.created_at,
    guard: row.guard,
    overrides: overridesSchema.parse(JSON.parse(row.overrides)),
  };
}

/** Plans that were handed in, and what was said of them, in the database of runs. */
export function sqlPlanShelf(kysely: Kysely<Schema>, guarded: Guarded): PlanShelf {
  const find = (planId: string) =>
    kysely.selectFrom("shelved_plan").selectAll().where("plan_id", "=", planId).executeTakeFirst();
  const newestFirst = () =>
    kysely.selectFrom("shelved_plan").selectAll().orderBy("created_at", "desc").orderBy("plan_id", "desc");
  return {
    put: (plan) =>
      guarded(async () => {
        await kysely
          .insertInto("shelved_plan")
          .values({
            plan_id: plan.planId,
            hash: plan.hash,
            name: plan.name,
            service: plan.service,
            environment: plan.environment,
            author: plan.author,
            created_at: plan.createdAt,
            guard: plan.guard,
            overrides: JSON.stringify(plan.overrides),
          })
          .execute();
      }),
    update: (planId, { hash, guard }) =>
      guarded(async () => {
        await kysely.updateTable("shelved_plan").set({ hash, guard }).where("plan_id", "=", planId).execute();
      }),
    get: (planId) =>
      guarded(async () => {
        const row = await find(planId);
        return row === undefined ? null : toPlan(row);
      }),
    list: ({ limit, after }) =>
      guarded(async () => {
        let query = newestFirst().limit(limit);
        if (after !== null) {
          const last = await find(after);
          if (last === undefined)
            throw PerfAgentError.of("PA_CURSOR_INVALID", `"${after}" is not where a page of plans ended`);
          const { created_at: createdAt } = last;
          // The first condition is what the index can begin at.
          query = query
            .where("created_at", "<=", createdAt)
            .where((where) => where.or([where("created_at", "<", createdAt), where("plan_id", "<", after)]));
        }
        return (await query.execute()).map(toPlan);
      }),
    ofHash: (hash) => guarded(async () => (await newestFirst().where("hash", "=", hash).execute()).map(toPlan)),
    ofName: ({ name, environment, limit }) =>
      guarded(async () => {
        const query = newestFirst().where("name", "=", name).where("environment", "=", environment).limit(limit);
        return (await query.execute()).map(toPlan);
      }),
    review: ({ planId, hash, by, at, outcome, comment }) =>
      guarded(async () => {
        await kysely
          .insertInto("plan_review")
          .values({ plan_id: planId, hash, reviewer: by, at, outcome, comment })
          .execute();
      }),
    reviews: (planId) =>
      guarded(async () => {
        const rows = await kysely
          .selectFrom("plan_review")
          .selectAll()
          .where("plan_id", "=", planId)
          .orderBy("position", "desc")
          .execute();
        return rows.map(({ hash, reviewer, at, outcome, comment }) => ({
          planId,
          hash,
          by: reviewer,
          at,
          outcome,
          comment,
        }));
      }),
  };
}
