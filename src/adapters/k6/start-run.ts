import { spawn, type ChildProcess } from "node:child_process";
import { createHash } from "node:crypto";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile, type FileHandle } from "node:fs/promises";
import { join, resolve as absolute } from "node:path";
import type { Readable } from "node:stream";
import { PerfAgentError } from "../../contract/errors.ts";
import type { EngineRun, PreparedScript, StartOptions } from "../../ports/load-engine.ts";
import type { Clock } from "../../ports/system.ts";
import { engineEnvironment } from "./engine-environment.ts";
import { isExecutable } from "./find-program.ts";
import { followRun } from "./follow-run.ts";
import { canGate } from "./freeze-script.ts";
import { withConnectionLimit } from "./limit-process.ts";
import { runArguments } from "./run-arguments.ts";
import { openUnlinked, secretsText } from "./secrets-file.ts";
import { startGate, type Gate } from "./start-gate.ts";

/**
 * Starts k6 in a process group of its own. Its standard output is also the dead-man switch: it writes samples at least once a second, so when we die
 * the pipe breaks and k6 dies with us.
 * Throws PA_GUARD_SCRIPT when the archive is not the one that was frozen, PA_ENGINE_MISSING when k6 cannot be started, PA_SECRET_MISSING for a secret
 * of several lines.
 */
export async function startRun(
  place: { path: string; version: string; temporaryDirectory: string; clock: Clock },
  script: PreparedScript,
  options: StartOptions,
): Promise<EngineRun> {
  const secretLines = secretsText(options.secrets);
  if (!(await isExecutable(place.path)))
    throw PerfAgentError.of("PA_ENGINE_MISSING", `${place.path} cannot be started: it is not a program`);
  const directory = await mkdtemp(join(place.temporaryDirectory, "perf-agent-run-"));
  let gate: Gate | null = null;
  let secrets: FileHandle | null = null;
  try {
    gate = canGate(place.version) ? await startGate() : null;
    const files = {
      archive: join(directory, "script.tar"),
      configuration: join(directory, "configuration.json"),
      summary: join(directory, "summary.json"),
      gate: gate === null ? null : join(directory, "gate.json"),
    };
    await chmod(directory, 0o700);
    const home = join(directory, "home");
    await mkdir(home);
    await writeFile(files.configuration, JSON.stringify({ hosts: pinsFor(options) }), { mode: 0o600 });
    if (gate !== null && files.gate !== null)
      await writeFile(files.gate, JSON.stringify(gate.secretSource), { mode: 0o600 });
    if (secretLines !== "") secrets = await openUnlinked(join(directory, "secrets"), secretLines);
    // A copy of the very bytes that were compared: what happens to the frozen file from now on does not matter.
    await writeFile(files.archive, await unchanged(script), { mode: 0o400 });
    const command = withConnectionLimit(
      { path: place.path, args: runArguments(options, files) },
      options.enforcement.maxConnections,
    );
    const child = spawn(command.path, command.args, {
      cwd: home,
      env: { ...engineEnvironment(home), ...runEnvironment(options) },
      detached: true,
      stdio: ["ignore", "pipe", "pipe", secrets?.fd ?? "ignore"],
    });
    const pid = await spawned(child, place.path);
    return followRun(
      { child, pid, ...outputsOf(child) },
      { clock: place.clock, directory, summary: files.summary, gate, maxVus: script.inspected.maxVus },
      options,
    );
  } catch (error) {
    gate?.close();
    await rm(directory, { recursive: true, force: true });
    throw error;
  } finally {
    await secrets?.close();
  }
}

async function unchanged({ archive, sha256 }: PreparedScript): Promise<Uint8Array> {
  const bytes = await readFile(archive).catch((error: unknown) => {
    throw PerfAgentError.of("PA_GUARD_SCRIPT", "the frozen script is gone since it was inspected", { cause: error });
  });
  if (createHash("sha256").update(bytes).digest("hex") === sha256) return bytes;
  throw PerfAgentError.of("PA_GUARD_SCRIPT", "the frozen script was changed after it was inspected");
}

/** k6 takes no pin for a name that ends in a dot; such names are blocked. */
function pinsFor({ enforcement }: StartOptions): Record<string, string> {
  return Object.fromEntries(Object.entries(enforcement.pins).filter(([name]) => !name.endsWith(".")));
}

/** Time limits as variables: k6 prefers them to what a script says. */
function runEnvironment({ enforcement, tlsCaFile }: StartOptions): Record<string, string> {
  return {
    K6_CSV_TIME_FORMAT: "unix_milli",
    K6_SETUP_TIMEOUT: `${enforcement.setupTimeoutMs}ms`,
    K6_TEARDOWN_TIMEOUT: `${enforcement.teardownTimeoutMs}ms`,
    K6_HANDLE_SUMMARY_TIMEOUT: `${enforcement.summaryTimeoutMs}ms`,
    ...(tlsCaFile === null ? {} : { SSL_CERT_FILE: absolute(tlsCaFile) }),
  };
}

async function spawned(child: ChildProcess, path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once("spawn", () => {
      if (child.pid !== undefined) resolve(child.pid);
    });
    child.once("error", (error) =>
      reject(PerfAgentError.of("PA_ENGINE_MISSING", `${path} cannot be started: ${error.message}`, { cause: error })),
    );
  });
}

function outputsOf({ stdout, stderr }: ChildProcess): { stdout: Readable; stderr: Readable } {
  if (stdout === null || stderr === null) throw new Error("the engine was started without pipes");
  return { stdout, stderr };
}
