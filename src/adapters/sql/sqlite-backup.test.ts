import { link, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { baselineRun, storedRun } from "../../ports/baseline-runs.contract.ts";
import { newJob } from "../../ports/job-queue.contract.ts";
import { openSqliteStore, type Store } from "./open-sqlite-store.ts";
import { sqliteBackup } from "./sqlite-backup.ts";

const once = { overwrite: false };
const again = { overwrite: true };

async function codeOf(writing: Promise<unknown>): Promise<unknown> {
  return writing.then(
    () => "it was written",
    (error: unknown) => (error as { mistakes?: { code: string }[] }).mistakes?.[0]?.code,
  );
}

describe("a backup of the store", () => {
  let directory: string;
  let path: string;
  let copy: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "backup-"));
    path = join(directory, "runs", "runs.sqlite");
    copy = join(directory, "backups", "monday.sqlite");
  });
  afterEach(() => rm(directory, { recursive: true }));

  it("is a store with everything in it, in one private file", async () => {
    const store = await openSqliteStore(path);
    await store.runs.save(storedRun("a", 1), null, baselineRun("a", 1));
    await store.jobs.put(newJob("j"), null);
    const { bytes } = await sqliteBackup(path).write(copy, once);
    await store.runs.save(storedRun("b", 2), null, null);
    await store.close();

    expect(await readdir(join(directory, "backups"))).toEqual(["monday.sqlite"]);
    const { size, mode } = await stat(copy);
    expect(size).toBe(bytes);
    expect(mode % 0o1000).toBe(0o600);
    const copied = await openSqliteStore(copy);
    expect((await copied.runs.list({ limit: 9 })).map(({ runId }) => runId)).toEqual(["a"]);
    expect(await copied.runs.baseline("a")).toEqual(baselineRun("a", 1));
    expect(await copied.jobs.get("j")).toMatchObject({ state: "queued" });
    await copied.close();
  });

  it("comes to its end beside others who write without a pause, and holds one moment", async () => {
    const stores = await Promise.all(Array.from({ length: 3 }, () => openSqliteStore(path)));
    const enough = new AbortController();
    const writing = stores.map(async (store, s) => {
      // A run and its baseline are one transaction: a copy has both or none.
      for (let n = 0; !enough.signal.aborted; n++)
        await store.runs.save(storedRun(`${s}-${n}`, n), null, baselineRun(`${s}-${n}`, n));
    });
    for (let n = 0; n < 5; n++) await sqliteBackup(path).write(copy, again);
    enough.abort();
    await Promise.all(writing);
    await Promise.all(stores.map((store) => store.close()));

    const copied = await openSqliteStore(copy);
    const runs = await copied.runs.list({ limit: 1_000_000 });
    const baselines = await copied.runs.listBaselines({ limit: 1_000_000 });
    expect(runs.length).toBeGreaterThan(0);
    expect(baselines.map(({ runId }) => runId).toSorted()).toEqual(runs.map(({ runId }) => runId).toSorted());
    await copied.close();
  });

  it("replaces a file only where that was asked for", async () => {
    await (await openSqliteStore(path)).close();
    await mkdir(join(directory, "backups"));
    await writeFile(copy, "dear");
    expect(await codeOf(sqliteBackup(path).write(copy, once))).toBe("PA_FILE_EXISTS");
    expect(await readFile(copy, "utf8")).toBe("dear");
    await sqliteBackup(path).write(copy, again);
    await (await openSqliteStore(copy)).close();
  });

  it("never replaces the store itself, under whatever name", async () => {
    await (await openSqliteStore(path)).close();
    const alias = join(directory, "alias.sqlite");
    await link(path, alias);
    for (const file of [path, alias]) expect(await codeOf(sqliteBackup(path).write(file, again))).toBe("PA_USAGE");
  });

  it("makes no store where there is none", async () => {
    expect(await codeOf(sqliteBackup(path).write(copy, once))).toBe("PA_STORE_MISSING");
    expect(await readdir(directory)).toEqual([]);
  });

  it("leaves nothing behind where it fails", async () => {
    await mkdir(join(directory, "runs"));
    await writeFile(path, "this is no database, but it is long enough to look like one ".repeat(20));
    expect(await codeOf(sqliteBackup(path).write(copy, once))).toBe("PA_STORE_CORRUPT");
    expect(await readdir(join(directory, "backups"))).toEqual([]);
    await writeFile(join(directory, "file"), "");
    expect(await codeOf(sqliteBackup(path).write(join(directory, "file", "x.sqlite"), once))).toBe("PA_WRITE_FAILED");
  });

  it("tells a damaged store", async () => {
    const store: Store = await openSqliteStore(path);
    for (let n = 0; n < 200; n++) await store.runs.save(storedRun(`a${n}`, n), null, null);
    await store.close();
    const bytes = await readFile(path);
    bytes.fill(7, 3 * 4096);
    await writeFile(path, bytes);
    expect(await codeOf(sqliteBackup(path).write(copy, once))).toBe("PA_STORE_CORRUPT");
    expect(await readdir(join(directory, "backups"))).toEqual([]);
  });
});
