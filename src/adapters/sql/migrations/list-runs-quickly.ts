import { sql, type Kysely } from "kysely";
import { z } from "zod";
import { replaceRunTags } from "../run-tags.ts";
import type { Schema } from "../schema.ts";

/** What is read of the documents that earlier versions kept with their runs. */
const documentSchema = z.object({
  finishedAt: z.string().nullable(),
  tags: z.record(z.string(), z.string()),
  reasons: z.array(z.object({ text: z.string() })),
});

/** Takes the documents out of the table of runs and puts into it what a list shows, with an index for each thing that it is filtered by. */
export async function listRunsQuickly(database: Kysely<unknown>): Promise<void> {
  await moveDocuments(database);
  await addColumns(database);
  await createIndexes(database);
  await fillRuns(database);
}

async function moveDocuments(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable("run_document")
    .addColumn("run_id", "text", (column) => column.primaryKey())
    .addColumn("document", "text", (column) => column.notNull())
    .execute();
  await sql`insert into run_document (run_id, document) select run_id, document from run where document is not null`.execute(
    database,
  );
  await database.schema.alterTable("run").dropColumn("document").execute();
}

async function addColumns({ schema }: Kysely<unknown>): Promise<void> {
  await schema.alterTable("run").addColumn("finished_at", "bigint").execute();
  await schema.alterTable("run").addColumn("reason", "text").execute();
  await schema
    .alterTable("run")
    .addColumn("tags", "text", (column) => column.notNull().defaultTo("{}"))
    .execute();
  await schema
    .alterTable("run")
    .addColumn("retagged", "integer", (column) => column.notNull().defaultTo(0))
    .execute();
  await schema
    .createTable("run_tag")
    .addColumn("run_id", "text", (column) => column.notNull())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("value", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("run_tag_key", ["run_id", "name"])
    .execute();
  await schema.createIndex("run_tag_value").on("run_tag").columns(["name", "value"]).execute();
}

async function createIndexes({ schema }: Kysely<unknown>): Promise<void> {
  await schema.dropIndex("run_started").execute();
  await schema.dropIndex("run_service").execute();
  await schema.createIndex("run_newest").on("run").columns(["started_at", "run_id"]).execute();
  for (const column of ["service", "environment", "plan_name", "state"] as const)
    await schema.createIndex(`run_newest_of_${column}`).on("run").columns([column, "started_at", "run_id"]).execute();
}

/** Runs of before say in their documents what now stands beside them. */
async function fillRuns(database: Kysely<Schema>): Promise<void> {
  const ids = await database.selectFrom("run_document").select("run_id").orderBy("run_id").execute();
  for (const { run_id: runId } of ids) {
    const { document } = await database
      .selectFrom("run_document")
      .select("document")
      .where("run_id", "=", runId)
      .executeTakeFirstOrThrow();
    const read = documentSchema.safeParse(JSON.parse(document));
    if (!read.success) continue;
    const { finishedAt, tags, reasons } = read.data;
    await database
      .updateTable("run")
      .set({
        finished_at: finishedAt === null ? null : Date.parse(finishedAt),
        reason: reasons[0]?.text ?? null,
        tags: JSON.stringify(tags),
      })
      .where("run_id", "=", runId)
      .execute();
    await replaceRunTags(database, runId, tags);
  }
}
