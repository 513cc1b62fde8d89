import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { storedRun } from "../../ports/baseline-runs.contract.ts";
import { twoSqliteStores } from "../../../test/support/two-sqlite-stores.ts";
import { PerfAgentError } from "../../contract/errors.ts";
import { runListContract } from "../../ports/run-list.contract.ts";
import { runStoreContract } from "../../ports/run-store.contract.ts";
import { openSqliteStore } from "./open-sqlite-store.ts";

runStoreContract(() => twoSqliteStores(({ runs }) => runs));
runListContract(() => twoSqliteStores(({ runs }) => runs));

describe("the store of runs in a file", () => {
  let directory: string;
  let path: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "store-"));
    path = join(directory, "runs.sqlite");
  });
  afterEach(() => rm(directory, { recursive: true }));

  it("opens from several connections at once and loses no row", async () => {
    const stores = await Promise.all(Array.from({ length: 6 }, () => openSqliteStore(path)));
    await Promise.all(
      stores.flatMap(({ runs }, s) => [0, 1, 2].map((n) => runs.save(storedRun(`${s}-${n}`, s), null, null))),
    );
    expect(await stores[0]?.runs.list({ limit: 100 })).toHaveLength(18);
    await Promise.all(stores.map((store) => store.close()));
  });

  it("names a file that is no store, and a store that somebody else holds", async () => {
    await writeFile(path, "this is no database, but it is long enough to look like one ".repeat(20));
    await expect(openSqliteStore(path)).rejects.toMatchObject({ mistakes: [{ code: "PA_STORE_CORRUPT" }] });

    const held = join(directory, "held.sqlite");
    const store = await openSqliteStore(held);
    const other = new DatabaseSync(held);
    other.exec("begin exclusive");
    const failure = await store.runs.save(storedRun("a", 1), null, null).catch((error: unknown) => error);
    other.exec("rollback");
    other.close();
    await store.close();
    expect(failure).toBeInstanceOf(PerfAgentError);
    expect(failure).toMatchObject({ mistakes: [{ code: "PA_STORE_LOCKED" }] });
  });
});
