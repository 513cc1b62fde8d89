import type { Kysely } from "kysely";
import type { BaselineEndpoint, BaselineRun } from "../../contract/baseline.ts";
import type { RunFamily } from "../../ports/run-store.ts";
import type { Schema } from "./schema.ts";

/** PostgreSQL and SQLite refuse statements of too many parameters; ten stand in each row. */
const rowsAtOnce = 100;

/** Inserts or replaces baselines with their tags and points of history. Call it in a transaction. */
export async function insertBaselines(
  database: Kysely<Schema>,
  service: string,
  runs: readonly BaselineRun[],
): Promise<void> {
  const known: KnownSeries = new Map();
  for (const run of runs) {
    const columns = {
      service,
      fingerprint: run.fingerprint,
      started_at: run.startedAt,
      verdict: run.verdict,
      value: JSON.stringify(run),
      environment: run.environment,
      plan: run.plan,
      commit_tag: run.tags["commit"] ?? null,
      endpoints: run.endpoints.length,
    };
    const { id } = await database
      .insertInto("baseline")
      .values({ run_id: run.runId, ...columns })
      .onConflict((conflict) => conflict.column("run_id").doUpdateSet(columns))
      .returning("id")
      .executeTakeFirstOrThrow();
    await deleteDetails(database, id);
    await insertDetails(database, id, service, run, known);
  }
}

/** Removes a baseline with its tags and points. False where there is none. */
export async function deleteBaseline(database: Kysely<Schema>, runId: string): Promise<boolean> {
  const row = await database.selectFrom("baseline").select("id").where("run_id", "=", runId).executeTakeFirst();
  if (row === undefined) return false;
  await deleteDetails(database, row.id);
  await database.deleteFrom("baseline").where("id", "=", row.id).execute();
  return true;
}

/** Tags and points of a baseline that has none yet. */
export async function insertDetails(
  database: Kysely<Schema>,
  baselineId: number,
  service: string,
  run: BaselineRun,
  known: KnownSeries = new Map(),
): Promise<void> {
  const tags = Object.entries(run.tags).map(([name, value]) => ({ baseline_id: baselineId, name, value }));
  if (tags.length > 0) await database.insertInto("baseline_tag").values(tags).execute();
  const family = { service, environment: run.environment, plan: run.plan };
  const points = [];
  for (const endpoint of run.endpoints) {
    points.push({
      series_id: await seriesId(database, family, endpoint, known),
      started_at: run.startedAt,
      baseline_id: baselineId,
      p50: endpoint.p50,
      p90: endpoint.p90,
      p95: endpoint.p95,
      p99: endpoint.p99,
      requests: endpoint.requests,
      failed: endpoint.failedRequests,
      rate: endpoint.ratePerSecond,
    });
  }
  for (let from = 0; from < points.length; from += rowsAtOnce)
    await database
      .insertInto("point")
      .values(points.slice(from, from + rowsAtOnce))
      .execute();
}

async function deleteDetails(database: Kysely<Schema>, baselineId: number): Promise<void> {
  await database.deleteFrom("baseline_tag").where("baseline_id", "=", baselineId).execute();
  await database.deleteFrom("point").where("baseline_id", "=", baselineId).execute();
}

/** Ids by the JSON of their names, of one transaction. */
type KnownSeries = Map<string, number>;

async function seriesId(
  database: Kysely<Schema>,
  family: RunFamily,
  { scenario, endpoint }: Pick<BaselineEndpoint, "scenario" | "endpoint">,
  known: KnownSeries,
): Promise<number> {
  const names = { ...family, scenario, endpoint };
  const key = JSON.stringify(Object.values(names));
  const found = known.get(key);
  if (found !== undefined) return found;
  const { id } = await database
    .insertInto("series")
    .values(names)
    // It changes nothing, and lets the row that is there already be returned.
    .onConflict((conflict) =>
      conflict.columns(["service", "environment", "plan", "scenario", "endpoint"]).doUpdateSet({ endpoint }),
    )
    .returning("id")
    .executeTakeFirstOrThrow();
  known.set(key, id);
  return id;
}
