import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";
import { baselineRunSchema } from "../../contract/baseline.ts";
import { insertDetails } from "./insert-baselines.ts";
import { listRunsQuickly } from "./migrations/list-runs-quickly.ts";
import { createServiceTables } from "./migrations/create-service-tables.ts";
import type { Schema } from "./schema.ts";

/** Steps from an empty database to this version, in the order of their names. A step that was released is never changed. */
export const migrations: Record<string, Migration> = {
  "001-runs": {
    async up(database: Kysely<unknown>): Promise<void> {
      await database.schema
        .createTable("run")
        .addColumn("run_id", "text", (column) => column.primaryKey())
        .addColumn("started_at", "bigint", (column) => column.notNull())
        .addColumn("service", "text", (column) => column.notNull())
        .addColumn("environment", "text", (column) => column.notNull())
        .addColumn("plan_name", "text", (column) => column.notNull())
        .addColumn("state", "text", (column) => column.notNull())
        .addColumn("verdict", "text")
        .addColumn("fingerprint", "text", (column) => column.notNull())
        .addColumn("directory", "text", (column) => column.notNull())
        .addColumn("document", "text")
        .execute();
      await database.schema.createIndex("run_started").on("run").columns(["started_at"]).execute();
      await database.schema
        .createTable("baseline")
        .addColumn("id", "integer", (column) => column.primaryKey().autoIncrement())
        .addColumn("run_id", "text", (column) => column.notNull().unique())
        .addColumn("service", "text", (column) => column.notNull())
        .addColumn("fingerprint", "text", (column) => column.notNull())
        .addColumn("started_at", "bigint", (column) => column.notNull())
        .addColumn("verdict", "text", (column) => column.notNull())
        .addColumn("value", "text", (column) => column.notNull())
        .execute();
      await database.schema
        .createIndex("baseline_comparable")
        .on("baseline")
        .columns(["fingerprint", "started_at"])
        .execute();
    },
  },
  "002-outbox-and-audit": {
    async up(database: Kysely<unknown>): Promise<void> {
      await database.schema
        .createTable("outbox")
        .addColumn("position", "integer", (column) => column.primaryKey().autoIncrement())
        .addColumn("id", "text", (column) => column.notNull().unique())
        .addColumn("sink", "text", (column) => column.notNull())
        .addColumn("created_at", "bigint", (column) => column.notNull())
        .addColumn("body", "text", (column) => column.notNull())
        .addColumn("state", "text", (column) => column.notNull())
        .addColumn("failures", "integer", (column) => column.notNull())
        .addColumn("not_before", "bigint", (column) => column.notNull())
        .addColumn("leased_until", "bigint", (column) => column.notNull())
        .addColumn("why", "text")
        .execute();
      await database.schema.createIndex("outbox_head").on("outbox").columns(["state", "sink", "position"]).execute();
      await database.schema.createIndex("outbox_age").on("outbox").columns(["state", "created_at"]).execute();
      await database.schema
        .createTable("audit")
        .addColumn("position", "integer", (column) => column.primaryKey().autoIncrement())
        .addColumn("at", "bigint", (column) => column.notNull())
        .addColumn("actor", "text", (column) => column.notNull())
        .addColumn("action", "text", (column) => column.notNull())
        .addColumn("outcome", "text", (column) => column.notNull())
        .addColumn("run_id", "text")
        .addColumn("subject", "text", (column) => column.notNull())
        .addColumn("reasons", "text", (column) => column.notNull())
        .execute();
      await database.schema.createIndex("audit_run").on("audit").columns(["run_id"]).execute();
    },
  },
  "003-history-and-ledger": {
    async up(database: Kysely<unknown>): Promise<void> {
      await createHistory(database);
      await createLedger(database);
      await fillHistory(database);
    },
  },
  "004-service": {
    async up(database: Kysely<unknown>): Promise<void> {
      await listRunsQuickly(database);
      await createServiceTables(database);
    },
  },
};

async function createHistory({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .alterTable("baseline")
    .addColumn("environment", "text", (column) => column.notNull().defaultTo(""))
    .execute();
  await schema
    .alterTable("baseline")
    .addColumn("plan", "text", (column) => column.notNull().defaultTo(""))
    .execute();
  await schema.alterTable("baseline").addColumn("commit_tag", "text").execute();
  await schema
    .alterTable("baseline")
    .addColumn("endpoints", "integer", (column) => column.notNull().defaultTo(0))
    .execute();
  const family = ["service", "environment", "plan"] as const;
  await schema
    .createIndex("baseline_family")
    .on("baseline")
    .columns([...family, "started_at"])
    .execute();
  await schema.createIndex("baseline_service").on("baseline").columns(["service", "started_at"]).execute();
  await schema.createIndex("baseline_started").on("baseline").columns(["started_at"]).execute();
  await schema.createIndex("run_service").on("run").columns(["service", "started_at"]).execute();
  await schema
    .createTable("baseline_tag")
    .addColumn("baseline_id", "integer", (column) => column.notNull())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("value", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("baseline_tag_key", ["baseline_id", "name"])
    .execute();
  await schema
    .createTable("series")
    .addColumn("id", "integer", (column) => column.primaryKey().autoIncrement())
    .addColumn("service", "text", (column) => column.notNull())
    .addColumn("environment", "text", (column) => column.notNull())
    .addColumn("plan", "text", (column) => column.notNull())
    .addColumn("scenario", "text", (column) => column.notNull())
    .addColumn("endpoint", "text", (column) => column.notNull())
    .addUniqueConstraint("series_name", [...family, "scenario", "endpoint"])
    .execute();
  await schema.createIndex("series_plan").on("series").columns(["plan"]).execute();
  await schema
    .createTable("point")
    .addColumn("series_id", "integer", (column) => column.notNull())
    .addColumn("started_at", "bigint", (column) => column.notNull())
    .addColumn("baseline_id", "integer", (column) => column.notNull())
    .addColumn("p50", "double precision", (column) => column.notNull())
    .addColumn("p90", "double precision", (column) => column.notNull())
    .addColumn("p95", "double precision", (column) => column.notNull())
    .addColumn("p99", "double precision", (column) => column.notNull())
    .addColumn("requests", "bigint", (column) => column.notNull())
    .addColumn("failed", "bigint", (column) => column.notNull())
    .addColumn("rate", "double precision", (column) => column.notNull())
    .addPrimaryKeyConstraint("point_key", ["series_id", "started_at", "baseline_id"])
    .execute();
  await schema.createIndex("point_baseline").on("point").columns(["baseline_id"]).execute();
}

async function createLedger({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable("ledger")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("service", "text", (column) => column.notNull())
    .addColumn("environment", "text", (column) => column.notNull())
    .addColumn("plan", "text", (column) => column.notNull())
    .addColumn("state", "text", (column) => column.notNull())
    .addColumn("opened_at", "bigint", (column) => column.notNull())
    .addColumn("value", "text", (column) => column.notNull())
    .execute();
  await schema.createIndex("ledger_state").on("ledger").columns(["state", "opened_at"]).execute();
  await schema
    .createTable("pin")
    .addColumn("run_id", "text", (column) => column.primaryKey())
    .addColumn("service", "text", (column) => column.notNull())
    .addColumn("environment", "text", (column) => column.notNull())
    .addColumn("plan", "text", (column) => column.notNull())
    .addColumn("label", "text", (column) => column.notNull())
    .addColumn("pinned_by", "text", (column) => column.notNull())
    .addColumn("pinned_at", "bigint", (column) => column.notNull())
    .execute();
  await schema
    .createTable("calibration")
    .addColumn("fingerprint", "text", (column) => column.primaryKey())
    .addColumn("value", "text", (column) => column.notNull())
    .execute();
}

/** Baselines of before had no place for plan and environment: those of our own runs stand beside the run. */
async function fillHistory(database: Kysely<Schema>): Promise<void> {
  const ids = await database.selectFrom("baseline").select("id").orderBy("id").execute();
  for (const { id } of ids) {
    const row = await database
      .selectFrom("baseline")
      .leftJoin("run", "run.run_id", "baseline.run_id")
      .select(["baseline.service", "baseline.value", "run.environment", "run.plan_name"])
      .where("baseline.id", "=", id)
      .executeTakeFirstOrThrow();
    const { environment, plan_name: plan, service } = row;
    const kept = baselineRunSchema.parse(JSON.parse(row.value));
    const run = { ...kept, environment: environment ?? kept.environment, plan: plan ?? kept.plan };
    await database
      .updateTable("baseline")
      .set({
        value: JSON.stringify(run),
        environment: run.environment,
        plan: run.plan,
        commit_tag: run.tags["commit"] ?? null,
        endpoints: run.endpoints.length,
      })
      .where("id", "=", id)
      .execute();
    await insertDetails(database, id, service, run);
  }
}
