import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { localDocuments } from "../../src/adapters/files/local-documents.ts";
import { ed25519Signer } from "../../src/adapters/node/ed25519-signer.ts";
import { listedSecrets } from "../../src/adapters/node/listed-secrets.ts";
import { personSigners } from "../../src/adapters/node/person-signers.ts";
import { nodeSystem } from "../../src/adapters/node/node-system.ts";
import { openSqliteStore } from "../../src/adapters/sql/open-sqlite-store.ts";
import type { SubmitPlanRequest } from "../../src/contract/api/plans.ts";
import type { Role } from "../../src/contract/api/roles.ts";
import type { AuditEntry } from "../../src/ports/audit-log.ts";
import type { FoundEngine, LoadEngine } from "../../src/ports/load-engine.ts";
import type { Principal } from "../../src/ports/token-verifier.ts";
import { policyOfService } from "../../src/services/plans/plan-places.ts";
import type { Service } from "../../src/services/service.ts";

/** As much of a service as plans need: a real disk, store and keys, an engine that freezes and runs nothing, no network. */
export interface PlansWorld {
  readonly directory: string;
  readonly service: Service;
  /** Version of the engine that is found from now on. */
  engineVersion: string;
  /** Replaces the machine's policy. */
  writePolicy(yaml: string): Promise<void>;
  pass(ms: number): void;
  /** Newest first. */
  audited(): Promise<readonly AuditEntry[]>;
  /** Throws where a script was frozen and not disposed of. */
  close(): Promise<void>;
}

/** Perf wants one approval; local approves itself. */
export const perfPolicy = `apiVersion: perf-agent/v1
kind: Policy
limits: { vus: 20, duration: 10m }
environments:
  local: { kind: local, baseUrl: "http://127.0.0.1:8080", hosts: [127.0.0.1, localhost] }
  perf: { kind: perf, baseUrl: "http://shop.perf.test", hosts: [shop.perf.test], ranges: [10.20.0.0/16] }
secrets: [SHOP_PASSWORD]
`;

export async function plansWorld(): Promise<PlansWorld> {
  const directory = await mkdtemp(join(tmpdir(), "perf-agent-plans-"));
  const dataDirectory = join(directory, "data");
  const machinePolicyFile = join(directory, "policy.yaml");
  await mkdir(dataDirectory);
  await writeFile(machinePolicyFile, perfPolicy);
  const store = openSqliteStore(join(directory, "runs.sqlite"));
  const frozen = new Set<string>();
  let now = Date.UTC(2026, 10, 24, 12);
  const env = { SHOP_PASSWORD: "open sesame", HOME: "/home/service", USER: "service" };
  const world = {
    directory,
    engineVersion: "2.2.0",
    writePolicy: (yaml: string) => writeFile(machinePolicyFile, yaml),
    pass: (ms: number) => {
      now += ms;
    },
    audited: async () => (await store).audit.list({ limit: 100 }),
    close: async () => {
      await (await store).close();
      await rm(directory, { recursive: true });
      if (frozen.size > 0) throw new Error(`frozen and not disposed of: ${[...frozen].join(", ")}`);
    },
  };
  const found = (): FoundEngine => ({
    path: "/nowhere/k6",
    version: world.engineVersion,
    sha256: sha256(world.engineVersion),
    from: "configured",
  });
  const service: Service = {
    version: "0.0.0",
    dataDirectory,
    machinePolicyFile,
    trustFile: join(directory, "trusted.json"),
    system: { ...nodeSystem(), env },
    clock: { now: () => now, monotonic: () => now, sleep: () => Promise.resolve() },
    documents: localDocuments(directory),
    resolver: {
      resolve: (host: string) => Promise.resolve([host.endsWith(".perf.test") ? "10.20.3.4" : "127.0.0.1"]),
    },
    signer: ed25519Signer(join(directory, "machine.pem")),
    signerOf: personSigners(join(dataDirectory, "keys")),
    secrets: listedSecrets({ env, listedFor: async () => (await policyOfService(service)).secrets }),
    provisioner: { find: () => Promise.resolve(found()), obtain: () => Promise.resolve(found()) },
    engine: (): Pick<LoadEngine, "prepare"> => freezer(frozen),
    settings: { limits: { unpackedBytes: 1_000_000 } },
    store: () => store,
  } as unknown as Service;
  return Object.assign(world, { service });
}

/** Freezes a script by its bytes. */
function freezer(frozen: Set<string>): Pick<LoadEngine, "prepare"> {
  return {
    prepare: (bundle) => {
      const digest = sha256(JSON.stringify(bundle.files));
      const mark = `${digest} ${frozen.size}`;
      frozen.add(mark);
      return Promise.resolve({
        archive: `/nowhere/${digest}.tar`,
        sha256: digest,
        files: bundle.files.map((file) => ({ path: file.path, sha256: sha256(JSON.stringify(file)) })),
        inspected: { maxVus: 1, totalDurationMs: 1000 },
        evaluatedIn: "network-namespace",
        dispose: () => {
          frozen.delete(mark);
          return Promise.resolve();
        },
      });
    },
  };
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** What `planRequest` hands in is text throughout. */
type RequestInText = SubmitPlanRequest & {
  readonly plan: string;
  readonly slos: string;
  readonly data: { readonly "data/users.csv": string };
};

/** A plan with a data set, an upload-free script and objectives, on perf unless said. */
export function planRequest(changes: { readonly environment?: string; readonly more?: string } = {}): RequestInText {
  const { environment = "perf", more = "" } = changes;
  return {
    plan: `name: checkout
service: shop
target: { environment: ${environment} }
data: { users: { file: data/users.csv } }
endpoints: { home: { path: "/?user={users.name}" } }
scenarios: { browse: { load: { profile: smoke, hold: 10s }, mix: { home: 1 } } }
${more}`,
    slos: "kind: SloSet\nobjectives: [ p95 of home < 400ms ]\n",
    data: { "data/users.csv": "name\nann\nbea\n" },
  };
}

export function person(name: string, ...roles: Role[]): Principal {
  return { name, roles, by: "token", expiresAt: null };
}
