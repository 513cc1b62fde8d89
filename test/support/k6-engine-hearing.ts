import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";
import { nodeClock } from "../../src/adapters/node/node-clock.ts";
import type { ScriptBundle } from "../../src/contract/script-bundle.ts";
import type { EngineRun, StartOptions } from "../../src/ports/load-engine.ts";

/** Around 127.0.0.1, as the complement of an allowed address would be. */
const blockedLoopback = ["127.0.0.0/32", "127.0.0.2/31", "127.0.0.4/30", "::/0"];

/** A bundle whose only file is its entry. */
export function bundleOf(text: string, more: Partial<ScriptBundle> = {}): ScriptBundle {
  return {
    schemaVersion: 1,
    engine: "k6",
    entry: "main.js",
    files: [{ path: "main.js", text }],
    secretNames: [],
    ...more,
  };
}

interface Heard {
  readonly csv: () => string;
  readonly rows: (metric: string) => readonly string[];
  readonly log: string[];
}

/** Options that allow 127.0.0.1 only and keep what the engine tells. */
export function hearing(overrides: Partial<StartOptions> = {}): { options: StartOptions; heard: Heard } {
  const chunks: Uint8Array[] = [];
  const log: string[] = [];
  const csv = (): string => Buffer.concat(chunks).toString("utf8");
  return {
    options: {
      runId: "test-run",
      enforcement: {
        pins: {},
        allowedAddresses: ["127.0.0.1"],
        blockedRanges: blockedLoopback,
        blockedHostnames: [],
        maxVus: 50,
        maxDurationMs: 60_000,
        maxRatePerSecond: null,
        allowedSockets: [],
        maxConnections: 1000,
        maxRequests: null,
        maxWrites: null,
        setupTimeoutMs: 60_000,
        teardownTimeoutMs: 60_000,
        summaryTimeoutMs: 10_000,
      },
      secrets: {},
      tags: {},
      tlsCaFile: null,
      onSamples: (chunk) => void chunks.push(Uint8Array.from(chunk)),
      onLog: (line) => void log.push(line),
      ...overrides,
    },
    heard: {
      csv,
      rows: (metric) =>
        csv()
          .split("\n")
          .filter((row) => row.startsWith(`${metric},`)),
      log,
    },
  };
}

/** Resolves when the text occurs in what was heard or the run is over. */
export async function until(run: EngineRun, holds: () => boolean): Promise<void> {
  const ended = new AbortController();
  void run.done.then(() => ended.abort());
  while (!ended.signal.aborted && !holds()) await nodeClock().sleep(20);
}

/** Whether a process of that id runs; one that ended and that nobody has taken note of yet does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !existsSync("/proc/self/stat") || !/\) Z /u.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}

/** Script text of one request named "home". */
export function getting(url: string): string {
  return `http.get(${JSON.stringify(url)}, { tags: { name: "home" } });`;
}

/** A script of two users that repeat `body` for half a minute. */
export function looping(body: string, rest = ""): string {
  return `
      import http from "k6/http";
      import { sleep } from "k6";
      export const options = { scenarios: { s: { executor: "constant-vus", vus: 2, duration: "30s", gracefulStop: "0s" } } };
      export default function () { ${body} sleep(0.02); }
      ${rest}`;
}

/** Message of a line of the engine's log. */
export function messageOf(line: string | undefined): string {
  return z.looseObject({ msg: z.string() }).parse(JSON.parse(line ?? "")).msg;
}
