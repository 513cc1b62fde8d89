import type { Kysely, Selectable } from "kysely";
import type { LeasedMessage, Outbox, OutboxMessage, PendingMessage } from "../../ports/outbox.ts";
import type { OutboxTable, Schema } from "./schema.ts";
import type { Guarded } from "./store-errors.ts";

/** How long the ids of delivered messages are remembered; see the promise of `put`. */
const rememberedMs = 7 * 24 * 3_600_000;
/** Rows of one insert: databases bound the number of parameters. */
const rowsOfInsert = 500;

type Row = Selectable<OutboxTable>;

function toMessage({ id, sink, created_at, body }: Row): OutboxMessage {
  return { id, sink, createdAt: created_at, body };
}

function toPending(row: Row): PendingMessage {
  return { ...toMessage(row), failures: row.failures, notBefore: row.not_before };
}

function toRow({ id, sink, createdAt, body }: OutboxMessage): Omit<Row, "position"> {
  return {
    id,
    sink,
    created_at: createdAt,
    body,
    state: "waiting",
    failures: 0,
    not_before: 0,
    leased_until: 0,
    why: null,
  };
}

/**
 * The oldest waiting message of every sink. One look at the index for each sink: grouping would read all that wait, and after
 * a receiver's bad day that is much.
 */
async function heads(kysely: Kysely<Schema>): Promise<Row[]> {
  const found: Row[] = [];
  let after = "";
  for (;;) {
    const head = await kysely
      .selectFrom("outbox")
      .selectAll()
      .where("state", "=", "waiting")
      .where("sink", ">", after)
      .orderBy("sink")
      .orderBy("position")
      .limit(1)
      .executeTakeFirst();
    if (head === undefined) return found;
    found.push(head);
    after = head.sink;
  }
}

/** The outbox in the database of runs. */
export function sqlOutbox(kysely: Kysely<Schema>, guarded: Guarded): Outbox {
  return {
    put: (messages) =>
      guarded(async () => {
        if (messages.length === 0) return;
        await kysely.transaction().execute(async (transaction) => {
          for (let from = 0; from < messages.length; from += rowsOfInsert) {
            await transaction
              .insertInto("outbox")
              .values(messages.slice(from, from + rowsOfInsert).map(toRow))
              .onConflict((conflict) => conflict.column("id").doNothing())
              .execute();
          }
          const newest = messages.reduce((latest, { createdAt }) => Math.max(latest, createdAt), 0);
          await transaction
            .deleteFrom("outbox")
            .where("state", "=", "delivered")
            .where("created_at", "<", newest - rememberedMs)
            .execute();
        });
      }),
    lease: ({ now, leaseMs, wanted }) =>
      guarded(async () => {
        const leased: LeasedMessage[] = [];
        const leasedUntil = now + leaseMs;
        for (const head of await heads(kysely)) {
          if (head.not_before > now || head.leased_until > now || !wanted(head.sink)) continue;
          // Whoever changes the row has the lease: nothing else stands between several processes.
          const { numUpdatedRows } = await kysely
            .updateTable("outbox")
            .set({ leased_until: leasedUntil })
            .where("position", "=", head.position)
            .where("state", "=", "waiting")
            .where("failures", "=", head.failures)
            .where("leased_until", "=", head.leased_until)
            .executeTakeFirst();
          if (numUpdatedRows > 0n) leased.push({ ...toPending(head), leasedUntil });
        }
        return leased;
      }),
    settle: ({ id, leasedUntil }, failed) =>
      guarded(async () => {
        if (failed === null) {
          await kysely
            .updateTable("outbox")
            .set({ state: "delivered", body: "", why: null, leased_until: 0 })
            .where("id", "=", id)
            .execute();
          return;
        }
        const outcome =
          failed.retryAt === "never" ? { state: "given-up" as const } : { not_before: failed.retryAt, leased_until: 0 };
        await kysely
          .updateTable("outbox")
          .set((row) => ({ ...outcome, why: failed.why, failures: row("failures", "+", 1) }))
          .where("id", "=", id)
          .where("state", "=", "waiting")
          .where("leased_until", "=", leasedUntil)
          .execute();
      }),
    pending: () =>
      guarded(async () => {
        const rows = await kysely
          .selectFrom("outbox")
          .selectAll()
          .where("state", "=", "waiting")
          .orderBy("position")
          .execute();
        return rows.map(toPending);
      }),
    givenUp: () =>
      guarded(async () => {
        const rows = await kysely
          .selectFrom("outbox")
          .selectAll()
          .where("state", "=", "given-up")
          .orderBy("position")
          .execute();
        return rows.map((row) => ({ ...toMessage(row), why: row.why ?? "" }));
      }),
  };
}
