import { sql, type Kysely } from "kysely";
import { Migrator, type Migration } from "kysely/migration";
import { PerfAgentError } from "../../contract/errors.ts";
import type { Schema } from "./schema.ts";

const migrations: Record<string, Migration> = {
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
};

/** Brings the store to this version. Throws PA_STORE_CORRUPT where a later version wrote it; `name` is what errors call it. The outer exclusive transaction is ours: Kysely's own lock does nothing on SQLite. */
export async function migrate(kysely: Kysely<Schema>, name: string): Promise<void> {
  await kysely.connection().execute(async (connection) => {
    await sql`begin exclusive`.execute(connection);
    try {
      const migrator = new Migrator({
        db: connection,
        provider: { getMigrations: () => Promise.resolve(migrations) },
        disableTransactions: true,
      });
      const { error } = await migrator.migrateToLatest();
      if (error !== undefined) throw explained(name, error);
      await sql`commit`.execute(connection);
    } catch (error) {
      await sql`rollback`.execute(connection);
      throw error;
    }
  });
}

function explained(name: string, error: unknown): unknown {
  // Kysely has no other sign for steps that it does not know.
  if (!(error instanceof Error) || !error.message.startsWith("corrupted migrations")) return error;
  const text = `${name}: a later version of the agent wrote it (${error.message}); use that version, or another file`;
  return PerfAgentError.of("PA_STORE_CORRUPT", text, { cause: error });
}
