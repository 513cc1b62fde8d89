import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PerfAgentError } from "../../contract/errors.ts";
import type { BaselineRun } from "../../contract/baseline.ts";
import type { RunStore, StoredRun } from "../../ports/run-store.ts";
import { openSqliteStore } from "./open-sqlite-store.ts";

function storedRun(runId: string, startedAt: number, service = "shop"): StoredRun {
  return {
    runId,
    startedAt,
    service,
    environment: "local",
    planName: "demo",
    state: "finished",
    verdict: "pass",
    fingerprint: "f1",
    directory: `/runs/${runId}`,
  };
}

function baseline(
  runId: string,
  startedAt: number,
  verdict: BaselineRun["verdict"] = "pass",
  fingerprint = "f1",
): BaselineRun {
  return {
    runId,
    startedAt,
    verdict,
    fingerprint,
    tags: {},
    endpoints: [
      {
        scenario: "buy",
        endpoint: "checkout",
        requests: 10,
        failedRequests: 0,
        ratePerSecond: 1,
        p50: 1,
        p90: 2,
        p95: 3,
        p99: 4,
      },
    ],
  };
}

async function openRuns(path: string): Promise<RunStore> {
  return (await openSqliteStore(path)).runs;
}

describe("the store of runs", () => {
  let directory: string;
  let path: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "store-"));
    path = join(directory, "runs.sqlite");
  });
  afterEach(() => rm(directory, { recursive: true }));

  it("lists runs newest first, by service, and finds one by id", async () => {
    const store = await openRuns(path);
    await store.save(storedRun("a", 1), null, null);
    await store.save(storedRun("b", 2), null, null);
    await store.save(storedRun("c", 3, "other"), null, null);
    expect((await store.list({ limit: 2 })).map((run) => run.runId)).toEqual(["c", "b"]);
    expect((await store.list({ service: "shop", limit: 9 })).map((run) => run.runId)).toEqual(["b", "a"]);
    expect(await store.get("a")).toEqual(storedRun("a", 1));
    expect(await store.get("none")).toBeNull();
    await store.close();
  });

  it("gives as baselines only comparable runs that passed or warned before the given time", async () => {
    const store = await openRuns(path);
    await store.save(storedRun("a", 1), null, baseline("a", 1));
    await store.save(storedRun("b", 2), null, baseline("b", 2, "warn"));
    await store.save(storedRun("c", 3), null, baseline("c", 3, "fail"));
    await store.save(storedRun("d", 4), null, baseline("d", 4, "pass", "f2"));
    await store.save(storedRun("e", 5), null, baseline("e", 5));
    const found = await store.baselines({ fingerprint: "f1", before: 5, limit: 9 });
    expect(found.map((run) => run.runId)).toEqual(["b", "a"]);
    expect(found[1]).toEqual(baseline("a", 1));
    await store.close();
  });

  it("forgets the baseline of a run that is saved again without one", async () => {
    const store = await openRuns(path);
    await store.save(storedRun("a", 1), null, baseline("a", 1));
    await store.save(storedRun("a", 1), null, null);
    expect(await store.baselines({ fingerprint: "f1", before: 9, limit: 9 })).toEqual([]);
    await store.close();
  });

  it("carries baselines to another store", async () => {
    const first = await openRuns(path);
    await first.save(storedRun("a", 1), null, baseline("a", 1));
    const exported = await first.exportBaselines("shop");
    await first.close();
    const second = await openRuns(join(directory, "second.sqlite"));
    expect(await second.importBaselines("shop", exported)).toBe(1);
    expect(await second.importBaselines("shop", exported)).toBe(1);
    expect(await second.exportBaselines("shop")).toEqual(exported);
    await second.close();
  });

  it("opens from several connections at once and loses no row", async () => {
    const stores = await Promise.all(Array.from({ length: 6 }, () => openRuns(path)));
    await Promise.all(
      stores.flatMap((store, s) => [0, 1, 2].map((n) => store.save(storedRun(`${s}-${n}`, s), null, null))),
    );
    expect(await stores[0]?.list({ limit: 100 })).toHaveLength(18);
    await Promise.all(stores.map((store) => store.close()));
  });

  it("names a file that is no store, and a store that somebody else holds", async () => {
    await writeFile(path, "this is no database, but it is long enough to look like one ".repeat(20));
    await expect(openRuns(path)).rejects.toMatchObject({ mistakes: [{ code: "PA_STORE_CORRUPT" }] });

    const held = join(directory, "held.sqlite");
    const store = await openRuns(held);
    const other = new DatabaseSync(held);
    other.exec("begin exclusive");
    const failure = await store.save(storedRun("a", 1), null, null).catch((error: unknown) => error);
    other.exec("rollback");
    other.close();
    await store.close();
    expect(failure).toBeInstanceOf(PerfAgentError);
    expect(failure).toMatchObject({ mistakes: [{ code: "PA_STORE_LOCKED" }] });
  });
});
