import type { Kysely } from "kysely";
import { baselineRunSchema, type BaselineRun } from "../../contract/baseline.ts";
import type { RunDocument } from "../../contract/run.ts";
import type { RunStore, StoredRun } from "../../ports/run-store.ts";
import { deleteBaseline, insertBaselines } from "./insert-baselines.ts";
import type { RunTable, Schema } from "./schema.ts";
import { sqlHistory } from "./sql-history.ts";
import type { Guarded } from "./store-errors.ts";

function toStoredRun(row: Omit<RunTable, "document">): StoredRun {
  return {
    runId: row.run_id,
    startedAt: row.started_at,
    service: row.service,
    environment: row.environment,
    planName: row.plan_name,
    state: row.state,
    verdict: row.verdict,
    fingerprint: row.fingerprint,
    directory: row.directory,
  };
}

const storedColumns = [
  "run_id",
  "started_at",
  "service",
  "environment",
  "plan_name",
  "state",
  "verdict",
  "fingerprint",
  "directory",
] as const;

const headColumns = [
  "run_id as runId",
  "started_at as startedAt",
  "service",
  "environment",
  "plan",
  "verdict",
  "fingerprint",
  "endpoints",
] as const;

function toBaselines(rows: readonly { value: string }[]): BaselineRun[] {
  return rows.map(({ value }) => baselineRunSchema.parse(JSON.parse(value)));
}

/** The store of runs in a database that was brought to this version. Its methods throw what `guarded` makes of errors. */
export function sqlRunStore(kysely: Kysely<Schema>, guarded: Guarded): RunStore {
  return {
    save: (run: StoredRun, document: RunDocument | null, baseline: BaselineRun | null) =>
      guarded(() =>
        kysely.transaction().execute(async (transaction) => {
          const columns = {
            started_at: run.startedAt,
            service: run.service,
            environment: run.environment,
            plan_name: run.planName,
            state: run.state,
            verdict: run.verdict,
            fingerprint: run.fingerprint,
            directory: run.directory,
            document: document === null ? null : JSON.stringify(document),
          };
          await transaction
            .insertInto("run")
            .values({ run_id: run.runId, ...columns })
            .onConflict((conflict) => conflict.column("run_id").doUpdateSet(columns))
            .execute();
          const names = { environment: run.environment, plan: run.planName };
          if (baseline !== null) await insertBaselines(transaction, run.service, [{ ...baseline, ...names }]);
          else await deleteBaseline(transaction, run.runId);
        }),
      ),
    get: (runId) =>
      guarded(async () => {
        const row = await kysely.selectFrom("run").select(storedColumns).where("run_id", "=", runId).executeTakeFirst();
        return row === undefined ? null : toStoredRun(row);
      }),
    list: ({ service, limit }) =>
      guarded(async () => {
        let query = kysely
          .selectFrom("run")
          .select(storedColumns)
          .orderBy("started_at", "desc")
          .orderBy("run_id")
          .limit(limit);
        if (service !== undefined) query = query.where("service", "=", service);
        return (await query.execute()).map(toStoredRun);
      }),
    baselines: ({ fingerprint, before, since, tags, limit }) =>
      guarded(async () => {
        let query = kysely
          .selectFrom("baseline")
          .select("value")
          .where("fingerprint", "=", fingerprint)
          .where("started_at", "<", before)
          .where("verdict", "in", ["pass", "warn"])
          .orderBy("started_at", "desc")
          .orderBy("id", "desc")
          .limit(limit);
        if (since !== null) query = query.where("started_at", ">=", since);
        for (const [name, value] of Object.entries(tags)) {
          query = query.where((where) =>
            where.exists(
              where
                .selectFrom("baseline_tag")
                .select("baseline_tag.name")
                .whereRef("baseline_tag.baseline_id", "=", "baseline.id")
                .where("baseline_tag.name", "=", name)
                .where("baseline_tag.value", "=", value),
            ),
          );
        }
        return toBaselines(await query.execute());
      }),
    earlier: ({ service, environment, plan }, { before, limit }) =>
      guarded(async () =>
        toBaselines(
          await kysely
            .selectFrom("baseline")
            .select("value")
            .where("service", "=", service)
            .where("environment", "=", environment)
            .where("plan", "=", plan)
            .where("started_at", "<", before)
            .orderBy("started_at", "desc")
            .orderBy("id", "desc")
            .limit(limit)
            .execute(),
        ),
      ),
    baseline: (runId) =>
      guarded(async () => {
        const rows = await kysely.selectFrom("baseline").select("value").where("run_id", "=", runId).execute();
        return toBaselines(rows)[0] ?? null;
      }),
    baselineHead: (runId) =>
      guarded(async () => {
        const query = kysely.selectFrom("baseline").select(headColumns).where("run_id", "=", runId);
        return (await query.executeTakeFirst()) ?? null;
      }),
    listBaselines: ({ service, limit }) =>
      guarded(async () => {
        let query = kysely
          .selectFrom("baseline")
          .select(headColumns)
          .orderBy("started_at", "desc")
          .orderBy("id", "desc")
          .limit(limit);
        if (service !== undefined) query = query.where("service", "=", service);
        return query.execute();
      }),
    dropBaseline: (runId) =>
      guarded(() => kysely.transaction().execute((transaction) => deleteBaseline(transaction, runId))),
    importBaselines: (service, runs) =>
      guarded(async () => {
        await kysely.transaction().execute((transaction) => insertBaselines(transaction, service, runs));
        return runs.length;
      }),
    exportBaselines: (service, limit) =>
      guarded(async () =>
        toBaselines(
          await kysely
            .selectFrom("baseline")
            .select("value")
            .where("service", "=", service)
            .orderBy("started_at", "desc")
            .orderBy("id", "desc")
            .limit(limit)
            .execute(),
        ).toReversed(),
      ),
    ...sqlHistory(kysely, guarded),
    close: () => kysely.destroy(),
  };
}
