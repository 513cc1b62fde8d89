import { spawn, type ChildProcess } from "node:child_process";
import { chmod, mkdir, mkdtemp, open, readFile, rm, writeFile, type FileHandle } from "node:fs/promises";
import { join, resolve as absolute } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { z } from "zod";
import { PerfAgentError } from "../../contract/errors.ts";
import type { EngineOutcome } from "../../contract/run.ts";
import type { EngineRun, PreparedScript, StartOptions } from "../../ports/load-engine.ts";
import type { Clock } from "../../ports/system.ts";
import { blockedRequestCounter } from "./count-blocked-requests.ts";
import { engineEnvironment } from "./engine-environment.ts";
import { engineLogReader } from "./read-engine-log.ts";
import { runArguments, teardownTimeoutMs } from "./run-arguments.ts";
import { secretMasker } from "./mask-secrets.ts";
import { watchProcess } from "./watch-process.ts";

/** How k6 tells of a signal; no news where the signal was ours. */
const ownSignal = /^test run was aborted because k6 received/u;

/** Log lines that are handed on; a target that is down would otherwise fill the disk with one line a request. */
const logLinesKept = 20_000;

const counterSchema = z.looseObject({ count: z.number() });
const summarySchema = z.looseObject({
  metrics: z.looseObject({ http_reqs: counterSchema.optional(), iterations: counterSchema.optional() }),
});

/**
 * Starts k6 in a process group of its own. Its standard output is also the dead-man switch: it writes samples at least
 * once a second, so when we die the pipe breaks and k6 dies with us.
 * Throws PA_ENGINE_MISSING when it cannot be started, PA_SECRET_MISSING for a secret of several lines.
 */
export async function startRun(
  place: { path: string; temporaryDirectory: string; clock: Clock; graceMs: number },
  script: PreparedScript,
  options: StartOptions,
): Promise<EngineRun> {
  const secretLines = secretsText(options.secrets);
  const directory = await mkdtemp(join(place.temporaryDirectory, "perf-agent-run-"));
  const files = {
    archive: script.archive,
    configuration: join(directory, "configuration.json"),
    summary: join(directory, "summary.json"),
  };
  let secrets: FileHandle | null = null;
  try {
    await chmod(directory, 0o700);
    const home = join(directory, "home");
    await mkdir(home);
    await writeFile(files.configuration, JSON.stringify({ hosts: options.enforcement.pins }), { mode: 0o600 });
    if (secretLines !== "") secrets = await openUnlinked(join(directory, "secrets"), secretLines);
    const child = spawn(place.path, runArguments(options, files), {
      cwd: home,
      env: {
        ...engineEnvironment(home),
        K6_CSV_TIME_FORMAT: "unix_milli",
        K6_TEARDOWN_TIMEOUT: `${teardownTimeoutMs}ms`,
        ...(options.tlsCaFile === null ? {} : { SSL_CERT_FILE: absolute(options.tlsCaFile) }),
      },
      detached: true,
      stdio: ["ignore", "pipe", "pipe", secrets?.fd ?? "ignore"],
    });
    const pid = await spawned(child, place.path);
    return followRun({ child, pid, ...outputsOf(child) }, { ...place, directory, summary: files.summary }, options);
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    throw error;
  } finally {
    await secrets?.close();
  }
}

/** k6 reads one `name=value` a line. */
function secretsText(secrets: Readonly<Record<string, string>>): string {
  return Object.entries(secrets)
    .map(([name, value]) => {
      if (/[\r\n]/u.test(`${name}${value}`))
        throw PerfAgentError.of("PA_SECRET_MISSING", `secret "${name}" has several lines, which k6 cannot read`, {
          remedy: "Put the secret on one line, for example in Base64, and take it apart at the target.",
        });
      return `${name}=${value}\n`;
    })
    .join("");
}

/** A file that has no name any more when the engine starts: the child inherits the open descriptor. */
async function openUnlinked(path: string, text: string): Promise<FileHandle> {
  try {
    await writeFile(path, text, { mode: 0o600, flag: "wx" });
    return await open(path, "r");
  } finally {
    await rm(path, { force: true });
  }
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

function followRun(
  { child, pid, stdout, stderr }: { child: ChildProcess; pid: number; stdout: Readable; stderr: Readable },
  place: { clock: Clock; graceMs: number; directory: string; summary: string },
  options: StartOptions,
): EngineRun {
  const log = engineLogReader();
  const blocked = blockedRequestCounter();
  const masked = secretMasker(Object.values(options.secrets));
  const watch = watchProcess(pid, place.clock);
  const ownMessages: string[] = [];
  let receiverLagMs = 0;
  let gone = false;
  let stopping: "graceful" | "now" | null = null;
  let killTimer: NodeJS.Timeout | undefined;

  const stop = (mode: "graceful" | "now"): void => {
    if (gone || stopping === "now" || stopping === mode) return;
    stopping = mode;
    if (mode === "now") return killGroup(pid, "SIGKILL");
    // One signal only: at the second k6 leaves at once, without teardown and summary.
    killGroup(pid, "SIGTERM");
    killTimer = setTimeout(() => {
      ownMessages.push(`k6 did not end within ${place.graceMs / 1000} s of being stopped and was killed`);
      stop("now");
    }, place.graceMs);
  };

  const readSamples = async (): Promise<void> => {
    for await (const chunk of stdout as AsyncIterable<Uint8Array>) {
      // Before it is handed on: the receiver may take the bytes away.
      blocked.read(chunk);
      const handedOver = place.clock.monotonic();
      await options.onSamples(chunk);
      receiverLagMs = Math.max(receiverLagMs, place.clock.monotonic() - handedOver);
    }
  };
  const readLog = async (): Promise<void> => {
    let lines = 0;
    for await (const raw of createInterface({ input: stderr, crlfDelay: Number.POSITIVE_INFINITY })) {
      const line = masked(raw);
      log.read(line);
      lines++;
      if (lines <= logLinesKept) options.onLog(line);
    }
    if (lines > logLinesKept) options.onLog(`${lines - logLinesKept} more lines of the engine were left out`);
  };
  const guarded = async (what: string, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      ownMessages.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
      stop("now");
    }
  };

  const ended = new Promise<{ exitCode: number | null; signal: string | null }>((resolve) => {
    child.once("exit", (exitCode, signal) => {
      gone = true;
      clearTimeout(killTimer);
      resolve({ exitCode, signal });
    });
  });
  const finish = async (): Promise<EngineOutcome> => {
    const [end] = await Promise.all([
      ended,
      guarded("the samples could not be received", readSamples),
      guarded("the engine's log could not be received", readLog),
    ]);
    const summary = await readSummary(place.summary);
    await rm(place.directory, { recursive: true, force: true }).catch((error: unknown) => {
      ownMessages.push(`${place.directory} could not be removed: ${String(error)}`);
    });
    const { scriptErrors, scriptErrorCount, blockedDials, messages } = log.facts();
    return {
      ...end,
      scriptErrors: [...scriptErrors],
      scriptErrorCount,
      guardHits: Math.max(blockedDials, blocked.count()),
      messages: [...ownMessages, ...messages.filter((text) => stopping === null || !ownSignal.test(text))].slice(0, 20),
      summary,
      receiverLagMs: Math.round(receiverLagMs),
      ...watch.stop(),
    };
  };
  return { pid, done: finish(), stop };
}

/** k6 leaves out counters that never counted. null when there is no summary or half of one. */
async function readSummary(path: string): Promise<EngineOutcome["summary"]> {
  try {
    const { metrics } = summarySchema.parse(JSON.parse(await readFile(path, "utf8")));
    return { requests: metrics.http_reqs?.count ?? 0, iterations: metrics.iterations?.count ?? 0 };
  } catch {
    return null;
  }
}

/** Signals a process group; a group that is gone already is no error. */
function killGroup(pid: number, signal: "SIGTERM" | "SIGKILL"): void {
  try {
    process.kill(-pid, signal);
  } catch {
    return;
  }
}
