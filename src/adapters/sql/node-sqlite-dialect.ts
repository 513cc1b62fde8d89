import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from "kysely";
import type { CompiledQuery, DatabaseConnection, Dialect, Driver, Kysely, QueryResult } from "kysely";
import { busyLimitMs, pause, retryWhileBusy } from "./retry-while-busy.ts";

const yieldAfterMs = 8;

/** Node 22 refuses booleans; a Date or object in first place would be read as named parameters and stored as NULL in silence. */
function toBindable(value: unknown): SQLInputValue {
  if (typeof value === "boolean") return value ? 1 : 0;
  if (value === null || typeof value === "string" || typeof value === "number" || typeof value === "bigint")
    return value;
  if (value instanceof Uint8Array) return value;
  throw new TypeError(`cannot bind ${Object.prototype.toString.call(value)}`);
}

class SqliteConnection implements DatabaseConnection {
  readonly database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(database: DatabaseSync) {
    this.database = database;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const statement = this.#prepare(query.sql);
    const values = query.parameters.map(toBindable);
    if (statement.columns().length > 0) {
      // The driver cannot know row types; Kysely derives R from the query.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the row's type is the promise of whoever wrote the query
      return { rows: (await retryWhileBusy(() => statement.all(...values))) as R[] };
    }
    const { changes, lastInsertRowid } = await retryWhileBusy(() => statement.run(...values));
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
  }

  async *streamQuery<R>(query: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
    for (const row of this.database.prepare(query.sql).iterate(...query.parameters.map(toBindable))) {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the row's type is the promise of whoever wrote the query
      yield { rows: [row as R] };
    }
  }

  #prepare(text: string): StatementSync {
    const known = this.#statements.get(text);
    if (known !== undefined) return known;
    if (this.#statements.size >= 128) this.#statements.clear();
    const statement = this.database.prepare(text);
    this.#statements.set(text, statement);
    return statement;
  }
}

/** One connection: callers queue for it, so that no foreign statement slips into a transaction. */
class NodeSqliteDriver implements Driver {
  readonly #connection: SqliteConnection;
  #queue: Promise<void> = Promise.resolve();
  #release = (): void => {};
  #yieldedAt = 0;

  constructor(database: DatabaseSync) {
    this.#connection = new SqliteConnection(database);
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    const turn = this.#queue;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#queue = promise;
    await turn;
    this.#release = resolve;
    // A loop of awaited statements on a synchronous driver would let no timer and no socket run.
    if (performance.now() - this.#yieldedAt > yieldAfterMs) {
      await pause(0);
      this.#yieldedAt = performance.now();
    }
    return this.#connection;
  }

  async releaseConnection(): Promise<void> {
    this.#release();
  }

  beginTransaction(): Promise<void> {
    return this.#execute("begin immediate");
  }

  commitTransaction(): Promise<void> {
    return this.#execute("commit");
  }

  /** A full disk ends a transaction by itself: what it was ended for is the error to tell then, not that there is none to end. */
  async rollbackTransaction(): Promise<void> {
    if (this.#connection.database.isTransaction) await this.#execute("rollback");
  }

  async destroy(): Promise<void> {
    this.#connection.database.close();
  }

  #execute(text: string): Promise<void> {
    return retryWhileBusy(() => this.#connection.database.exec(text));
  }
}

/** Kysely dialect on Node's own SQLite. Every commit is synced: an acknowledged row survives the death of the process. */
export function nodeSqliteDialect(path: string): Dialect {
  const open = (): DatabaseSync => {
    const database = new DatabaseSync(path, { timeout: busyLimitMs, enableForeignKeyConstraints: true });
    try {
      database.exec("pragma journal_mode = WAL; pragma synchronous = FULL; pragma busy_timeout = 0");
    } catch (error) {
      database.close();
      throw error;
    }
    return database;
  };
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new NodeSqliteDriver(open()),
    createIntrospector: (kysely: Kysely<unknown>) => new SqliteIntrospector(kysely),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}
