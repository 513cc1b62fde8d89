import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, test } from "vitest";
import { baselineEndpoint, baselineRun, dayMs, storedRun } from "../ports/baseline-runs.contract.ts";
import { reviewAgent, type ReviewAgent } from "../../test/support/reviewable-run.ts";
import type { HistoryStatistic } from "../contract/history-document.ts";
import { showHistory } from "./show-history.ts";

let directory: string;
let agent: ReviewAgent;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "history-"));
  agent = reviewAgent(directory, "ana");
  const { runs } = await agent.store();
  for (let day = 1; day <= 20; day += 1) {
    const p95 = (day < 12 ? 100 : 130) + (day % 3);
    const checkout = baselineEndpoint({ p95, requests: 1000, failedRequests: day });
    const search = baselineEndpoint({ scenario: "browse", endpoint: "search", requests: 0, failedRequests: 0 });
    const tags = { commit: `c${day}` };
    await runs.save(
      storedRun(`r${day}`, day * dayMs),
      null,
      baselineRun(`r${day}`, day * dayMs, { tags, endpoints: [checkout, search] }),
    );
  }
});
afterEach(async () => {
  await agent.close();
  await rm(directory, { recursive: true });
});

const show = (changes: Partial<Parameters<typeof showHistory>[1]> = {}): ReturnType<typeof showHistory> =>
  showHistory(agent, { name: "shop", statistic: "p95", limit: 200, ...changes });

describe("the history of a service", () => {
  it("gives the course of each endpoint, and dates a change of level with its commits", async () => {
    const { series, unit, name } = await show();
    expect([name, unit]).toEqual(["shop", "ms"]);
    expect(series.map(({ endpoint, points, changes }) => [endpoint, points.length, changes.length])).toEqual([
      ["search", 20, 0],
      ["checkout", 20, 1],
    ]);
    const checkout = series[1];
    expect(checkout?.points[0]).toEqual({ runId: "r1", startedAt: dayMs, verdict: "pass", commit: "c1", value: 101 });
    const [change] = checkout?.changes ?? [];
    expect(change).toMatchObject({ runId: "r12", at: 12 * dayMs, commits: { from: "c11", to: "c12" } });
    expect(change?.effect).toBeCloseTo(0.3, 1);
  });

  test.each<[HistoryStatistic, string, number | null]>([
    ["p50", "ms", 40],
    ["p99", "ms", 200],
    ["errors", "fraction", 0.02],
    ["throughput", "per-second", 10],
  ])("gives %s in %s", async (statistic, unit, last) => {
    const document = await show({ statistic, endpoint: "checkout", name: "peak" });
    expect(document).toMatchObject({ statistic, unit });
    expect(document.series[0]?.points.at(-1)?.value).toBe(last);
  });

  it("has no error rate where there was no request", async () => {
    const { series } = await show({ statistic: "errors", endpoint: "search", limit: 3 });
    expect(series[0]?.points.map(({ value }) => value)).toEqual([null, null, null]);
  });

  it("names what has no history", async () => {
    await expect(show({ name: "nothing", environment: "perf", endpoint: "search" })).rejects.toMatchObject({
      mistakes: [
        {
          code: "PA_RUN_NOT_FOUND",
          text: '"nothing" is no service or plan with judged runs on perf with endpoint search',
        },
      ],
    });
  });
});
