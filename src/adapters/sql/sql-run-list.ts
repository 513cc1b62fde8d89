import type { Kysely, Selectable } from "kysely";
import type { RunStore, StoredRun } from "../../ports/run-store.ts";
import { readCursor, writeCursor } from "./run-cursor.ts";
import { readTags } from "./run-tags.ts";
import type { RunTable, Schema } from "./schema.ts";
import type { Guarded } from "./store-errors.ts";

function toStoredRun(row: Selectable<RunTable>): StoredRun {
  return {
    runId: row.run_id,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    service: row.service,
    environment: row.environment,
    planName: row.plan_name,
    state: row.state,
    verdict: row.verdict,
    fingerprint: row.fingerprint,
    directory: row.directory,
    tags: readTags(row.tags),
    reason: row.reason,
  };
}

/** The part of the store of runs that finds and lists them. */
export function sqlRunList(
  kysely: Kysely<Schema>,
  guarded: Guarded,
): Pick<RunStore, "get" | "list" | "page" | "countTagged"> {
  const newestFirst = (limit: number) =>
    kysely.selectFrom("run").selectAll().orderBy("started_at", "desc").orderBy("run_id", "desc").limit(limit);
  return {
    get: (runId) =>
      guarded(async () => {
        const row = await kysely.selectFrom("run").selectAll().where("run_id", "=", runId).executeTakeFirst();
        return row === undefined ? null : toStoredRun(row);
      }),
    list: ({ service, limit }) =>
      guarded(async () => {
        let query = newestFirst(limit);
        if (service !== undefined) query = query.where("service", "=", service);
        return (await query.execute()).map(toStoredRun);
      }),
    page: ({ service, environment, state, plan, limit, after }) =>
      guarded(async () => {
        // One more than wanted tells whether there is a next page.
        let query = newestFirst(limit + 1);
        if (service !== undefined) query = query.where("service", "=", service);
        if (environment !== undefined) query = query.where("environment", "=", environment);
        if (state !== undefined) query = query.where("state", "=", state);
        if (plan !== undefined) query = query.where("plan_name", "=", plan);
        if (after !== null) {
          const { startedAt, runId } = readCursor(after);
          // The first condition is what an index can begin at.
          query = query
            .where("started_at", "<=", startedAt)
            .where((where) => where.or([where("started_at", "<", startedAt), where("run_id", "<", runId)]));
        }
        const rows = await query.execute();
        const items = rows.slice(0, limit).map(toStoredRun);
        const last = items.at(-1);
        return { items, next: last === undefined || rows.length <= limit ? null : writeCursor(last) };
      }),
    countTagged: (name, value) =>
      guarded(async () => {
        const { runs } = await kysely
          .selectFrom("run_tag")
          .select((select) => select.fn.countAll<number>().as("runs"))
          .where("name", "=", name)
          .where("value", "=", value)
          .executeTakeFirstOrThrow();
        return runs;
      }),
  };
}
