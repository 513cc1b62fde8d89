import type { Kysely } from "kysely";
import { z } from "zod";
import { baselineRunSchema } from "../../contract/baseline.ts";
import type { Schema } from "./schema.ts";

export type Tags = Readonly<Record<string, string>>;

const tagsSchema = z.record(z.string(), z.string());

/** Tags as the column of a run holds them. */
export function readTags(text: string): Tags {
  return tagsSchema.parse(JSON.parse(text));
}

/** Tags that somebody gave a run after it was made; null: nobody did. */
export async function changedTags(database: Kysely<Schema>, runId: string): Promise<Tags | null> {
  const row = await database
    .selectFrom("run")
    .select("tags")
    .where("run_id", "=", runId)
    .where("retagged", "=", 1)
    .executeTakeFirst();
  return row === undefined ? null : readTags(row.tags);
}

/** Replaces the rows that runs are found by. Call it in a transaction, with the column of the run. */
export async function replaceRunTags(database: Kysely<Schema>, runId: string, tags: Tags): Promise<void> {
  await database.deleteFrom("run_tag").where("run_id", "=", runId).execute();
  const rows = Object.entries(tags).map(([name, value]) => ({ run_id: runId, name, value }));
  if (rows.length > 0) await database.insertInto("run_tag").values(rows).execute();
}

/** Gives a run, and what later runs are compared with of it, other tags for good. Call it in a transaction. False where there is no such run. */
export async function retagRun(database: Kysely<Schema>, runId: string, tags: Tags): Promise<boolean> {
  const { numUpdatedRows } = await database
    .updateTable("run")
    .set({ tags: JSON.stringify(tags), retagged: 1 })
    .where("run_id", "=", runId)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return false;
  await replaceRunTags(database, runId, tags);
  await retagBaseline(database, runId, tags);
  return true;
}

async function retagBaseline(database: Kysely<Schema>, runId: string, tags: Tags): Promise<void> {
  const row = await database
    .selectFrom("baseline")
    .select(["id", "value"])
    .where("run_id", "=", runId)
    .executeTakeFirst();
  if (row === undefined) return;
  const run = { ...baselineRunSchema.parse(JSON.parse(row.value)), tags };
  await database
    .updateTable("baseline")
    .set({ value: JSON.stringify(run), commit_tag: tags["commit"] ?? null })
    .where("id", "=", row.id)
    .execute();
  await database.deleteFrom("baseline_tag").where("baseline_id", "=", row.id).execute();
  const rows = Object.entries(tags).map(([name, value]) => ({ baseline_id: row.id, name, value }));
  if (rows.length > 0) await database.insertInto("baseline_tag").values(rows).execute();
}
