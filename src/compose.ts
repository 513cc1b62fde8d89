import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { localDocuments } from "./adapters/files/local-documents.ts";
import { localRunFolders } from "./adapters/files/local-run-folders.ts";
import { k6Engine } from "./adapters/k6/k6-engine.ts";
import { engineCacheDirectory, k6Provisioner } from "./adapters/k6/k6-provisioner.ts";
import { dnsResolver } from "./adapters/node/dns-resolver.ts";
import { nodeClock } from "./adapters/node/node-clock.ts";
import { absentModel } from "./adapters/language-models/absent-model.ts";
import { ed25519Signer } from "./adapters/node/ed25519-signer.ts";
import { environmentSecrets } from "./adapters/node/environment-secrets.ts";
import { nodeProcesses } from "./adapters/node/processes.ts";
import { socketProbe } from "./adapters/node/target-probe.ts";
import { webhookSinks } from "./adapters/webhook/webhook-sinks.ts";
import { workerCollectors } from "./adapters/worker-threads/worker-collectors.ts";
import type { ActiveRuns } from "./ports/active-runs.ts";
import type { System } from "./ports/system.ts";
import type { Agent, Store } from "./services/agent.ts";

/** The k6 that is obtained when none is found, unless `PERF_AGENT_K6_VERSION` names another. */
const k6Version = "2.2.0";
const k6Releases = "https://github.com/grafana/k6/releases/download";

/** Where the agent finds what comes with it, and where it keeps runs. */
export interface AgentPlaces {
  readonly version: string;
  readonly worker: URL;
  readonly engineRecipes: URL;
  /** Folder of runs, as typed; default `PERF_AGENT_RUNS`, then `runs`. */
  readonly runs: string | undefined;
}

/**
 * Puts adapters behind the ports. Reads the configuration once: beside the settings of the service (services/read-service-settings.ts) the
 * only place that knows names of environment variables.
 */
export function composeAgent(system: System, places: AgentPlaces): Agent {
  const { env } = system;
  const clock = nodeClock();
  const resolver = dnsResolver();
  const runs = resolve(system.cwd, places.runs ?? env["PERF_AGENT_RUNS"] ?? "runs");
  const configDirectory = join(env["XDG_CONFIG_HOME"] ?? join(system.homeDirectory, ".config"), "perf-agent");
  const stateDirectory = join(env["XDG_STATE_HOME"] ?? join(system.homeDirectory, ".local", "state"), "perf-agent");
  const storePath = join(runs, "runs.sqlite");
  const activeRunsPath = join(stateDirectory, "active-runs.sqlite");
  let store: Promise<Store & { close(): Promise<void> }> | null = null;
  let activeRuns: Promise<ActiveRuns> | null = null;
  const documents = localDocuments(system.cwd);
  const signer = ed25519Signer(join(configDirectory, "approval-key.pem"));
  return {
    version: places.version,
    system,
    clock,
    documents,
    resolver,
    probe: socketProbe(),
    processes: nodeProcesses(),
    signer,
    signerOf: () => signer,
    secrets: environmentSecrets({ env, documents }),
    provisioner: k6Provisioner({
      configuredPath: env["PERF_AGENT_K6"] === "" ? null : (env["PERF_AGENT_K6"] ?? null),
      pathVariable: env["PATH"] ?? "",
      cacheDirectory: engineCacheDirectory(env, system.homeDirectory),
      buildRecipes: fileURLToPath(places.engineRecipes),
      version: env["PERF_AGENT_K6_VERSION"] ?? k6Version,
      releaseBaseUrl: env["PERF_AGENT_K6_RELEASES"] ?? k6Releases,
      env,
    }),
    engine: (found) => k6Engine(found, { clock, temporaryDirectory: tmpdir() }),
    model: absentModel(),
    collectors: workerCollectors(places.worker),
    folders: localRunFolders(runs),
    store: () => {
      store ??= import("./adapters/sql/open-sqlite-store.ts").then(({ openSqliteStore }) => openSqliteStore(storePath));
      return store;
    },
    storePath,
    backup: {
      write: async (file, options) => {
        const { sqliteBackup } = await import("./adapters/sql/sqlite-backup.ts");
        return sqliteBackup(storePath).write(file, options);
      },
    },
    activeRuns: () => {
      activeRuns ??= import("./adapters/sql/sqlite-active-runs.ts").then(({ openActiveRuns }) =>
        openActiveRuns(activeRunsPath),
      );
      return activeRuns;
    },
    sinks: (policy) =>
      webhookSinks(policy.notify.webhooks, {
        clock,
        resolver,
        secret: (name) => env[name],
        // Only the machine's policy and trusted ones list webhooks, so a private address was meant.
        privateAllowed: () => true,
      }),
    machinePolicyFile: env["PERF_AGENT_POLICY"] ?? "/etc/perf-agent/policy.yaml",
    trustFile: join(configDirectory, "trusted-policies.json"),
    recoveryDirectory: join(stateDirectory, "recovery"),
    close: async () => {
      // A store that could not be opened was told of where it was asked for.
      for (const opened of [await store?.catch(() => null), await activeRuns?.catch(() => null)]) await opened?.close();
    },
  };
}
