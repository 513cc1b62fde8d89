import { sql, type Generated, type Kysely } from "kysely";
import { Migrator, type Migration } from "kysely/migration";

/** Portable columns only: text ids, epoch milliseconds as integers, JSON as text. */
export interface RunTable {
  run_id: string;
  started_at: number;
  service: string;
  environment: string;
  plan_name: string;
  state: string;
  verdict: string | null;
  fingerprint: string;
  directory: string;
  document: string | null;
}

export interface BaselineTable {
  id: Generated<number>;
  run_id: string;
  service: string;
  fingerprint: string;
  started_at: number;
  verdict: string;
  value: string;
}

export interface Schema {
  run: RunTable;
  baseline: BaselineTable;
}

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
};

/** Brings the store to this version. The outer exclusive transaction is ours: Kysely's own lock does nothing on SQLite. */
export async function migrate(kysely: Kysely<Schema>): Promise<void> {
  await kysely.connection().execute(async (connection) => {
    await sql`begin exclusive`.execute(connection);
    try {
      const migrator = new Migrator({
        db: connection,
        provider: { getMigrations: () => Promise.resolve(migrations) },
        disableTransactions: true,
      });
      const { error } = await migrator.migrateToLatest();
      if (error !== undefined) throw error;
      await sql`commit`.execute(connection);
    } catch (error) {
      await sql`rollback`.execute(connection);
      throw error;
    }
  });
}
