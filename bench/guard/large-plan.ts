import type { LoadPreview } from "../../src/contract/load-preview.ts";
import type { Policy } from "../../src/contract/policy.ts";
import type { Endpoint, Scenario, TestPlan } from "../../src/contract/test-plan.ts";
import { previewLoad } from "../../src/pipeline/plan/arithmetic.ts";
import { understandPolicy } from "../../src/pipeline/plan/policy/understand-policy.ts";

const servers = 20;
const productionNames = 200;

/** What the guard decides on: a plan of many endpoints and scenarios, a policy with many names of production, and what all names resolve to. */
export interface LargePlan {
  readonly plan: TestPlan;
  readonly preview: LoadPreview;
  readonly policy: Policy;
  readonly addresses: Record<string, string[]>;
}

/** Every endpoint has headers that the guard looks into, every tenth writes; scenarios start one after the other and overlap. */
export function makeLargePlan(endpointCount: number, scenarioCount: number): LargePlan {
  const others = Object.fromEntries(
    Array.from({ length: servers - 1 }, (_, index) => [`s${index}`, `https://s${index}.perf.example.test:8443`]),
  );
  const endpoints = Array.from({ length: endpointCount }, (_, index) => endpoint(index, Object.keys(others)));
  const plan: TestPlan = {
    schemaVersion: 1,
    name: "large",
    service: "shop",
    tags: {},
    target: { environment: "perf", baseUrl: "https://shop.perf.example.test", others, tlsCaFile: null },
    seed: 1,
    connections: "keep",
    data: [],
    files: [],
    secrets: [],
    auth: [],
    endpoints,
    isolation: { kind: "header", name: "x-test-tenant", value: ["perf"] },
    setup: ["e0"],
    teardown: ["e1"],
    leftovers: null,
    scenarios: Array.from({ length: scenarioCount }, (_, index) => scenario(index, endpoints)),
  };
  return { plan, preview: previewLoad(plan), policy: policyOf(others), addresses: addressesOf(others) };
}

function endpoint(index: number, others: readonly string[]): Endpoint {
  const writes = index % 10 === 9;
  return {
    name: `e${index}`,
    method: writes ? "POST" : "GET",
    at: index % 2 === 0 ? null : (others[index % others.length] ?? null),
    path: [`/api/${index}/`, { ref: "iteration" }],
    query: [["page", ["1"]]],
    headers: [
      ["accept", ["application/json"]],
      ["x-test-tenant", ["perf"]],
      ["x-forwarded-host", ["shop.perf.example.test, partner.example.test"]],
      ["authorization", ["Bearer ", { ref: "uuid" }]],
    ],
    body: null,
    timeoutMs: 10_000,
    redirects: 0,
    writes,
    expect: { status: [{ from: 200, to: 399 }], contains: [], json: [], headers: [], maxBytes: null },
    extract: [],
    tags: {},
  };
}

function scenario(index: number, endpoints: readonly Endpoint[]): Scenario {
  return {
    name: `scenario-${index}`,
    startAfterMs: index * 1000,
    load: {
      model: "open",
      profile: "load",
      drainMs: 30_000,
      hold: { fromMs: 30_000, toMs: 330_000 },
      stages: [
        { toPerSecond: 5, durationMs: 30_000 },
        { toPerSecond: 5, durationMs: 300_000 },
        { toPerSecond: 0, durationMs: 15_000 },
      ],
      maxVus: 15,
      maxVusReason: "as written",
    },
    session: "iteration",
    auth: null,
    work: {
      kind: "journey",
      steps: endpoints
        .filter((_, position) => position % 5 === index % 5)
        .map(({ name }) => ({ kind: "request" as const, endpoint: name, onFailure: "continue" as const })),
    },
    rows: [],
    tags: {},
  };
}

function policyOf(others: Readonly<Record<string, string>>): Policy {
  const hosts = ["shop.perf.example.test", ...Object.values(others).map((url) => new URL(url).hostname)];
  const document = {
    limits: { vus: 1000, duration: "30m" },
    environments: {
      perf: {
        kind: "perf",
        baseUrl: "https://shop.perf.example.test",
        others,
        hosts,
        ranges: ["10.20.0.0/16", "2001:db8::/32"],
      },
      prod: {
        kind: "production",
        hosts: Array.from({ length: productionNames }, (_, index) => productionName(index)),
        ranges: ["203.0.113.0/24", "198.51.100.0/24"],
      },
    },
  };
  return understandPolicy([
    { layer: "machine", text: JSON.stringify(document), file: "policy.yaml", sha256: "0", trusted: true },
  ]);
}

function productionName(index: number): string {
  return index % 4 === 0 ? `*.p${index}.shop.example.com` : `p${index}.shop.example.com`;
}

function addressesOf(others: Readonly<Record<string, string>>): Record<string, string[]> {
  const names = ["shop.perf.example.test", ...Object.values(others).map((url) => new URL(url).hostname)];
  const perf = names.map((name, index) => [name, [`10.20.3.${index + 1}`, `2001:db8::${index + 1}`]] as const);
  const production = Array.from(
    { length: productionNames },
    (_, index) => [productionName(index), [`192.0.2.${(index % 200) + 1}`]] as const,
  );
  return Object.fromEntries([...perf, ...production].map(([name, list]) => [name, [...list]]));
}
