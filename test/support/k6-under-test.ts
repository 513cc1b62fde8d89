import { homedir } from "node:os";
import { fileURLToPath } from "node:url";
import { engineCacheDirectory, k6Provisioner } from "../../src/adapters/k6/k6-provisioner.ts";
import type { FoundEngine } from "../../src/ports/load-engine.ts";

/**
 * The k6 for tests on the real engine: the one that the environment variable names, else that version in the agent's
 * cache, else why there is none. Nothing is obtained here.
 */
export async function k6UnderTest(
  variable: "PERF_AGENT_K6" | "PERF_AGENT_K6_V1",
  version: string,
): Promise<{ found: FoundEngine } | { reason: string }> {
  const provisioner = k6Provisioner({
    configuredPath: process.env[variable] ?? null,
    pathVariable: "",
    cacheDirectory: engineCacheDirectory(process.env, homedir()),
    buildRecipes: fileURLToPath(new URL("../../src/adapters/k6/build", import.meta.url)),
    version,
    releaseBaseUrl: "http://127.0.0.1:9",
    env: {},
  });
  const found = await provisioner.find();
  return found === null ? { reason: `${variable} is not set and k6 ${version} is not in the cache` } : { found };
}
