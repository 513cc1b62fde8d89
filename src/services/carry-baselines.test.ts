import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { reviewAgent, type ReviewAgent } from "../../test/support/reviewable-run.ts";
import type { BaselineRun } from "../contract/baseline.ts";
import { baselineEndpoint, baselineRun, dayMs } from "../ports/baseline-runs.contract.ts";
import { ledgerEntry } from "../ports/ledger-entry.contract.ts";
import { exportBaselines, importBaselines } from "./carry-baselines.ts";

let directory: string;
let agent: ReviewAgent;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "carry-"));
  agent = reviewAgent(directory, "ana");
});
afterEach(async () => {
  await agent.close();
  await rm(directory, { recursive: true });
});

const rich = baselineRun("rich", 1_795_356_153_120, {
  traits: { engine: "k6 2" },
  judgedMs: 60_000,
  endpoints: [
    baselineEndpoint({ endpoint: "checkout", histogram: "exp64;1;1;1;0;0:1" }),
    baselineEndpoint({ endpoint: "search", histogram: "exp64;1;1;1;0;0:1" }),
  ],
});

async function stored(runId: string): Promise<BaselineRun | null> {
  return (await agent.store()).runs.baseline(runId);
}

async function keepRich(): Promise<string> {
  await (await agent.store()).runs.importBaselines("shop", [rich]);
  const file = join(directory, "shop.csv");
  expect(await exportBaselines(agent, { service: "shop", file, last: 9 })).toBe(1);
  return file;
}

async function edit(file: string, change: (text: string) => string): Promise<void> {
  const text = await readFile(file, "utf8");
  expect(change(text)).not.toBe(text);
  await writeFile(file, change(text));
}

describe("importBaselines", () => {
  it("loses nothing of a run that went out as CSV and comes back", async () => {
    const file = await keepRich();
    const before = await stored("rich");
    expect(await importBaselines(agent, file, { decisions: true })).toBe(1);
    expect(await stored("rich")).toEqual(before);
  });

  it("keeps the details of those endpoints only whose figures are the same", async () => {
    const file = await keepRich();
    await edit(file, (text) => text.replace(",search,1000,", ",search,1001,"));
    await importBaselines(agent, file, { decisions: true });
    const details = (await stored("rich"))?.endpoints.map(({ endpoint, histogram }) => [endpoint, histogram !== null]);
    expect(details).toEqual([
      ["checkout", true],
      ["search", false],
    ]);
    expect(await stored("rich")).toMatchObject({ traits: { engine: "k6 2" }, judgedMs: null });
  });

  it("takes a run of another fingerprint as the file has it", async () => {
    const file = await keepRich();
    await edit(file, (text) => text.replaceAll(rich.fingerprint, "another"));
    await importBaselines(agent, file, { decisions: true });
    expect(await stored("rich")).toMatchObject({ fingerprint: "another", traits: {}, judgedMs: null });
  });

  it("carries what was decided by JSON, and keeps what is newer", async () => {
    const names = { service: "shop", environment: "perf", plan: "peak" };
    const pin = { ...names, runId: "rich", label: "release 4", by: "ana", at: 5 };
    const acceptance = { by: "ana", at: 5, reason: "new tax rules", until: agent.clock.now() + dayMs };
    const entry = ledgerEntry({ state: "accepted", acceptance });
    const calibration = { schemaVersion: 1 as const, ...names, fingerprint: "f1", at: 5, runIds: [], series: [] };
    const { runs, ledger, book } = await agent.store();
    await runs.importBaselines("shop", [rich]);
    await book.pin(pin);
    await ledger.put([entry]);
    await book.calibrate(calibration);
    const file = join(directory, "shop.json");
    expect(await exportBaselines(agent, { service: "shop", file, last: 9 })).toBe(1);

    await book.unpin("rich");
    await ledger.put([{ ...entry, state: "open", acceptance: null }]);
    await book.calibrate({ ...calibration, at: 4 });
    await importBaselines(agent, file, { decisions: false });
    expect(await book.pins({})).toEqual([]);
    await importBaselines(agent, file, { decisions: true });
    expect(await book.pins({})).toEqual([pin]);
    expect(await ledger.get(entry.id)).toEqual(entry);
    expect(await book.calibration("f1")).toEqual(calibration);

    const later = { ...entry, state: "closed" as const, lastSeenAt: entry.lastSeenAt + 1 };
    await ledger.put([later]);
    await book.pin({ ...pin, label: "release 5", at: 6 });
    await importBaselines(agent, file, { decisions: true });
    expect(await ledger.get(entry.id)).toEqual(later);
    expect(await book.pins({})).toMatchObject([{ label: "release 5" }]);
  });
});
