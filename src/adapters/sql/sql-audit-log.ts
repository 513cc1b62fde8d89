import type { Kysely } from "kysely";
import { z } from "zod";
import type { AuditLog } from "../../ports/audit-log.ts";
import type { Schema } from "./schema.ts";
import type { Guarded } from "./store-errors.ts";

const reasonsSchema = z.array(z.string());

/** The audit log in the database of runs. */
export function sqlAuditLog(kysely: Kysely<Schema>, guarded: Guarded): AuditLog {
  return {
    record: ({ at, actor, action, outcome, runId, subject, reasons }) =>
      guarded(async () => {
        await kysely
          .insertInto("audit")
          .values({ at, actor, action, outcome, run_id: runId, subject, reasons: JSON.stringify(reasons) })
          .execute();
      }),
    list: ({ runId, limit }) =>
      guarded(async () => {
        let query = kysely.selectFrom("audit").selectAll().orderBy("position", "desc").limit(limit);
        if (runId !== undefined) query = query.where("run_id", "=", runId);
        return (await query.execute()).map(({ at, actor, action, outcome, run_id, subject, reasons }) => ({
          at,
          actor,
          action,
          outcome,
          runId: run_id,
          subject,
          reasons: reasonsSchema.parse(JSON.parse(reasons)),
        }));
      }),
  };
}
