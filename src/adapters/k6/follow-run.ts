import type { ChildProcess } from "node:child_process";
import { readFile, rm } from "node:fs/promises";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { z } from "zod";
import type { EngineOutcome } from "../../contract/run.ts";
import type { EngineRun, StartOptions } from "../../ports/load-engine.ts";
import type { Clock } from "../../ports/system.ts";
import { blockedRequestCounter } from "./count-blocked-requests.ts";
import { secretMasker } from "./mask-secrets.ts";
import { engineLogReader } from "./read-engine-log.ts";
import { signalGroup } from "./signal-group.ts";
import type { Gate } from "./start-gate.ts";
import { watchConnections } from "./watch-connections.ts";
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
 * Reads a running k6 to its end: samples and log lines to their receivers, and what the operating system shows of the process. Whatever fails on the
 * way kills it.
 */
export function followRun(
  { child, pid, stdout, stderr }: { child: ChildProcess; pid: number; stdout: Readable; stderr: Readable },
  place: { clock: Clock; directory: string; summary: string; gate: Gate | null; maxVus: number },
  options: StartOptions,
): EngineRun {
  const { gate } = place;
  const log = engineLogReader();
  const blocked = blockedRequestCounter();
  const masked = secretMasker(Object.values(options.secrets));
  const watch = watchProcess(pid, place.clock);
  const connections = watchConnections(pid, gate?.port ?? null);
  const ownMessages: string[] = [];
  let receiverLagMs = 0;
  let state: "running" | "terminated" | "killed" | "gone" = "running";
  let stopped = false;

  const terminate = (): void => {
    // One signal only: at the second k6 leaves at once, without teardown and summary.
    if (state !== "running") return;
    state = "terminated";
    stopped = true;
    signalGroup(pid, "SIGTERM");
  };
  const kill = (): void => {
    if (state === "gone" || state === "killed") return;
    state = "killed";
    stopped = true;
    signalGroup(pid, "SIGKILL");
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
      const line = inOneLine(masked(raw));
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
      kill();
    }
  };

  const ended = new Promise<{ exitCode: number | null; signal: string | null }>((resolve) => {
    child.once("exit", (exitCode, signal) => {
      state = "gone";
      // What it may have started is of its group, and holds its standard output open.
      signalGroup(pid, "SIGKILL");
      resolve({ exitCode, signal });
    });
  });
  const finish = async (): Promise<EngineOutcome> => {
    const [end] = await Promise.all([
      ended,
      guarded("the samples could not be received", readSamples),
      guarded("the engine's log could not be received", readLog),
    ]);
    gate?.close();
    connections.stop();
    const observed = connections.facts();
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
      messages: [...ownMessages, ...messages.filter((text) => !stopped || !ownSignal.test(text))].slice(0, 20),
      summary,
      receiverLagMs: Math.round(receiverLagMs),
      ...watch.stop(),
      connections: observed === null ? null : { peak: observed.peak, sockets: observed.sockets },
    };
  };
  return {
    pid,
    done: finish(),
    canThrottle: gate !== null,
    throttle: (share) => gate?.limit(share * place.maxVus),
    held: () => gate?.held() ?? new Map(),
    connections: () => connections.facts(),
    terminate,
    kill,
  };
}

/** Control characters as JSON writes them: a crash of the Go runtime is no JSON, and what a script says may hold anything. */
function inOneLine(line: string): string {
  return line.replaceAll(
    /\p{Cc}|[\u2028\u2029]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
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
