import type { Kysely } from "kysely";

/** What the service keeps: its queue of jobs, plans that were handed in, tokens, and answers to recommendations. */
export async function createServiceTables(database: Kysely<unknown>): Promise<void> {
  await createQueue(database);
  await createShelf(database);
  await createPeople(database);
}

async function createQueue({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable("job")
    .addColumn("position", "integer", (column) => column.primaryKey().autoIncrement())
    .addColumn("job_id", "text", (column) => column.notNull().unique())
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("lane", "text")
    .addColumn("state", "text", (column) => column.notNull())
    .addColumn("payload", "text", (column) => column.notNull())
    .addColumn("created_by", "text", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("started_at", "bigint")
    .addColumn("finished_at", "bigint")
    .addColumn("run_id", "text")
    .addColumn("problem", "text")
    .addColumn("idempotency_key", "text")
    .addColumn("leased_until", "bigint", (column) => column.notNull())
    .execute();
  await schema.createIndex("job_state").on("job").columns(["state", "position"]).execute();
  await schema.createIndex("job_lane").on("job").columns(["lane", "state", "position"]).execute();
  await schema.createIndex("job_run").on("job").columns(["run_id"]).execute();
  await schema.createIndex("job_finished").on("job").columns(["finished_at"]).execute();
  await schema.createIndex("job_request").on("job").columns(["idempotency_key", "created_by"]).execute();
}

async function createShelf({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable("shelved_plan")
    .addColumn("plan_id", "text", (column) => column.primaryKey())
    .addColumn("hash", "text", (column) => column.notNull())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("service", "text", (column) => column.notNull())
    .addColumn("environment", "text", (column) => column.notNull())
    .addColumn("author", "text", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("guard", "text", (column) => column.notNull())
    .addColumn("overrides", "text", (column) => column.notNull())
    .execute();
  const newest = ["created_at", "plan_id"] as const;
  await schema
    .createIndex("shelved_plan_newest")
    .on("shelved_plan")
    .columns([...newest])
    .execute();
  await schema
    .createIndex("shelved_plan_hash")
    .on("shelved_plan")
    .columns(["hash", ...newest])
    .execute();
  await schema
    .createIndex("shelved_plan_name")
    .on("shelved_plan")
    .columns(["name", "environment", ...newest])
    .execute();
  await schema
    .createTable("plan_review")
    .addColumn("position", "integer", (column) => column.primaryKey().autoIncrement())
    .addColumn("plan_id", "text", (column) => column.notNull())
    .addColumn("hash", "text", (column) => column.notNull())
    .addColumn("reviewer", "text", (column) => column.notNull())
    .addColumn("at", "bigint", (column) => column.notNull())
    .addColumn("outcome", "text", (column) => column.notNull())
    .addColumn("comment", "text")
    .execute();
  await schema.createIndex("plan_review_plan").on("plan_review").columns(["plan_id", "position"]).execute();
}

async function createPeople({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable("api_token")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("sha256", "text", (column) => column.notNull().unique())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("roles", "text", (column) => column.notNull())
    .addColumn("created_by", "text", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("expires_at", "bigint")
    .addColumn("last_used_at", "bigint")
    .addColumn("revoked_at", "bigint")
    .execute();
  await schema
    .createTable("answer")
    .addColumn("run_id", "text", (column) => column.notNull())
    .addColumn("recommendation_id", "text", (column) => column.notNull())
    .addColumn("accepted", "integer", (column) => column.notNull())
    .addColumn("answered_by", "text", (column) => column.notNull())
    .addColumn("answered_at", "bigint", (column) => column.notNull())
    .addColumn("comment", "text")
    .addPrimaryKeyConstraint("answer_key", ["run_id", "recommendation_id"])
    .execute();
}
