import { openSqliteStore } from "../../src/adapters/sql/open-sqlite-store.ts";
import type { StoredRun } from "../../src/ports/run-store.ts";

export const listedRuns = 10_000;

/** Writes a list of runs of twenty services, without their baselines: a page reads none of them. */
export async function fillRunList(path: string): Promise<void> {
  const store = await openSqliteStore(path);
  for (let n = 0; n < listedRuns; n += 1) await store.runs.save(runAt(n), null, null);
  await store.close();
}

function runAt(n: number): StoredRun {
  const runId = `20261124-120000-run-${n.toString(16)}`;
  const startedAt = 1_700_000_000_000 + n * 60_000;
  return {
    runId,
    startedAt,
    finishedAt: startedAt + 600_000,
    service: `service-${n % 20}`,
    environment: n % 3 === 0 ? "staging" : "perf",
    planName: n % 7 === 0 ? "soak" : "peak",
    state: n % 2_000 === 0 ? "running" : "finished",
    verdict: n % 9 === 0 ? "fail" : "pass",
    fingerprint: "f1",
    directory: `/runs/${runId}`,
    tags: { branch: "main", commit: n.toString(16), author: "ana", planId: `plan-${n % 50}` },
    reason: "3 objectives were met, 1 of them with less than a tenth to spare",
  };
}
