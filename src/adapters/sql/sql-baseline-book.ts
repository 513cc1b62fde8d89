import type { Kysely } from "kysely";
import { calibrationSchema } from "../../contract/calibration.ts";
import type { BaselineBook } from "../../ports/baseline-book.ts";
import type { Schema } from "./schema.ts";
import type { Guarded } from "./store-errors.ts";

/** Pins and calibrations in the database of runs. */
export function sqlBaselineBook(kysely: Kysely<Schema>, guarded: Guarded): BaselineBook {
  return {
    pin: ({ runId, label, by, at, service, environment, plan }) =>
      guarded(async () => {
        const columns = { service, environment, plan, label, pinned_by: by, pinned_at: at };
        await kysely
          .insertInto("pin")
          .values({ run_id: runId, ...columns })
          .onConflict((conflict) => conflict.column("run_id").doUpdateSet(columns))
          .execute();
      }),
    unpin: (runId) =>
      guarded(async () => {
        const { numDeletedRows } = await kysely.deleteFrom("pin").where("run_id", "=", runId).executeTakeFirst();
        return numDeletedRows > 0n;
      }),
    pins: ({ service, environment, plan }) =>
      guarded(async () => {
        let query = kysely.selectFrom("pin").selectAll().orderBy("pinned_at", "desc").orderBy("run_id");
        if (service !== undefined) query = query.where("service", "=", service);
        if (environment !== undefined) query = query.where("environment", "=", environment);
        if (plan !== undefined) query = query.where("plan", "=", plan);
        return (await query.execute()).map(({ run_id, pinned_by, pinned_at, ...pin }) => ({
          ...pin,
          runId: run_id,
          by: pinned_by,
          at: pinned_at,
        }));
      }),
    calibrate: (calibration) =>
      guarded(async () => {
        const value = JSON.stringify(calibration);
        await kysely
          .insertInto("calibration")
          .values({ fingerprint: calibration.fingerprint, value })
          .onConflict((conflict) => conflict.column("fingerprint").doUpdateSet({ value }))
          .execute();
      }),
    calibration: (fingerprint) =>
      guarded(async () => {
        const row = await kysely
          .selectFrom("calibration")
          .select("value")
          .where("fingerprint", "=", fingerprint)
          .executeTakeFirst();
        return row === undefined ? null : calibrationSchema.parse(JSON.parse(row.value));
      }),
  };
}
