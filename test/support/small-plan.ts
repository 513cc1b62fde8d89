import type { Endpoint, Scenario, TestPlan } from "../../src/contract/test-plan.ts";

/** A reading endpoint of a plan in tests. */
export function smallEndpoint(name: string, more: Partial<Endpoint> = {}): Endpoint {
  return {
    name,
    method: "GET",
    at: null,
    path: [`/${name}`],
    query: [],
    headers: [],
    body: null,
    timeoutMs: 10_000,
    redirects: 0,
    writes: false,
    expect: { status: [{ from: 200, to: 399 }], contains: [], json: [], headers: [], maxBytes: null },
    extract: [],
    tags: {},
    ...more,
  };
}

/** A scenario of one user for half a minute that requests the endpoint named. */
export function smallScenario(name: string, endpoint: string): Scenario {
  return {
    name,
    startAfterMs: 0,
    load: {
      model: "closed",
      profile: "smoke",
      drainMs: 30_000,
      hold: { fromMs: 0, toMs: 30_000 },
      stages: [{ toVus: 1, durationMs: 30_000 }],
    },
    session: "iteration",
    auth: null,
    work: { kind: "mix", entries: [{ endpoint, weight: 1 }], think: null },
    rows: [],
    tags: {},
  };
}

/** A whole and valid plan for tests in which only some parts matter. */
export function smallPlan(more: Partial<TestPlan> = {}): TestPlan {
  return {
    schemaVersion: 1,
    name: "small",
    service: "shop",
    tags: {},
    target: { environment: "local", baseUrl: "http://127.0.0.1:8080", others: {}, tlsCaFile: null },
    seed: 1,
    connections: "keep",
    data: [],
    files: [],
    secrets: [],
    auth: [],
    endpoints: [smallEndpoint("list")],
    isolation: null,
    setup: [],
    teardown: [],
    leftovers: null,
    scenarios: [smallScenario("browse", "list")],
    ...more,
  };
}
