import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { reviewAgent, type ReviewAgent } from "../../../test/support/reviewable-run.ts";
import { sampleAnalysis } from "../../../test/support/sample-analysis.ts";
import { localRunFolders } from "../../adapters/files/local-run-folders.ts";
import { portfolioSchema } from "../../contract/api/portfolio.ts";
import { baselineRun, dayMs, storedRun } from "../../ports/baseline-runs.contract.ts";
import { ledgerEntry } from "../../ports/ledger-entry.contract.ts";
import type { RunFolders } from "../../ports/run-folders.ts";
import type { StoredRun } from "../../ports/run-store.ts";
import { toJson } from "../run-bundle.ts";
import { showPortfolio } from "./show-portfolio.ts";

let directory: string;
let agent: ReviewAgent;
let folders: RunFolders;
let now: number;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "portfolio-"));
  agent = reviewAgent(directory, "ana");
  folders = localRunFolders(join(directory, "runs"));
  now = agent.clock.now();
});
afterEach(async () => {
  await agent.close();
  await rm(directory, { recursive: true });
});

const show = (): ReturnType<typeof showPortfolio> => showPortfolio({ ...agent, folders });

/** Keeps a run, with a folder unless told otherwise. */
async function keep(run: StoredRun, hasFolder = true): Promise<void> {
  const { runs } = await agent.store();
  if (hasFolder) {
    const folder = await folders.create(run.runId);
    await folder.write("run.json", "{}");
    await folder.write("result.json", toJson(sampleAnalysis().document));
  }
  const { runId, startedAt, planName, environment } = run;
  const baseline = baselineRun(runId, startedAt, { plan: planName, environment });
  await runs.save({ ...run, directory: join(folders.root, runId) }, null, run.verdict === null ? null : baseline);
}

describe("the portfolio", () => {
  it("has nothing to show before the first run", async () => {
    expect(await show()).toEqual({ services: [], acceptance: { answered: 0, accepted: 0, share: null } });
  });

  it("tells each service by its newest judged runs, and what is known of its regressions", async () => {
    await keep(storedRun("r1", now - 4 * dayMs));
    await keep(storedRun("r2", now - 3 * dayMs, { verdict: "warn" }));
    await keep(storedRun("r3", now - dayMs, { verdict: null, state: "running" }));
    await keep(storedRun("r4", now - dayMs - 1, { verdict: "invalid" }));
    await keep(storedRun("o1", now - 9 * dayMs, { service: "other", verdict: "fail" }));
    const { ledger, answers } = await agent.store();
    const acceptance = { by: "ana", at: 1, reason: "agreed", until: now + dayMs };
    await ledger.put([ledgerEntry({ id: "a" }), ledgerEntry({ id: "b", state: "accepted", acceptance })]);
    await ledger.put([ledgerEntry({ id: "c", state: "closed" }), ledgerEntry({ id: "d", service: "other" })]);
    const answer = { runId: "r2", by: "ana", at: 1, comment: null };
    await answers.put({ ...answer, recommendationId: "c-1", accepted: true });
    await answers.put({ ...answer, recommendationId: "c-2", accepted: false });
    const portfolio = await show();
    expect(portfolioSchema.parse(portfolio)).toEqual(portfolio);
    expect(portfolio.acceptance).toEqual({ answered: 2, accepted: 1, share: 0.5 });
    expect(portfolio.services).toMatchObject([
      { service: "other", lastRunId: "o1", staleDays: 9, verdict: "fail", openRegressions: 1, acceptedRegressions: 0 },
      { service: "shop", lastRunId: "r3", staleDays: 3, verdict: null, openRegressions: 1, acceptedRegressions: 1 },
    ]);
    expect(portfolio.services[1]?.trend.map(({ at }) => at)).toEqual([now - 4 * dayMs, now - 3 * dayMs]);
  });

  it("goes on without the folder of a run, and says that nothing is known", async () => {
    await keep(storedRun("r1", now - dayMs), false);
    const [shop] = (await show()).services;
    expect(shop).toMatchObject({ lastRunId: "r1", verdict: "pass", staleDays: null });
    expect(shop?.methodology.value).toBeNull();
  });
});
