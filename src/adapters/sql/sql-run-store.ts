import type { Kysely } from "kysely";
import { baselineRunSchema, type BaselineRun } from "../../contract/baseline.ts";
import type { RunDocument } from "../../contract/run.ts";
import type { RunStore, StoredRun } from "../../ports/run-store.ts";
import { deleteBaseline, insertBaselines } from "./insert-baselines.ts";
import { changedTags, replaceRunTags, retagRun, type Tags } from "./run-tags.ts";
import type { Schema } from "./schema.ts";
import { sqlHistory } from "./sql-history.ts";
import { sqlRunList } from "./sql-run-list.ts";
import type { Guarded } from "./store-errors.ts";

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
    ...sqlRunList(kysely, guarded),
    save: (run, document, baseline) =>
      guarded(() =>
        kysely.transaction().execute(async (transaction) => {
          const changed = await changedTags(transaction, run.runId);
          await saveRow(transaction, run, changed ?? run.tags);
          await saveDocument(transaction, run.runId, document);
          const names = { environment: run.environment, plan: run.planName };
          if (baseline === null) await deleteBaseline(transaction, run.runId);
          else {
            const kept = { ...baseline, ...names, tags: changed ?? baseline.tags };
            await insertBaselines(transaction, run.service, [kept]);
          }
        }),
      ),
    retag: (runId, tags) =>
      guarded(() => kysely.transaction().execute((transaction) => retagRun(transaction, runId, tags))),
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
    ...sqlHistory(kysely, guarded),
    close: () => kysely.destroy(),
  };
}

async function saveRow(database: Kysely<Schema>, run: StoredRun, tags: Tags): Promise<void> {
  const columns = {
    started_at: run.startedAt,
    finished_at: run.finishedAt,
    service: run.service,
    environment: run.environment,
    plan_name: run.planName,
    state: run.state,
    verdict: run.verdict,
    fingerprint: run.fingerprint,
    directory: run.directory,
    tags: JSON.stringify(tags),
    reason: run.reason,
  };
  await database
    .insertInto("run")
    .values({ run_id: run.runId, ...columns, retagged: 0 })
    .onConflict((conflict) => conflict.column("run_id").doUpdateSet(columns))
    .execute();
  await replaceRunTags(database, run.runId, tags);
}

async function saveDocument(database: Kysely<Schema>, runId: string, document: RunDocument | null): Promise<void> {
  await database.deleteFrom("run_document").where("run_id", "=", runId).execute();
  if (document === null) return;
  await database
    .insertInto("run_document")
    .values({ run_id: runId, document: JSON.stringify(document) })
    .execute();
}
