import { DatabaseSync, type SQLOutputValue } from "node:sqlite";
import { z } from "zod";
import { PerfAgentError } from "../../contract/errors.ts";
import type { ActiveRun, ActiveRuns, RequestedStop } from "../../ports/active-runs.ts";
import type { ProcessIdentity } from "../../ports/processes.ts";
import { retryWhileBusy } from "./retry-while-busy.ts";
import { guardedBy, makeFolderOf } from "./store-errors.ts";

/** Other processes hold the file for less than a millisecond at a time, but they may be many. */
const patienceMs = 15_000;
const version = 1;
/** `position` keeps the order of claims, which clocks of several processes need not. */
const schemaText = `
  create table active_run (
    position integer primary key autoincrement,
    run_id text not null unique,
    value text not null,
    stop_mode text,
    stop_text text
  );
  pragma user_version = ${version};
`;

const identitySchema = z.strictObject({ pid: z.number(), beganAt: z.string().nullable() });
const activeRunSchema = z.strictObject({
  runId: z.string(),
  environment: z.string(),
  sockets: z.array(z.string()),
  vus: z.number(),
  ratePerSecond: z.number().nullable(),
  directory: z.string(),
  owner: identitySchema,
  engine: identitySchema.nullable(),
  claimedAt: z.number(),
});
const requestedStopSchema = z.strictObject({ mode: z.enum(["graceful", "now"]), text: z.string() });

type Row = Record<string, SQLOutputValue>;

function toRun(row: Row): ActiveRun {
  return activeRunSchema.parse(JSON.parse(z.string().parse(row["value"])));
}

function stopOf(row: Row | undefined): RequestedStop | null {
  if (row === undefined || row["stop_mode"] === null) return null;
  return requestedStopSchema.parse({ mode: row["stop_mode"], text: row["stop_text"] });
}

function isSame(left: ProcessIdentity, right: ProcessIdentity): boolean {
  return left.pid === right.pid && left.beganAt === right.beganAt;
}

/**
 * Opens the runs of this machine in a SQLite file of their own, creating it. Every change is one immediate transaction without a pause in it:
 * SQLite lets one process at a time into such, and takes back what a killed one had not committed.
 * Throws PA_STORE_LOCKED, PA_STORE_CORRUPT or PA_WRITE_FAILED; so does every method.
 */
export async function openActiveRuns(path: string): Promise<ActiveRuns> {
  await makeFolderOf(path);
  const guarded = guardedBy(path);
  const wait = <T>(work: () => T): Promise<T> => guarded(() => retryWhileBusy(work, patienceMs));
  const database = await wait(() => openDatabase(path));
  const change = <T>(work: () => T): Promise<T> =>
    wait(() => {
      database.exec("begin immediate");
      try {
        const result = work();
        database.exec("commit");
        return result;
      } catch (error) {
        // A commit that failed may have ended the transaction itself.
        if (database.isTransaction) database.exec("rollback");
        throw error;
      }
    });
  try {
    await change(() => createTables(database, path));
  } catch (error) {
    database.close();
    throw error;
  }

  const selectAll = database.prepare("select value from active_run order by position");
  const selectOne = database.prepare("select value, stop_mode, stop_text from active_run where run_id = ?");
  const insert = database.prepare("insert into active_run (run_id, value) values (?, ?)");
  const update = database.prepare("update active_run set value = ? where run_id = ?");
  const updateStop = database.prepare("update active_run set stop_mode = ?, stop_text = ? where run_id = ?");
  const remove = database.prepare("delete from active_run where run_id = ?");

  const find = (runId: string): ActiveRun | null => {
    const row = selectOne.get(runId);
    return row === undefined ? null : toRun(row);
  };
  const write = (run: ActiveRun): void => {
    const value = JSON.stringify(run);
    if (Number(update.run(value, run.runId).changes) === 0) insert.run(run.runId, value);
  };

  return {
    claim: (run, mayRun) =>
      change(() => {
        const others = selectAll
          .all()
          .map(toRun)
          .filter(({ runId }) => runId !== run.runId);
        const refusal = mayRun(others);
        if (refusal === null) write(run);
        return refusal;
      }),
    list: () => wait(() => selectAll.all().map(toRun)),
    noteEngine: (runId, engine) =>
      change(() => {
        const run = find(runId);
        if (run !== null) write({ ...run, engine });
      }),
    takeOver: (runId, from, owner) =>
      change(() => {
        const run = find(runId);
        if (run === null || !isSame(run.owner, from)) return false;
        write({ ...run, owner });
        return true;
      }),
    release: (runId) => change(() => void remove.run(runId)),
    requestStop: (runId, stop) =>
      change(() => {
        const row = selectOne.get(runId);
        if (row === undefined) return false;
        const earlier = stopOf(row);
        if (earlier === null || (earlier.mode === "graceful" && stop.mode === "now"))
          updateStop.run(stop.mode, stop.text, runId);
        return true;
      }),
    requestedStop: (runId) => wait(() => stopOf(selectOne.get(runId))),
    close: () => Promise.resolve(database.close()),
  };
}

function openDatabase(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    // Rows need to survive their process, not a power cut: no process survives that either. WAL keeps the file whole in both.
    database.exec("pragma journal_mode = WAL; pragma synchronous = NORMAL");
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function createTables(database: DatabaseSync, path: string): void {
  const found = Number(database.prepare("pragma user_version").get()?.["user_version"]);
  if (found === 0) database.exec(schemaText);
  else if (found !== version) {
    throw PerfAgentError.of(
      "PA_STORE_CORRUPT",
      `${path}: the list of active runs is of version ${found}, this agent knows ${version}; use one version of the agent on this machine, or delete the file while nothing runs`,
    );
  }
}
