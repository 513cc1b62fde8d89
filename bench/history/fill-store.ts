import { openSqliteStore } from "../../src/adapters/sql/open-sqlite-store.ts";
import { baselineRunSchema, type BaselineRun } from "../../src/contract/baseline.ts";
import { seededRandom } from "../../src/stats/seeded-random.ts";

export const family = { service: "shop", environment: "perf", plan: "peak" };
const runsAtOnce = 200;

/** Writes a history of `runs` runs, five minutes apart, of `endpoints` endpoints each. */
export async function fillStore(path: string, runs: number, endpoints: number): Promise<void> {
  const store = await openSqliteStore(path);
  const random = seededRandom(`${runs}`);
  for (let from = 0; from < runs; from += runsAtOnce) {
    const some = Array.from({ length: Math.min(runsAtOnce, runs - from) }, (_, n) =>
      runOf(from + n, endpoints, random),
    );
    await store.runs.importBaselines(family.service, some);
  }
  await store.close();
}

/** A run of the history or, with a number beyond it, one that is yet to come. */
export function runOf(number: number, endpoints: number, random: () => number): BaselineRun {
  return baselineRunSchema.parse({
    runId: `run-${number}`,
    startedAt: 1_700_000_000_000 + number * 300_000,
    verdict: "pass",
    fingerprint: "f1",
    environment: family.environment,
    plan: family.plan,
    tags: { branch: number % 7 === 0 ? "topic" : "main", commit: number.toString(16) },
    endpoints: Array.from({ length: endpoints }, (_, n) => {
      const p50 = 20 + n + random();
      return {
        scenario: "buy",
        endpoint: `endpoint-${n}`,
        requests: 9000,
        failedRequests: 1,
        ratePerSecond: 30,
        p50,
        p90: 2 * p50,
        p95: 2.5 * p50,
        p99: 5 * p50,
      };
    }),
  });
}
