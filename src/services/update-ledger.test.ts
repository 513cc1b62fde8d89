import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { baselineRun, dayMs } from "../ports/baseline-runs.contract.ts";
import { recordOf } from "../../test/support/fabricated-run.ts";
import { ledgerEntry } from "../ports/ledger-entry.contract.ts";
import { reviewAgent, type ReviewAgent } from "../../test/support/reviewable-run.ts";
import { sampleAnalysis } from "../../test/support/sample-analysis.ts";
import { comparisonSchema, type Comparison } from "../contract/comparison.ts";
import type { LedgerEntry } from "../contract/ledger.ts";
import { emptyBasis } from "./freeze-baselines.ts";
import { updateLedger } from "./update-ledger.ts";

let directory: string;
let agent: ReviewAgent;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "ledger-"));
  agent = reviewAgent(directory, "ana");
});
afterEach(async () => {
  await agent.close();
  await rm(directory, { recursive: true });
});

/** Judges run `number`, whose p95 of checkout has this status and value. */
async function judged(number: number, status: Comparison["status"], after: number): Promise<void> {
  const comparison = comparisonSchema.parse({
    endpoint: "checkout",
    scenario: "buy",
    statistic: "p95",
    status,
    before: 100,
    after,
    unit: "ms",
    effect: after / 100 - 1,
    interval: null,
    p: null,
    mde: null,
    baselineRuns: 10,
  });
  const { document } = sampleAnalysis((changed) => {
    changed.verdict = "warn";
    changed.comparisons = [comparison];
  });
  const startedAt = agent.clock.now() + number;
  const record = recordOf({ runId: `run-${number}`, startedAt, tags: { commit: `c${number}` } });
  const before = baselineRun("before", startedAt - dayMs, { tags: { commit: `c${number - 1}` } });
  await updateLedger(agent, record, { ...emptyBasis("f1", {}), runs: [before] }, document);
}

const kept = async (): Promise<readonly LedgerEntry[]> => (await agent.store()).ledger.list({ states: null, limit: 9 });

describe("the ledger of judged runs", () => {
  it("opens, confirms and closes what runs find, under one short id", async () => {
    await judged(1, "regression-suspected", 150);
    const [opened] = await kept();
    expect(opened).toMatchObject({
      state: "open",
      openedBy: "run-1",
      commits: { from: "c0", to: "c1" },
      service: recordOf().service,
      environment: recordOf().environment,
      plan: recordOf().plan.name,
    });
    expect(opened?.id).toMatch(/^[0-9a-f]{8}$/u);
    await judged(2, "regression-confirmed", 152);
    await judged(3, "no-regression", 101);
    expect(await kept()).toEqual([
      {
        ...opened,
        state: "closed",
        lastSeenBy: "run-2",
        lastSeenAt: agent.clock.now() + 2,
        confirmedBy: "run-2",
        after: 152,
        effect: 0.52,
      },
    ]);
    await judged(4, "regression-suspected", 150);
    expect((await kept()).map(({ openedBy, state }) => [openedBy, state])).toEqual([
      ["run-4", "open"],
      ["run-1", "closed"],
    ]);
  });

  it("is the same when a run is read again", async () => {
    await judged(1, "regression-suspected", 150);
    await judged(2, "no-regression", 101);
    const before = await kept();
    await judged(1, "regression-suspected", 150);
    expect(await kept()).toEqual(before);
  });

  it("notes an acceptance that ended, though the run says nothing of it", async () => {
    const { service, environment, plan } = recordOf();
    const acceptance = { by: "ana", at: 1, reason: "agreed", until: agent.clock.now() };
    const names = { service, environment, plan: plan.name, endpoint: "search" };
    await (await agent.store()).ledger.put([ledgerEntry({ ...names, state: "accepted", acceptance })]);
    await judged(1, "no-regression", 101);
    expect(await kept()).toMatchObject([{ endpoint: "search", state: "expired" }]);
  });
});
