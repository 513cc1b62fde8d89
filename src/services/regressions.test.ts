import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, test } from "vitest";
import { dayMs } from "../ports/baseline-runs.contract.ts";
import { ledgerEntry } from "../ports/ledger-entry.contract.ts";
import { reviewAgent, type ReviewAgent } from "../../test/support/reviewable-run.ts";
import type { LedgerEntry } from "../contract/ledger.ts";
import { acceptRegression, listRegressions, reopenRegression } from "./regressions.ts";

let directory: string;
let agent: ReviewAgent;
let now: number;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "regressions-"));
  agent = reviewAgent(directory, "ana");
  now = agent.clock.now();
});
afterEach(async () => {
  await agent.close();
  await rm(directory, { recursive: true });
});

async function put(...entries: LedgerEntry[]): Promise<void> {
  await (await agent.store()).ledger.put(entries);
}

const ids = async (filter: Parameters<typeof listRegressions>[1]): Promise<string[]> =>
  (await listRegressions(agent, filter)).map(({ id }) => id);

describe("the ledger of regressions", () => {
  it("accepts an open entry until its end, says who and why, and writes the audit log", async () => {
    await put(ledgerEntry());
    const until = now + 90 * dayMs;
    const accepted = await acceptRegression(agent, { id: "r1", reason: " new tax rules ", until });
    const acceptance = { by: "ana", at: now, reason: "new tax rules", until };
    expect(accepted).toEqual(ledgerEntry({ state: "accepted", acceptance }));
    expect(await listRegressions(agent, { closed: false })).toEqual([accepted]);
    expect(await agent.audited()).toMatchObject([
      {
        actor: "ana",
        action: "accept-regression",
        outcome: "done",
        subject: "r1: p95 of checkout in buy, peak on perf",
        reasons: ["new tax rules", "until 2027-02-22T12:00:00.000Z"],
      },
    ]);
  });

  it("names who did it where that is not who uses the machine", async () => {
    await put(ledgerEntry());
    const until = now + dayMs;
    const accepted = await acceptRegression(agent, { id: "r1", reason: "agreed", until, actor: "ben" });
    expect(accepted.acceptance?.by).toBe("ben");
    await reopenRegression(agent, "r1", "cleo");
    expect((await agent.audited()).map(({ actor }) => actor)).toEqual(["cleo", "ben"]);
  });

  it("lets an acceptance expire when its time is over", async () => {
    await put(ledgerEntry());
    await acceptRegression(agent, { id: "r1", reason: "agreed", until: now + dayMs });
    agent.pass(dayMs - 1);
    expect(await listRegressions(agent, { closed: false })).toMatchObject([{ state: "accepted" }]);
    agent.pass(1);
    expect(await listRegressions(agent, { closed: false })).toMatchObject([{ state: "expired" }]);
    expect(await (await agent.store()).ledger.get("r1")).toMatchObject({ state: "expired" });
  });

  it("does not reopen what a newer entry is about", async () => {
    await put(ledgerEntry({ state: "closed" }), ledgerEntry({ id: "r2", openedAt: 2000 }));
    await expect(reopenRegression(agent, "r1")).rejects.toMatchObject({
      mistakes: [{ text: "r2 is about the same figure and is open: r1 stays closed" }],
    });
  });

  test.each<[string, { id: string; reason: string; days: number }, string, string?]>([
    ["without a reason", { id: "r1", reason: " ", days: 1 }, "accepting a regression needs a reason: --reason TEXT"],
    [
      "until a time that has passed",
      { id: "r1", reason: "agreed", days: 0 },
      "2026-11-24T12:00:00.000Z has passed: an acceptance ends in the future",
    ],
    [
      "of another id",
      { id: "r9", reason: "agreed", days: 1 },
      "no regression r9; there are r1",
      "PA_REGRESSION_NOT_FOUND",
    ],
    [
      "that is closed",
      { id: "r2", reason: "agreed", days: 1 },
      "r2 is closed: the regression is gone, there is nothing to accept",
    ],
  ])("refuses to accept one %s, and logs nothing", async (_, { id, reason, days }, text, code = "PA_USAGE") => {
    await put(ledgerEntry(), ledgerEntry({ id: "r2", state: "closed" }));
    const until = now + days * dayMs;
    await expect(acceptRegression(agent, { id, reason, until })).rejects.toMatchObject({
      mistakes: [{ code, text }],
    });
    expect(await agent.audited()).toEqual([]);
  });

  it("reopens what was accepted or closed, but not what is open", async () => {
    await put(ledgerEntry({ state: "closed" }));
    expect(await reopenRegression(agent, "r1")).toEqual(ledgerEntry());
    await acceptRegression(agent, { id: "r1", reason: "agreed", until: now + dayMs });
    expect(await reopenRegression(agent, "r1")).toEqual(ledgerEntry());
    expect((await agent.audited()).map(({ action }) => action)).toEqual([
      "reopen-regression",
      "accept-regression",
      "reopen-regression",
    ]);
    await expect(reopenRegression(agent, "r1")).rejects.toMatchObject({ mistakes: [{ text: "r1 is open already" }] });
  });

  it("lists closed ones only where they are asked for, and one service's", async () => {
    await put(
      ledgerEntry({ id: "a", openedAt: 1 }),
      ledgerEntry({ id: "b", openedAt: 2, state: "closed" }),
      ledgerEntry({ id: "c", openedAt: 3, service: "other" }),
    );
    expect(await ids({ closed: false })).toEqual(["c", "a"]);
    expect(await ids({ closed: true, service: "shop" })).toEqual(["b", "a"]);
  });
});
