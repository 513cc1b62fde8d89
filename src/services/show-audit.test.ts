import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { storedRun } from "../ports/baseline-runs.contract.ts";
import { reviewAgent, type ReviewAgent } from "../../test/support/reviewable-run.ts";
import { showAudit } from "./show-audit.ts";

let directory: string;
let agent: ReviewAgent;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "perf-agent-audit-"));
  agent = reviewAgent(directory, "ana");
});
afterEach(async () => {
  await agent.close();
  await rm(directory, { recursive: true });
});

async function note(at: number, runId: string | null): Promise<void> {
  const { audit } = await agent.store();
  const entry = { actor: "ana", action: "run", outcome: "allowed", subject: `at ${at}`, reasons: [] } as const;
  await audit.record({ ...entry, at, runId });
}

async function shown(run: string | null, limit = 10): Promise<string[]> {
  return (await showAudit(agent, { run, limit })).map(({ subject }) => subject);
}

describe("showAudit", () => {
  it("gives the newest first, as many as wanted", async () => {
    await note(1, null);
    await note(2, "r1");
    expect(await shown(null)).toEqual(["at 2", "at 1"]);
    expect(await shown(null, 1)).toEqual(["at 2"]);
  });

  it("gives those of one run, or of the newest run known", async () => {
    const { runs } = await agent.store();
    for (const [runId, startedAt] of [
      ["r1", 1],
      ["r2", 2],
    ] as const)
      await runs.save(storedRun(runId, startedAt), null, null);
    await note(1, "r1");
    await note(2, "r2");
    await note(3, null);
    expect(await shown("r1")).toEqual(["at 1"]);
    expect(await shown("latest")).toEqual(["at 2"]);
    expect(await shown("r9")).toEqual([]);
  });

  it("knows no newest run where there is none", async () => {
    await expect(shown("latest")).rejects.toThrow("PA_RUN_NOT_FOUND");
  });
});
