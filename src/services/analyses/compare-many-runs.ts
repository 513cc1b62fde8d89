import type { ComparedRuns } from "../../contract/api/analyses.ts";
import type { RunDocument } from "../../contract/run.ts";
import { differencesOf } from "../compare-runs.ts";
import { readDocument } from "../run-bundle.ts";
import type { Service } from "../service.ts";
import { judgedRun } from "./judged-run.ts";

type Endpoint = RunDocument["endpoints"][number];

/** Holds two to ten judged runs side by side. Throws what `judgedRun` throws, and PA_RUN_BUNDLE_DAMAGED. */
export async function compareManyRuns(service: Service, runIds: readonly string[]): Promise<ComparedRuns> {
  const documents: RunDocument[] = [];
  for (const runId of runIds) {
    const { stored, folder } = await judgedRun(service, runId);
    documents.push({ ...(await readDocument(folder)), tags: { ...stored.tags } });
  }
  return compareDocuments(documents);
}

/** The same of their documents; pure. */
export function compareDocuments(documents: readonly RunDocument[]): ComparedRuns {
  const byPlace = documents.map(
    (document) => new Map(document.endpoints.map((endpoint) => [keyOf(endpoint), endpoint])),
  );
  const [first] = documents;
  return {
    runs: documents.map((document) => {
      const { runId, verdict, startedAt, service, environment, plan, engine, tags, totals } = document;
      const { requests, failedRequests, durationMs } = totals;
      return {
        runId,
        verdict,
        startedAt: Date.parse(startedAt),
        service,
        environment,
        plan: plan.name,
        engine: `${engine.name} ${engine.version}`,
        tags,
        differences: first === undefined || first === document ? [] : differencesOf(first, document),
        totals: { requests, failedRequests, durationMs },
      };
    }),
    endpoints: namesOf(documents).map((key) => {
      const row = (read: (endpoint: Endpoint) => number | null): (number | null)[] =>
        byPlace.map((endpoints) => {
          const endpoint = endpoints.get(key);
          return endpoint === undefined ? null : read(endpoint);
        });
      const known = byPlace.flatMap((endpoints) => endpoints.get(key) ?? [])[0];
      return {
        scenario: known?.scenario ?? "",
        endpoint: known?.name ?? "",
        requests: row(({ requests }) => requests),
        errorRate: row(({ failedRequests, requests }) => (requests === 0 ? null : failedRequests / requests)),
        p50: row(({ requests, latencyMs }) => (requests === 0 ? null : latencyMs.p50)),
        p95: row(({ requests, latencyMs }) => (requests === 0 ? null : latencyMs.p95)),
        p99: row(({ requests, latencyMs }) => (requests === 0 ? null : latencyMs.p99)),
      };
    }),
  };
}

/** Keys of the endpoints of the newest run in its order, then of the others'. */
function namesOf(documents: readonly RunDocument[]): string[] {
  const newestFirst = documents.toSorted((a, b) => Date.parse(b.startedAt) - Date.parse(a.startedAt));
  return [...new Set(newestFirst.flatMap(({ endpoints }) => endpoints.map(keyOf)))];
}

function keyOf({ scenario, name }: Endpoint): string {
  return JSON.stringify([scenario, name]);
}
