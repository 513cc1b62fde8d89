import type { Kysely } from "kysely";
import { baselineRunSchema, type BaselineRun } from "../../contract/baseline.ts";
import type { RunDocument } from "../../contract/run.ts";
import type { RunStore, StoredRun } from "../../ports/run-store.ts";
import type { RunTable, Schema } from "./schema.ts";
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

async function insertBaselines(database: Kysely<Schema>, service: string, runs: readonly BaselineRun[]): Promise<void> {
  for (const run of runs) {
    const columns = {
      service,
      fingerprint: run.fingerprint,
      started_at: run.startedAt,
      verdict: run.verdict,
      value: JSON.stringify(run),
    };
    await database
      .insertInto("baseline")
      .values({ run_id: run.runId, ...columns })
      .onConflict((conflict) => conflict.column("run_id").doUpdateSet(columns))
      .execute();
  }
}

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
          if (baseline !== null) await insertBaselines(transaction, run.service, [baseline]);
          else await transaction.deleteFrom("baseline").where("run_id", "=", run.runId).execute();
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
    baselines: ({ fingerprint, before, limit }) =>
      guarded(async () =>
        toBaselines(
          await kysely
            .selectFrom("baseline")
            .select("value")
            .where("fingerprint", "=", fingerprint)
            .where("started_at", "<", before)
            .where("verdict", "in", ["pass", "warn"])
            .orderBy("started_at", "desc")
            .limit(limit)
            .execute(),
        ),
      ),
    importBaselines: (service, runs) =>
      guarded(async () => {
        await kysely.transaction().execute((transaction) => insertBaselines(transaction, service, runs));
        return runs.length;
      }),
    exportBaselines: (service) =>
      guarded(async () =>
        toBaselines(
          await kysely
            .selectFrom("baseline")
            .select("value")
            .where("service", "=", service)
            .orderBy("started_at")
            .execute(),
        ),
      ),
    close: () => kysely.destroy(),
  };
}
