import { Kysely, type Dialect } from "kysely";
import type { AnswerBook } from "../../ports/answer-book.ts";
import type { AuditLog } from "../../ports/audit-log.ts";
import type { BaselineBook } from "../../ports/baseline-book.ts";
import type { JobQueue } from "../../ports/job-queue.ts";
import type { Ledger } from "../../ports/ledger.ts";
import type { Outbox } from "../../ports/outbox.ts";
import type { PlanShelf } from "../../ports/plan-shelf.ts";
import type { RunStore } from "../../ports/run-store.ts";
import type { TokenBook } from "../../ports/token-book.ts";
import { migrate } from "./migrate.ts";
import { nodeSqliteDialect } from "./node-sqlite-dialect.ts";
import type { Schema } from "./schema.ts";
import { sqlAnswerBook } from "./sql-answer-book.ts";
import { sqlAuditLog } from "./sql-audit-log.ts";
import { sqlBaselineBook } from "./sql-baseline-book.ts";
import { sqlJobQueue } from "./sql-job-queue.ts";
import { sqlLedger } from "./sql-ledger.ts";
import { sqlOutbox } from "./sql-outbox.ts";
import { sqlPlanShelf } from "./sql-plan-shelf.ts";
import { sqlRunStore } from "./sql-run-store.ts";
import { sqlTokenBook } from "./sql-token-book.ts";
import { guardedBy, makeFolderOf } from "./store-errors.ts";

/** What one database holds, on one connection. */
export interface Store {
  readonly runs: RunStore;
  readonly outbox: Outbox;
  readonly audit: AuditLog;
  readonly ledger: Ledger;
  readonly book: BaselineBook;
  readonly shelf: PlanShelf;
  readonly jobs: JobQueue;
  readonly tokens: TokenBook;
  readonly answers: AnswerBook;
  /** Closes the connection of all of them; so does `runs.close`. */
  close(): Promise<void>;
}

/**
 * Opens the store in a SQLite file, creating it or bringing it to this version.
 * Throws PA_STORE_LOCKED, PA_STORE_CORRUPT or PA_WRITE_FAILED; so does every method of its parts.
 */
export async function openSqliteStore(path: string): Promise<Store> {
  await makeFolderOf(path);
  return openStore(path, () => nodeSqliteDialect(path));
}

async function openStore(name: string, dialect: () => Dialect): Promise<Store> {
  const guarded = guardedBy(name);
  const kysely = await guarded(async () => {
    const opened = new Kysely<Schema>({ dialect: dialect() });
    try {
      await migrate(opened, name);
      return opened;
    } catch (error) {
      await opened.destroy();
      throw error;
    }
  });
  return {
    runs: sqlRunStore(kysely, guarded),
    outbox: sqlOutbox(kysely, guarded),
    audit: sqlAuditLog(kysely, guarded),
    ledger: sqlLedger(kysely, guarded),
    book: sqlBaselineBook(kysely, guarded),
    shelf: sqlPlanShelf(kysely, guarded),
    jobs: sqlJobQueue(kysely, guarded),
    tokens: sqlTokenBook(kysely, guarded),
    answers: sqlAnswerBook(kysely, guarded),
    close: () => kysely.destroy(),
  };
}
