import { join } from "node:path";
import { localDocuments } from "../../src/adapters/files/local-documents.ts";
import { ed25519Signer } from "../../src/adapters/node/ed25519-signer.ts";
import { nodeSystem } from "../../src/adapters/node/node-system.ts";
import { openSqliteStore } from "../../src/adapters/sql/open-sqlite-store.ts";
import type { Approvable } from "../../src/contract/approval.ts";
import type { GuardDecision, Policy } from "../../src/contract/policy.ts";
import type { ScriptBundle } from "../../src/contract/script-bundle.ts";
import type { AuditEntry } from "../../src/ports/audit-log.ts";
import type { Agent } from "../../src/services/agent.ts";
import type { Reviewable, Reviewer } from "../../src/services/approval-files.ts";
import { policy, preview } from "./guard-inputs.ts";
import { smallPlan } from "./small-plan.ts";

/** What review and trust ask of an agent, on a real disk, store and key; time stands still but for `pass`. */
export interface ReviewAgent extends Reviewer, Pick<Agent, "store" | "trustFile"> {
  /** The audit log, newest first. */
  audited(): Promise<readonly AuditEntry[]>;
  pass(ms: number): void;
  close(): Promise<void>;
}

/** Noon of 24 November 2026. Each user has the key and the store of a machine of their own, below `directory`. */
export function reviewAgent(directory: string, user: string): ReviewAgent {
  const machine = join(directory, `.machine-${user}`);
  let now = Date.UTC(2026, 10, 24, 12);
  let opened: ReturnType<typeof openSqliteStore> | null = null;
  const store = (): ReturnType<typeof openSqliteStore> => {
    opened ??= openSqliteStore(join(machine, "runs.sqlite"));
    return opened;
  };
  const signer = ed25519Signer(join(machine, "key.pem"));
  return {
    documents: localDocuments(directory),
    clock: { now: () => now, monotonic: () => now, sleep: () => Promise.resolve() },
    signer,
    signerOf: () => signer,
    system: { ...nodeSystem(), env: { USER: user } },
    trustFile: join(machine, "trusted.json"),
    store,
    audited: async () => (await store()).audit.list({ limit: 100 }),
    pass: (ms) => {
      now += ms;
    },
    close: async () => {
      await (await opened)?.close();
    },
  };
}

const allowed: GuardDecision = {
  schemaVersion: 1,
  decision: "allow",
  reasons: [{ rule: "vus", outcome: "allow", code: null, text: "130 VUs of 300" }],
  enforcement: {
    pins: { "shop.perf.test": "10.20.3.4" },
    allowedAddresses: ["10.20.3.4"],
    allowedSockets: ["10.20.3.4:80"],
    blockedRanges: [],
    blockedHostnames: [],
    maxVus: 300,
    maxDurationMs: 1_200_000,
    maxRatePerSecond: null,
    maxConnections: 600,
    maxRequests: null,
    maxWrites: null,
    setupTimeoutMs: 5_000,
    teardownTimeoutMs: 5_000,
    summaryTimeoutMs: 10_000,
  },
  cost: {
    estimated: 0.46,
    limit: 5,
    currency: "EUR",
    alertAt: 0.8,
    parts: [{ unit: "VU-hours", quantity: 23, price: 0.02 }],
  },
};

/** A prepared run of the small plan on perf, as a review sees it. */
export function reviewableRun(
  approvable: Partial<Approvable> = {},
  more: {
    readonly review?: Partial<Policy["review"]>;
    readonly script?: string;
    readonly cost?: number;
    readonly refused?: boolean;
    readonly peakVus?: number;
  } = {},
): Reviewable {
  const environment = approvable.environment ?? "perf";
  const plan = smallPlan({
    target: { environment, baseUrl: "http://shop.perf.test", others: {}, tlsCaFile: null },
  });
  const bundle: ScriptBundle = {
    schemaVersion: 1,
    engine: "k6",
    entry: "main.js",
    files: [
      { path: "data/users.masked.json", text: '["s3cret-row"]' },
      { path: "lib/draw.js", text: "export const draw = 1;\n" },
      { path: "main.js", text: more.script ?? "export default function () {\n  return 1;\n}\n" },
      { path: "photo.jpg", base64: "AAEC" },
    ],
    secretNames: [],
  };
  const load = preview({ hosts: ["shop.perf.test"], ...(more.peakVus === undefined ? {} : { peakVus: more.peakVus }) });
  return {
    loaded: {
      plan,
      policy: policy({
        review: {
          selfApprove: [],
          approvals: {},
          directory: "approvals/",
          keys: null,
          expireMs: 30 * 86_400_000,
          ...more.review,
        },
      }),
    },
    decision: {
      ...allowed,
      ...(more.refused === true
        ? {
            decision: "refuse",
            reasons: [{ rule: "vus", outcome: "refuse", code: "PA_GUARD_LIMIT", text: "too many" }],
          }
        : {}),
      cost: { ...allowed.cost, estimated: more.cost ?? allowed.cost.estimated },
    },
    profiles: [
      { profile: "full", plan, preview: load, bundle },
      { profile: "reduced", plan, preview: load, bundle: { ...bundle, files: bundle.files.map(reduced) } },
      {
        profile: "cleanup",
        plan,
        preview: load,
        bundle: { ...bundle, files: [{ path: "main.js", text: "// clean\n" }] },
      },
    ],
    approvable: {
      schemaVersion: 1,
      plan: plan.name,
      environment,
      effectivePlan: "e".repeat(64),
      archives: { full: "a".repeat(64), reduced: "b".repeat(64) },
      data: { users: "d".repeat(64) },
      limits: { vus: 300, requests: null },
      engine: { version: "2.2.0", sha256: "c".repeat(64) },
      ...approvable,
    },
  };
}

/** Only the entry differs in a reduced script. */
function reduced(file: ScriptBundle["files"][number]): ScriptBundle["files"][number] {
  return "text" in file && file.path === "main.js" ? { ...file, text: `// half\n${file.text}` } : file;
}
