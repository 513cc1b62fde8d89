import type { Kysely, Selectable } from "kysely";
import { z } from "zod";
import { PerfAgentError } from "../../contract/errors.ts";
import type { Job, JobQueue, LeasedJob } from "../../ports/job-queue.ts";
import type { JobTable, Schema } from "./schema.ts";
import type { Guarded } from "./store-errors.ts";

const dayMs = 24 * 3_600_000;
/** How long a request is known by its key; see the promise of `put`. */
const keyKnownMs = dayMs;
/** How long a job is kept after its end. */
const keptMs = 30 * dayMs;

type Row = Selectable<JobTable>;

const problemSchema = z.strictObject({ code: z.string(), text: z.string(), remedy: z.string() });

function toJob(row: Row): Job {
  return {
    jobId: row.job_id,
    kind: row.kind,
    lane: row.lane,
    state: row.state,
    payload: row.payload,
    createdBy: row.created_by,
    createdAt: row.created_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    runId: row.run_id,
    problem: row.problem === null ? null : problemSchema.parse(JSON.parse(row.problem)),
  };
}

function toLeased(row: Row): LeasedJob {
  return { ...toJob(row), leasedUntil: row.leased_until };
}

/** The columns of a job that is over. */
function over({ at, problem }: { readonly at: number; readonly problem: Job["problem"] }) {
  const state: Job["state"] = problem === null ? "done" : "failed";
  return { state, finished_at: at, problem: problem === null ? null : JSON.stringify(problem) };
}

/**
 * The queue in the database of runs. What changes hands does so in one statement, as SQLite lets one of them write at a time: nothing else
 * stands between several processes.
 */
export function sqlJobQueue(kysely: Kysely<Schema>, guarded: Guarded): JobQueue {
  const updateHeld = ({ jobId, leasedUntil }: LeasedJob) =>
    kysely
      .updateTable("job")
      .where("job_id", "=", jobId)
      .where("state", "=", "running")
      .where("leased_until", "=", leasedUntil);
  return {
    put: (job, idempotencyKey) =>
      guarded(() =>
        kysely.transaction().execute(async (transaction) => {
          const known = idempotencyKey === null ? undefined : await findRequest(transaction, job, idempotencyKey);
          if (known !== undefined) return { job: toJob(known), isNew: false };
          await transaction
            .deleteFrom("job")
            .where("finished_at", "<", job.createdAt - keptMs)
            .execute();
          const row = await transaction
            .insertInto("job")
            .values({
              job_id: job.jobId,
              kind: job.kind,
              lane: job.lane,
              state: "queued",
              payload: job.payload,
              created_by: job.createdBy,
              created_at: job.createdAt,
              started_at: null,
              finished_at: null,
              run_id: job.runId,
              problem: null,
              idempotency_key: idempotencyKey,
              leased_until: 0,
            })
            .returningAll()
            .executeTakeFirstOrThrow();
          return { job: toJob(row), isNew: true };
        }),
      ),
    lease: ({ now, leaseMs }) =>
      guarded(async () => {
        const row = await kysely
          .updateTable("job")
          .set({ state: "running", started_at: now, leased_until: now + leaseMs })
          .where("position", "=", (head) =>
            head
              .selectFrom("job as waiting")
              .select("waiting.position")
              .where("waiting.state", "=", "queued")
              .where((where) =>
                where.or([
                  where("waiting.lane", "is", null),
                  where.not(
                    where.exists(
                      where
                        .selectFrom("job as busy")
                        .select("busy.position")
                        .whereRef("busy.lane", "=", "waiting.lane")
                        .where("busy.state", "=", "running"),
                    ),
                  ),
                ]),
              )
              .orderBy("waiting.position")
              .limit(1),
          )
          .returningAll()
          .executeTakeFirst();
        return row === undefined ? null : toLeased(row);
      }),
    heartbeat: (job, leasedUntil) =>
      guarded(async () => {
        const { numUpdatedRows } = await updateHeld(job).set({ leased_until: leasedUntil }).executeTakeFirst();
        return numUpdatedRows > 0n;
      }),
    settle: (job, end) =>
      guarded(async () => {
        await updateHeld(job)
          .set({ ...over(end), run_id: end.runId })
          .execute();
      }),
    expire: ({ now, leaseMs }) =>
      guarded(async () => {
        await kysely
          .updateTable("job")
          .set({ state: "queued", started_at: null, leased_until: 0 })
          .where("kind", "=", "analyse")
          .where("state", "=", "running")
          .where("leased_until", "<=", now)
          .execute();
        const rows = await kysely
          .updateTable("job")
          .set({ leased_until: now + leaseMs })
          .where("kind", "=", "run")
          .where("state", "=", "running")
          .where("leased_until", "<=", now)
          .returningAll()
          .execute();
        return rows.toSorted((left, right) => left.position - right.position).map(toLeased);
      }),
    cancel: (jobId, end) =>
      guarded(async () => {
        const { numUpdatedRows } = await kysely
          .updateTable("job")
          .set(over(end))
          .where("job_id", "=", jobId)
          .where("state", "=", "queued")
          .executeTakeFirst();
        return numUpdatedRows > 0n;
      }),
    get: (jobId) =>
      guarded(async () => {
        const row = await kysely.selectFrom("job").selectAll().where("job_id", "=", jobId).executeTakeFirst();
        return row === undefined ? null : toJob(row);
      }),
    ofRun: (runId) =>
      guarded(async () => {
        const row = await kysely
          .selectFrom("job")
          .selectAll()
          .where("run_id", "=", runId)
          .where("kind", "=", "run")
          .executeTakeFirst();
        return row === undefined ? null : toJob(row);
      }),
    list: ({ states, limit }) =>
      guarded(async () => {
        if (states.length === 0) return [];
        const rows = await kysely
          .selectFrom("job")
          .selectAll()
          .where("state", "in", states)
          .orderBy("position", "desc")
          .limit(limit)
          .execute();
        return rows.map(toJob);
      }),
    ahead: (jobId) =>
      guarded(async () => {
        const { jobs } = await kysely
          .selectFrom("job as mine")
          .innerJoin("job as other", "other.lane", "mine.lane")
          .select((select) => select.fn.countAll<number>().as("jobs"))
          .where("mine.job_id", "=", jobId)
          .where("mine.state", "=", "queued")
          .where((where) =>
            where.or([
              where("other.state", "=", "running"),
              where.and([
                where("other.state", "=", "queued"),
                where("other.position", "<", where.ref("mine.position")),
              ]),
            ]),
          )
          .executeTakeFirstOrThrow();
        return jobs;
      }),
  };
}

/** What is there for the key of somebody's request. Throws PA_IDEMPOTENCY where that was another request. */
async function findRequest(
  database: Kysely<Schema>,
  job: Pick<Job, "kind" | "payload" | "createdBy" | "createdAt">,
  key: string,
): Promise<Row | undefined> {
  const known = await database
    .selectFrom("job")
    .selectAll()
    .where("idempotency_key", "=", key)
    .where("created_by", "=", job.createdBy)
    .where("created_at", ">", job.createdAt - keyKnownMs)
    .orderBy("position")
    .executeTakeFirst();
  if (known !== undefined && (known.kind !== job.kind || known.payload !== job.payload))
    throw PerfAgentError.of("PA_IDEMPOTENCY", `the key "${key}" came with another request`);
  return known;
}
