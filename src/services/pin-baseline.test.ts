import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { baselineRun, storedRun } from "../ports/baseline-runs.contract.ts";
import { reviewAgent, type ReviewAgent } from "../../test/support/reviewable-run.ts";
import { dropBaseline, listBaselines, pinBaseline, unpinBaseline } from "./pin-baseline.ts";

let directory: string;
let agent: ReviewAgent;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "pins-"));
  agent = reviewAgent(directory, "ana");
  const { runs } = await agent.store();
  for (const at of [1, 2]) await runs.save(storedRun(`r${at}`, at), null, baselineRun(`r${at}`, at));
});
afterEach(async () => {
  await agent.close();
  await rm(directory, { recursive: true });
});

const listed = async (): Promise<unknown[]> =>
  (await listBaselines(agent, { limit: 9 })).map(({ runId, pin }) => [runId, pin]);

const refused = (text: string): object => ({ mistakes: [{ code: "PA_RUN_NOT_FOUND", text }] });

describe("pins of baselines", () => {
  it("pins a run by a label, or the newest by its name, and takes the pin away", async () => {
    expect(await pinBaseline(agent, "r1", "release 4")).toEqual({
      runId: "r1",
      label: "release 4",
      by: "ana",
      at: agent.clock.now(),
      service: "shop",
      environment: "perf",
      plan: "peak",
    });
    await pinBaseline(agent, "latest", undefined);
    expect(await listed()).toEqual([
      ["r2", "r2"],
      ["r1", "release 4"],
    ]);
    await unpinBaseline(agent, "r1");
    expect(await listed()).toEqual([
      ["r2", "r2"],
      ["r1", null],
    ]);
    expect((await agent.audited()).map(({ action, runId }) => [action, runId])).toEqual([
      ["unpin-baseline", "r1"],
      ["pin-baseline", "r2"],
      ["pin-baseline", "r1"],
    ]);
  });

  it("drops a run with its pin", async () => {
    await pinBaseline(agent, "r2", "release 5");
    expect(await dropBaseline(agent, "latest")).toBe("r2");
    expect(await listed()).toEqual([["r1", null]]);
    expect(await (await agent.store()).book.pins({})).toEqual([]);
  });

  it.each(["invalid", "inconclusive"] as const)("pins no run that is %s", async (verdict) => {
    const { runs } = await agent.store();
    await runs.save(storedRun("r3", 3), null, baselineRun("r3", 3, { verdict }));
    await expect(pinBaseline(agent, "r3", undefined)).rejects.toMatchObject({
      mistakes: [{ code: "PA_BASELINE_INVALID", text: `r3 is ${verdict}: nothing can be measured against it` }],
    });
    expect(await listed()).toEqual([
      ["r3", null],
      ["r2", null],
      ["r1", null],
    ]);
  });

  it("names what is no baseline, or not pinned", async () => {
    await expect(pinBaseline(agent, "r9", undefined)).rejects.toMatchObject(refused("r9 is no baseline"));
    await expect(dropBaseline(agent, "r9")).rejects.toMatchObject(refused("r9 is no baseline"));
    await expect(unpinBaseline(agent, "r1")).rejects.toMatchObject(refused("r1 is not pinned"));
    for (const run of ["r1", "r2"]) await dropBaseline(agent, run);
    await expect(pinBaseline(agent, "latest", undefined)).rejects.toMatchObject(refused("there is no baseline yet"));
  });
});
