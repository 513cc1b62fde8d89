import { defaultComparisonRules } from "../../src/contract/comparison.ts";
import type { LoadPreview } from "../../src/contract/load-preview.ts";
import { guardDecisionSchema, type Environment, type GuardDecision, type Policy } from "../../src/contract/policy.ts";
import type { TestPlan } from "../../src/contract/test-plan.ts";
import { admitPlan } from "../../src/pipeline/guard/admit-plan.ts";
import { smallPlan } from "./small-plan.ts";

/** A trusted perf environment without hosts. */
export function environment(name: string, more: Partial<Environment> = {}): Environment {
  return {
    name,
    kind: "perf",
    baseUrl: null,
    others: {},
    hosts: [],
    ranges: [],
    tlsCaFile: null,
    handshake: null,
    trusted: true,
    ...more,
  };
}

/** Loopback. */
export const local = environment("local", { kind: "local", hosts: ["127.0.0.1", "localhost", "::1"] });
/** A test environment with hosts in 10.20.0.0/16. */
export const perf = environment("perf", { hosts: ["shop.perf.test", "login.perf.test"], ranges: ["10.20.0.0/16"] });
/** Production by name, wildcard, address and range. */
export const production = environment("prod", {
  kind: "production",
  hosts: ["shop.example.com", "*.shop.example.com", "198.51.100.7"],
  ranges: ["203.0.113.0/24"],
});

/** 300 VUs, 20 minutes, EUR 5 a run, over the environments above. */
export function policy(more: Partial<Policy> = {}): Policy {
  return {
    schemaVersion: 1,
    limits: { vus: 300, ratePerSecond: null, requests: null, writes: null, connections: null, durationMs: 1_200_000 },
    environments: [local, perf, production],
    compare: defaultComparisonRules,
    cost: {
      currency: "EUR",
      perVuHour: 0.02,
      perMachineHour: 0,
      perCloudVuHour: 0,
      perRun: 5,
      alertAt: 0.8,
      models: null,
    },
    stop: { errors: null, connectionFailures: null },
    review: { selfApprove: ["local"], approvals: {}, directory: "approvals/", keys: null, expireMs: 2_592_000_000 },
    retry: { reducedTo: 0.5 },
    busy: { action: "queue", waitMs: 600_000 },
    data: { personal: "warn", production: "refuse" },
    secrets: null,
    notify: { webhooks: [] },
    sources: [],
    ...more,
  };
}

/** The policy with other limits. */
export function limits(more: Partial<Policy["limits"]>): Policy {
  return policy({ limits: { ...policy().limits, ...more } });
}

/** 200 iterations a second of two requests each, for ten minutes. */
export const scenario: LoadPreview["scenarios"][number] = {
  name: "browse",
  model: "open",
  peakVus: 80,
  peakRatePerSecond: 200,
  maxVusReason: "as written",
  iterations: { count: 1000, exact: true },
  requests: { count: 2000, exact: true },
  writes: { count: 0, exact: true },
  startMs: 0,
  endMs: 600_000,
  drainMs: 30_000,
  hold: null,
};

/** 130 VUs, 10m30s, 131,012 requests, 22.75 VU hours. */
export function preview(more: Partial<LoadPreview> = {}): LoadPreview {
  return {
    schemaVersion: 1,
    peakVus: 130,
    peakRatePerSecond: 200,
    durationMs: 600_000,
    maxDurationMs: 630_000,
    iterations: null,
    requests: { count: 131_012, exact: true },
    writes: { count: 0, exact: true },
    hosts: [],
    data: [],
    scenarios: [scenario],
    timeline: [],
    vuHours: 22.75,
    judged: null,
    ...more,
  };
}

/** A plan that goes somewhere else than to loopback. */
export function target(baseUrl: string, name = "perf", others: Record<string, string> = {}): TestPlan {
  return smallPlan({ target: { environment: name, baseUrl, others, tlsCaFile: null } });
}

/** What names resolve to. */
export const resolved = {
  "shop.perf.test": ["10.20.3.4"],
  "login.perf.test": ["10.20.3.9"],
  "shop.example.com": ["192.0.2.80"],
  localhost: ["::1", "127.0.0.1"],
};

/** The guard's decision, with everything above where nothing else is given. */
export function admit(more: Partial<Parameters<typeof admitPlan>[0]> = {}): GuardDecision {
  return guardDecisionSchema.parse(
    admitPlan({ plan: smallPlan(), preview: preview(), policy: policy(), addresses: resolved, ...more }),
  );
}

/** Code and text of the reasons of one outcome. */
export function told(decision: GuardDecision, outcome: "allow" | "warn" | "refuse"): string[] {
  return decision.reasons
    .filter((reason) => reason.outcome === outcome)
    .map(({ code, text }) => (code === null ? text : `${code} ${text}`));
}
