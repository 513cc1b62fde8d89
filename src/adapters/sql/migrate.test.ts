import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSqliteStore } from "./open-sqlite-store.ts";

describe("a store of an earlier version", () => {
  let directory: string;
  let path: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "migrate-"));
    path = join(directory, "runs.sqlite");
    const database = new DatabaseSync(path);
    database.exec(
      await readFile(new URL("../../../test/fixtures/store/version-001.sql", import.meta.url), { encoding: "utf8" }),
    );
    database.close();
  });
  afterEach(() => rm(directory, { recursive: true }));

  it("keeps its rows and gets what is new", async () => {
    const store = await openSqliteStore(path);
    expect((await store.runs.list({ limit: 9 })).map(({ runId, verdict }) => [runId, verdict])).toEqual([
      ["20261102-120000-demo-2c3d", "fail"],
      ["20261101-120000-demo-0a1b", "pass"],
    ]);
    const baselines = await store.runs.exportBaselines("shop", 9);
    expect(baselines).toMatchObject([{ runId: "20261101-120000-demo-0a1b", endpoints: [{ p95: 3 }] }]);
    await store.outbox.put([{ id: "m", sink: "s", createdAt: 1, body: "{}" }]);
    await store.close();

    const again = await openSqliteStore(path);
    expect(await again.outbox.pending()).toHaveLength(1);
    expect(await again.audit.list({ limit: 9 })).toEqual([]);
    await again.close();
  });

  it("of version 2 gets the history of its baselines", async () => {
    const second = join(directory, "second.sqlite");
    const database = new DatabaseSync(second);
    database.exec(
      await readFile(new URL("../../../test/fixtures/store/version-002.sql", import.meta.url), { encoding: "utf8" }),
    );
    database.close();
    const store = await openSqliteStore(second);
    const family = { service: "shop", environment: "perf", plan: "peak" };
    const checkout = { ...family, scenario: "buy", endpoint: "checkout" };
    expect(await store.runs.history(checkout, 9)).toMatchObject([
      { runId: "20261101-120000-peak-0a1b", verdict: "pass", commit: "9f31c2e", p95: 3 },
      { runId: "20261102-120000-peak-2c3d", verdict: "fail", commit: null, p95: 7 },
    ]);
    expect((await store.runs.earlier(family, { before: Infinity, limit: 9 })).map(({ runId }) => runId)).toEqual([
      "20261102-120000-peak-2c3d",
      "20261101-120000-peak-0a1b",
    ]);
    const filter = { fingerprint: "f1", before: Infinity, since: null, limit: 9 };
    expect(await store.runs.baselines({ ...filter, tags: { commit: "9f31c2e" } })).toMatchObject([{ plan: "peak" }]);
    expect(await store.runs.series({ name: "shop" })).toHaveLength(3);
    expect(await store.audit.list({ limit: 9 })).toMatchObject([{ subject: "peak on perf" }]);
    await store.close();
  });

  it("of version 3 gets in its list of runs what their documents say", async () => {
    const third = join(directory, "third.sqlite");
    const database = new DatabaseSync(third);
    database.exec(
      await readFile(new URL("../../../test/fixtures/store/version-003.sql", import.meta.url), { encoding: "utf8" }),
    );
    database.close();
    const store = await openSqliteStore(third);
    const { items, next } = await store.runs.page({ service: "shop", limit: 9, after: null });
    expect(next).toBeNull();
    expect(
      items.map(({ runId, state, finishedAt, tags, reason }) => [runId.slice(-4), state, finishedAt, tags, reason]),
    ).toEqual([
      ["4e5f", "interrupted", null, {}, null],
      ["2c3d", "running", null, {}, null],
      [
        "0a1b",
        "finished",
        Date.UTC(2026, 10, 1, 12, 10, 0, 250),
        { branch: "main", commit: "9f31c2e" },
        "3 objectives were met",
      ],
    ]);
    expect(await store.runs.countTagged("commit", "9f31c2e")).toBe(1);
    expect(await store.runs.retag("20261101-120000-peak-0a1b", { branch: "topic" })).toBe(true);
    expect(await store.runs.baseline("20261101-120000-peak-0a1b")).toMatchObject({ tags: { branch: "topic" } });
    expect(await store.jobs.lease({ now: 1, leaseMs: 1 })).toBeNull();
    await store.close();

    const migrated = new DatabaseSync(third);
    const documents = migrated.prepare("select run_id as runId, document from run_document order by run_id").all();
    expect(documents.map(({ runId }) => String(runId).slice(-4))).toEqual(["0a1b", "4e5f"]);
    expect(JSON.parse(String(documents[0]?.["document"]))).toMatchObject({ verdict: "pass" });
    migrated.close();
  });

  it("is brought up by one of several processes that open it at once", async () => {
    const stores = await Promise.all(Array.from({ length: 4 }, () => openSqliteStore(path)));
    expect(await Promise.all(stores.map(({ runs }) => runs.list({ limit: 9 })))).toMatchObject(
      Array.from({ length: 4 }, () => [{}, {}]),
    );
    await Promise.all(stores.map((store) => store.close()));
  });

  it("is left alone when a later version wrote it", async () => {
    await (await openSqliteStore(path)).close();
    const database = new DatabaseSync(path);
    database.exec("insert into kysely_migration values ('999-later', '2030-01-01T00:00:00.000Z')");
    database.close();
    await expect(openSqliteStore(path)).rejects.toMatchObject({
      mistakes: [{ code: "PA_STORE_CORRUPT", text: expect.stringContaining("a later version of the agent wrote it") }],
    });
  });
});
