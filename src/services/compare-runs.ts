import type { CompareDocument } from "../contract/command-documents.ts";
import type { RunDocument } from "../contract/run.ts";

type Endpoint = RunDocument["endpoints"][number];

/** Holds two runs side by side, endpoint by endpoint, in the order of the later run; pure. */
export function compareRuns(before: RunDocument, after: RunDocument): CompareDocument {
  const keyOf = ({ scenario, name }: Endpoint): string => JSON.stringify([scenario, name]);
  const earlier = new Map(before.endpoints.map((endpoint) => [keyOf(endpoint), endpoint]));
  const pairs: [Endpoint | undefined, Endpoint | undefined][] = after.endpoints.map((endpoint) => {
    const key = keyOf(endpoint);
    const partner = earlier.get(key);
    earlier.delete(key);
    return [partner, endpoint];
  });
  for (const endpoint of earlier.values()) pairs.push([endpoint, undefined]);
  return {
    schemaVersion: 1,
    before: { runId: before.runId, verdict: before.verdict, startedAt: before.startedAt },
    after: { runId: after.runId, verdict: after.verdict, startedAt: after.startedAt },
    differences: differencesOf(before, after),
    endpoints: pairs.map(([a, b]) => {
      const change = (read: (endpoint: Endpoint) => number): CompareDocument["endpoints"][number]["p95"] => {
        const from = a === undefined ? null : read(a);
        const to = b === undefined ? null : read(b);
        return {
          before: from,
          after: to,
          change: from === null || to === null || from === 0 ? null : (to - from) / from,
        };
      };
      return {
        scenario: (b ?? a)?.scenario ?? "",
        endpoint: (b ?? a)?.name ?? "",
        requests: change(({ requests }) => requests),
        errorRate: change(({ failedRequests, requests }) => (requests === 0 ? 0 : failedRequests / requests)),
        p50: change(({ latencyMs }) => latencyMs.p50),
        p95: change(({ latencyMs }) => latencyMs.p95),
        p99: change(({ latencyMs }) => latencyMs.p99),
      };
    }),
  };
}

/** What makes a run hard to compare with an earlier one, one sentence each; empty when they are alike. */
export function differencesOf(before: RunDocument, after: RunDocument): string[] {
  const facts: readonly [string, (document: RunDocument) => string][] = [
    ["service", ({ service }) => service],
    ["environment", ({ environment }) => environment],
    ["plan", ({ plan }) => plan.name],
    ["seed", ({ plan }) => String(plan.seed)],
    ["engine", ({ engine }) => `${engine.name} ${engine.version}`],
  ];
  const differences = facts
    .filter(([, read]) => read(before) !== read(after))
    .map(([name, read]) => `${name} was ${read(before)}, is ${read(after)}`);
  if (differences.length === 0 && before.plan.sha256 !== after.plan.sha256) differences.push("the plan was changed");
  return differences;
}
