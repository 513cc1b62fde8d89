import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { reviewAgent, type ReviewAgent } from "../../test/support/reviewable-run.ts";
import type { BaselineRun } from "../contract/baseline.ts";
import { baselineEndpoint, baselineRun } from "../ports/baseline-runs.contract.ts";
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
    baselineEndpoint({ endpoint: "checkout", errors: { p50: 0.01, p90: 0.01, p95: 0.02, p99: 0.05 } }),
    baselineEndpoint({ endpoint: "search", errors: { p50: 0.01, p90: 0.01, p95: 0.02, p99: 0.05 } }),
  ],
});

async function stored(runId: string): Promise<BaselineRun | null> {
  return (await agent.store()).runs.baseline(runId);
}

async function keepRich(): Promise<string> {
  await (await agent.store()).runs.importBaselines("shop", [rich]);
  const file = join(directory, "shop.csv");
  expect(await exportBaselines(agent, "shop", file)).toBe(1);
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
    expect(await importBaselines(agent, file)).toBe(1);
    expect(await stored("rich")).toEqual(before);
  });

  it("keeps the details of those endpoints only whose figures are the same", async () => {
    const file = await keepRich();
    await edit(file, (text) => text.replace(",search,1000,", ",search,1001,"));
    await importBaselines(agent, file);
    const details = (await stored("rich"))?.endpoints.map(({ endpoint, errors }) => [endpoint, errors !== null]);
    expect(details).toEqual([
      ["checkout", true],
      ["search", false],
    ]);
  });

  it("takes a run of another fingerprint as the file has it", async () => {
    const file = await keepRich();
    await edit(file, (text) => text.replaceAll(rich.fingerprint, "another"));
    await importBaselines(agent, file);
    expect(await stored("rich")).toMatchObject({ fingerprint: "another", traits: {}, judgedMs: null });
  });
});
