import type { Kysely } from "kysely";
import { ledgerEntrySchema, type LedgerEntry } from "../../contract/ledger.ts";
import type { Ledger } from "../../ports/ledger.ts";
import type { Schema } from "./schema.ts";
import type { Guarded } from "./store-errors.ts";

function toEntry({ value }: { value: string }): LedgerEntry {
  return ledgerEntrySchema.parse(JSON.parse(value));
}

/** The ledger in the database of runs. */
export function sqlLedger(kysely: Kysely<Schema>, guarded: Guarded): Ledger {
  return {
    put: (entries) =>
      guarded(() =>
        kysely.transaction().execute(async (transaction) => {
          for (const entry of entries) {
            const { service, environment, plan, state } = entry;
            const columns = {
              service,
              environment,
              plan,
              state,
              opened_at: entry.openedAt,
              value: JSON.stringify(entry),
            };
            await transaction
              .insertInto("ledger")
              .values({ id: entry.id, ...columns })
              .onConflict((conflict) => conflict.column("id").doUpdateSet(columns))
              .execute();
          }
        }),
      ),
    get: (id) =>
      guarded(async () => {
        const row = await kysely.selectFrom("ledger").select("value").where("id", "=", id).executeTakeFirst();
        return row === undefined ? null : toEntry(row);
      }),
    list: ({ states, limit, service, environment, plan }) =>
      guarded(async () => {
        let query = kysely.selectFrom("ledger").select("value").orderBy("opened_at", "desc").orderBy("id").limit(limit);
        if (states !== null) query = query.where("state", "in", states);
        if (service !== undefined) query = query.where("service", "=", service);
        if (environment !== undefined) query = query.where("environment", "=", environment);
        if (plan !== undefined) query = query.where("plan", "=", plan);
        return (await query.execute()).map(toEntry);
      }),
  };
}
