import { describe, expect, it } from "vitest";
import { compareDocumentSchema } from "../contract/command-documents.ts";
import type { RunDocument } from "../contract/run.ts";
import { compareRuns } from "./compare-runs.ts";

function document(runId: string, endpoints: readonly [string, number, number][], plan = "a"): RunDocument {
  return {
    runId,
    verdict: "pass",
    startedAt: "2026-01-01T00:00:00.000Z",
    service: "shop",
    environment: "perf",
    plan: { name: "checkout", sha256: plan, seed: 1 },
    engine: { name: "k6", version: "2.2.0" },
    endpoints: endpoints.map(([name, requests, p95]) => ({
      name,
      scenario: "buy",
      requests,
      failedRequests: 0,
      latencyMs: { min: 1, mean: 1, p50: 1, p90: 1, p95, p99: p95, max: p95 },
    })),
  } as unknown as RunDocument;
}

describe("compareRuns", () => {
  it("pairs endpoints and keeps those of one side only", () => {
    const compared = compareRuns(
      document("a", [
        ["cart", 10, 100],
        ["gone", 5, 50],
      ]),
      document("b", [
        ["new", 1, 1],
        ["cart", 20, 150],
      ]),
    );
    expect(compareDocumentSchema.parse(compared).endpoints.map(({ endpoint, p95 }) => [endpoint, p95])).toEqual([
      ["new", { before: null, after: 1, change: null }],
      ["cart", { before: 100, after: 150, change: 0.5 }],
      ["gone", { before: 50, after: null, change: null }],
    ]);
    expect(compared.differences).toEqual([]);
  });

  it("says what makes two runs hard to compare", () => {
    expect(compareRuns(document("a", []), document("b", [], "b")).differences).toEqual(["the plan was changed"]);
    const other = { ...document("b", []), engine: { name: "k6", version: "1.8.1" } };
    expect(compareRuns(document("a", []), other).differences).toEqual(["engine was k6 2.2.0, is k6 1.8.1"]);
  });

  it("gives no change from nothing", () => {
    const [row] = compareRuns(document("a", [["cart", 0, 0]]), document("b", [["cart", 3, 9]])).endpoints;
    expect(row?.p95).toEqual({ before: 0, after: 9, change: null });
    expect(row?.errorRate).toEqual({ before: 0, after: 0, change: null });
  });
});
