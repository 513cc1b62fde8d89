import { PerfAgentError } from "../../contract/errors.ts";
import type { PreparedScript } from "../../ports/load-engine.ts";
import { offlineEnvironment } from "./engine-environment.ts";
import { isExecutable } from "./find-program.ts";
import { firstErrorOf } from "./read-engine-log.ts";
import { runCommand } from "./run-command.ts";

const probeTimeoutMs = 5_000;
/** A network of its own in which not even loopback is up; possible without privileges where the system has user namespaces. */
const withoutNetwork = ["unshare", "--user", "--map-root-user", "--net", "--"] as const;

let probed: Promise<boolean> | null = null;

/** Whether programs can be run in an empty network namespace here; asked once in the life of the process. */
export function hasNetworkNamespaces(): Promise<boolean> {
  probed ??= runCommand(withoutNetwork[0], [...withoutNetwork.slice(1), "true"], {
    env: offlineEnvironment("/nonexistent"),
    timeoutMs: probeTimeoutMs,
  }).then(({ exitCode }) => exitCode === 0);
  return probed;
}

/**
 * Runs k6's `archive` or `inspect`, which evaluate the script, where they reach no network; gives their standard output.
 * Throws PA_ENGINE_SCRIPT when k6 does not accept the script or does not end in time, PA_ENGINE_MISSING when k6 cannot be started.
 */
export async function evaluateOffline(
  path: string,
  args: readonly string[],
  place: { home: string; cwd: string; timeoutMs: number; evaluatedIn: PreparedScript["evaluatedIn"] },
): Promise<string> {
  if (!(await isExecutable(path)))
    throw PerfAgentError.of("PA_ENGINE_MISSING", `k6 cannot be started: ${path} is not a program`);
  const line: readonly [string, ...string[]] =
    place.evaluatedIn === "network-namespace" ? [...withoutNetwork, path, ...args] : [path, ...args];
  const { exitCode, stdout, stderr, problem, started } = await runCommand(line[0], line.slice(1), {
    // The proxy stays in the namespace too: what asks it fails at once instead of waiting.
    env: offlineEnvironment(place.home),
    cwd: place.cwd,
    timeoutMs: place.timeoutMs,
  });
  if (exitCode === 0) return stdout;
  if (!started)
    throw PerfAgentError.of("PA_ENGINE_MISSING", `k6 cannot be started: ${problem ?? "for an unknown reason"}`);
  const reason = problem ?? firstErrorOf(stderr) ?? `it ended with code ${String(exitCode)}`;
  throw PerfAgentError.of("PA_ENGINE_SCRIPT", `k6 does not accept the script: ${reason}`);
}
