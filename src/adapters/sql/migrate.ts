import { sql, type Kysely } from "kysely";
import { Migrator } from "kysely/migration";
import { PerfAgentError } from "../../contract/errors.ts";
import { migrations } from "./migrations.ts";
import type { Schema } from "./schema.ts";

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
      // A full disk has ended the transaction by itself: there is nothing to end then, and what came first is the error to tell.
      await sql`rollback`.execute(connection).catch(() => {});
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
