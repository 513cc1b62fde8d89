import type { Kysely } from "kysely";
import type { AnswerBook } from "../../ports/answer-book.ts";
import type { Schema } from "./schema.ts";
import type { Guarded } from "./store-errors.ts";

/** Answers to recommendations in the database of runs. */
export function sqlAnswerBook(kysely: Kysely<Schema>, guarded: Guarded): AnswerBook {
  return {
    put: ({ runId, recommendationId, accepted, by, at, comment }) =>
      guarded(async () => {
        const columns = { accepted: accepted ? 1 : 0, answered_by: by, answered_at: at, comment };
        await kysely
          .insertInto("answer")
          .values({ run_id: runId, recommendation_id: recommendationId, ...columns })
          .onConflict((conflict) => conflict.columns(["run_id", "recommendation_id"]).doUpdateSet(columns))
          .execute();
      }),
    ofRun: (runId) =>
      guarded(async () => {
        const rows = await kysely
          .selectFrom("answer")
          .selectAll()
          .where("run_id", "=", runId)
          .orderBy("recommendation_id")
          .execute();
        return rows.map((row) => ({
          runId,
          recommendationId: row.recommendation_id,
          accepted: row.accepted === 1,
          by: row.answered_by,
          at: row.answered_at,
          comment: row.comment,
        }));
      }),
    count: () =>
      guarded(async () => {
        const { answered, accepted } = await kysely
          .selectFrom("answer")
          .select(({ fn }) => [fn.countAll<number>().as("answered"), fn.sum<number | null>("accepted").as("accepted")])
          .executeTakeFirstOrThrow();
        return { answered, accepted: accepted ?? 0 };
      }),
  };
}
