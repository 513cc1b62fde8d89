import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openSqliteStore } from "../../src/adapters/sql/open-sqlite-store.ts";
import { backupDocumentSchema } from "../../src/contract/command-documents.ts";
import { storedRun } from "../../src/ports/baseline-runs.contract.ts";
import { createWorkplace, type Workplace } from "../support/command-line.ts";
import { serve } from "../support/served.ts";

describe("perf-agent backup", () => {
  let workplace: Workplace;
  beforeEach(async () => {
    workplace = await createWorkplace();
  });
  afterEach(() => workplace.remove());

  test("copies the store of runs while somebody has it open", async () => {
    const store = await openSqliteStore(join(workplace.directory, "runs", "runs.sqlite"));
    await store.runs.save(storedRun("a", 1), null, null);
    const made = await workplace.run(["backup", "copies/monday.sqlite", "--json"]);
    await store.close();
    expect(made.code).toBe(0);
    const file = join(workplace.directory, "copies", "monday.sqlite");
    expect(backupDocumentSchema.parse(JSON.parse(made.stdout))).toMatchObject({ schemaVersion: 1, file });
    const copied = await openSqliteStore(file);
    expect(await copied.runs.list({ limit: 9 })).toMatchObject([{ runId: "a" }]);
    await copied.close();

    const again = await workplace.run(["backup", "copies/monday.sqlite"]);
    expect([again.code, again.stderr]).toEqual([2, expect.stringContaining("PA_FILE_EXISTS")]);
    const forced = await workplace.run(["backup", "copies/monday.sqlite", "--force"]);
    expect([forced.code, forced.stdout]).toEqual([0, expect.stringContaining("monday.sqlite")]);
  });

  test("copies the store of a service that runs", async () => {
    const served = await serve(workplace);
    await served.api("/me");
    const made = await workplace.run(["backup", "copies/monday.sqlite", "--runs", "data/runs"]);
    expect([made.code, made.stdout]).toEqual([0, expect.stringContaining("monday.sqlite")]);
    await served.stop();
    const copied = await openSqliteStore(join(workplace.directory, "copies", "monday.sqlite"));
    expect(await copied.tokens.list()).toMatchObject([{ roles: ["admin"] }]);
    await copied.close();
  });

  test("names where there is nothing to copy, and makes nothing", async () => {
    const { code, stderr } = await workplace.run(["backup", "copy.sqlite"]);
    expect(code).toBe(2);
    expect(stderr).toContain("PA_STORE_MISSING");
    expect(await readdir(workplace.directory)).toEqual([]);
  });
});
