import { defaultComparisonRules } from "../../src/contract/comparison.ts";
import type { GuardDecision, Policy } from "../../src/contract/policy.ts";
import type { CertifiedFacts } from "../../src/pipeline/guard/certify-facts.ts";
import { collectionOf, outcomeOf, planOf, recordOf, steady, windowsOf } from "./fabricated-run.ts";

/** A minute of "checkout", which reads, and "order", which writes, on an environment beyond loopback, with everything that a certificate can claim. */
export function certifiedFacts(): CertifiedFacts {
  const plan = planOf({}, "checkout", "order");
  const samples = [
    ...steady({ toMs: 60_000, perSecond: 20, value: (i) => 100 + (i % 100) }),
    ...steady({ toMs: 60_000, perSecond: 1, value: () => 200, endpoint: "order" }),
  ];
  return {
    record: recordOf({ outcome: outcomeOf({ connections: { peak: 12, sockets: ["10.20.3.4:443"] } }) }),
    decision,
    policy,
    plan: {
      ...plan,
      endpoints: plan.endpoints.map((endpoint) => ({ ...endpoint, writes: endpoint.name === "order" })),
    },
    review: {
      sha256: "3f9c17ab".padEnd(64, "0"),
      approvals: [{ by: "ana", at: "2026-11-22T14:02:00.000Z", key: "ed25519:AAAA" }],
    },
    windows: windowsOf(samples, [], { vus: () => 10 }),
    collection: { ...collectionOf(samples), leftovers: 0 },
    evaluatedIn: "network-namespace",
  };
}

const decision: GuardDecision = {
  schemaVersion: 1,
  decision: "allow",
  reasons: [
    {
      rule: "limits",
      outcome: "allow",
      code: null,
      text: "10 VUs at peak (cap 300), 1m30s at most (cap 20m), EUR 0.10 of 5.00",
    },
    { rule: "addresses", outcome: "allow", code: null, text: "connections only to 10.20.3.4" },
    {
      rule: "limits",
      outcome: "warn",
      code: null,
      text: "virtual users set their own pace: they are held to the cap of 2,000/s while running",
    },
  ],
  enforcement: {
    pins: { "shop.perf.example.test": "10.20.3.4" },
    allowedAddresses: ["10.20.3.4"],
    allowedSockets: ["10.20.3.4:443"],
    blockedRanges: ["0.0.0.0/5", "::/0"],
    blockedHostnames: ["shop.example.com", "shop.example.com."],
    maxVus: 300,
    maxDurationMs: 1_200_000,
    maxRatePerSecond: 2000,
    maxConnections: 616,
    maxRequests: 2_000_000,
    maxWrites: 100_000,
    setupTimeoutMs: 60_000,
    teardownTimeoutMs: 60_000,
    summaryTimeoutMs: 10_000,
  },
  cost: {
    estimated: 0.1,
    limit: 5,
    currency: "EUR",
    alertAt: 0.8,
    parts: [{ unit: "VU-hours", quantity: 0.25, price: 0.4 }],
  },
};

const policy: Policy = {
  schemaVersion: 1,
  limits: {
    vus: 300,
    ratePerSecond: 2000,
    requests: 2_000_000,
    writes: 100_000,
    connections: null,
    durationMs: 1_200_000,
  },
  compare: defaultComparisonRules,
  environments: [
    {
      name: "perf",
      kind: "perf",
      baseUrl: "https://shop.perf.example.test",
      others: {},
      hosts: ["shop.perf.example.test"],
      ranges: ["10.20.0.0/16"],
      tlsCaFile: null,
      handshake: null,
      trusted: true,
    },
  ],
  cost: {
    currency: "EUR",
    perVuHour: 0.4,
    perMachineHour: 0,
    perCloudVuHour: 0,
    perRun: 5,
    alertAt: 0.8,
    models: null,
  },
  stop: { errors: { share: 0.5, everyMs: 30_000 }, connectionFailures: { share: 0.2, everyMs: 10_000 } },
  review: {
    selfApprove: [],
    approvals: { perf: 1 },
    directory: "approvals",
    keys: { ana: "ed25519:AAAA" },
    expireMs: 2_592_000_000,
  },
  retry: { reducedTo: 0.5 },
  busy: { action: "queue", waitMs: 600_000 },
  data: { personal: "warn", production: "refuse" },
  secrets: null,
  notify: { webhooks: [] },
  sources: [],
};
