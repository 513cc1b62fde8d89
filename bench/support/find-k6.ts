import { homedir } from "node:os";
import { fileURLToPath } from "node:url";
import { engineCacheDirectory, k6Provisioner } from "../../src/adapters/k6/k6-provisioner.ts";
import type { FoundEngine } from "../../src/ports/load-engine.ts";

/** The k6 that a run would take: PERF_AGENT_K6, PATH, the cache. null when there is none: nothing is obtained here. */
export function findK6(): Promise<FoundEngine | null> {
  const { PERF_AGENT_K6: configured, PERF_AGENT_K6_VERSION: version = "2.2.0", PATH: pathVariable = "" } = process.env;
  return k6Provisioner({
    configuredPath: configured === undefined || configured === "" ? null : configured,
    pathVariable,
    cacheDirectory: engineCacheDirectory(process.env, homedir()),
    buildRecipes: fileURLToPath(new URL("../../src/adapters/k6/build", import.meta.url)),
    version,
    releaseBaseUrl: "http://127.0.0.1:9",
    env: {},
  }).find();
}
