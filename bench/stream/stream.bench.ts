import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { localRunFolders } from "../../src/adapters/files/local-run-folders.ts";
import { nodeClock } from "../../src/adapters/node/node-clock.ts";
import { encodeWindows } from "../../src/contract/encode-windows.ts";
import { createLiveFrames } from "../../src/pipeline/analyse/live-frames.ts";
import { createLiveObjectives } from "../../src/pipeline/analyse/live-objectives.ts";
import { sendEvents } from "../../src/entry/http/send-events.ts";
import type { LiveInputs } from "../../src/services/live/live-inputs.ts";
import { createLiveRuns } from "../../src/services/live/live-runs.ts";
import type { LiveState } from "../../src/services/live/live-state.ts";
import { piecesOf } from "../../src/services/live/stream-run.ts";
import { drawWindows } from "../analyse/draw-windows.ts";
import type { BenchFigure } from "../bench-figure.ts";

const seconds = 20;
const readers = 20;
const requestsPerSecond = 20_000;
const scenarios = [
  { name: "browse", endpoints: Array.from({ length: 500 }, (_, number) => `endpoint-${number}`), medianMs: 20 },
];
const runId = "bench";

/** What telling a large run to twenty pages costs: 20,000 samples a second over 500 endpoints, one text a second for all. */
export default async function benchStream(): Promise<readonly BenchFigure[]> {
  const root = mkdtempSync(join(tmpdir(), "perf-agent-stream-"));
  const clock = nodeClock();
  const lags: number[] = [];
  const live = createLiveRuns({ clock, onLag: (ms) => lags.push(ms) });
  const folder = await localRunFolders(root).create(runId);
  const endpoints = scenarios.flatMap(({ name, endpoints: names }) =>
    names.map((endpoint) => ({ scenario: name, endpoint })),
  );
  const slos = { schemaVersion: 1 as const, service: null, defaults: false, objectives: [], scoring: null };
  const inputs: LiveInputs = {
    folder,
    preview: null,
    slos,
    endpoints,
    costLimit: null,
    currency: "EUR",
    follow: () => ({
      frames: createLiveFrames({ endpoints, withoutSetup: true, spentAt: () => 0 }),
      objectives: createLiveObjectives({ plan: null, preview: null, slos, withoutSetup: true }),
    }),
  };
  let state: LiveState["state"] = "running";
  const looks = {
    state: () =>
      Promise.resolve({
        runId,
        state,
        text: state,
        at: 0,
        ahead: null,
        verdict: null,
        plan: "bench",
        service: "bench",
        environment: "local",
      }),
    open: () => Promise.resolve(inputs),
  };
  const server = createServer((_, response) => {
    const reader = new AbortController();
    const tail = live.tail(runId, looks);
    tail.join();
    const pieces = piecesOf(tail, null, clock, reader.signal);
    void sendEvents(response, pieces, { headers: {}, reader, clock, until: null, onProblem: () => undefined }).then(
      () => tail.leave(),
    );
  });
  try {
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    // Drawing and encoding are the collector's work, in a thread of its own.
    const draw = drawWindows(scenarios, requestsPerSecond, []);
    const frames = Array.from({ length: seconds }, (_, second) => encodeWindows([draw(second * 1000)]));
    const program = fileURLToPath(new URL("./read-streams.ts", import.meta.url));
    const child = spawn(process.execPath, [program, `http://127.0.0.1:${port}/`, String(readers)], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const printed = text(child.stdout);
    await delay(2_000);
    const writtenAt: number[] = [];
    const [cpuBefore, begunAt] = [process.cpuUsage(), performance.now()];
    for (const [second, bytes] of frames.entries()) {
      await delay(Math.max(0, begunAt + second * 1000 - performance.now()));
      writtenAt.push(Date.now());
      await folder.appendWindows(bytes);
      live.touch(runId);
    }
    await delay(1_000);
    const cpu = process.cpuUsage(cpuBefore);
    const cores = (cpu.user + cpu.system) / 1000 / (performance.now() - begunAt);
    state = "finished";
    live.touch(runId);
    await once(child, "exit");
    const arrivals = (await printed)
      .split("\n")
      .filter((line) => line !== "")
      .flatMap((line) => {
        const times: (number | null)[] = JSON.parse(line);
        return writtenAt.map((written, second) => (times[second] ?? Infinity) - written);
      });
    return [
      {
        name: "stream: server with 20 readers",
        value: cores,
        unit: "cores",
        bar: "< 1",
        rival: null,
        rivalValue: null,
      },
      {
        name: "stream: from the file to the reader, p99",
        value: highQuantile(arrivals),
        unit: "ms",
        bar: "< 100",
        rival: null,
        rivalValue: null,
      },
      {
        name: "stream: from the file to the text, p99",
        value: highQuantile(lags),
        unit: "ms",
        bar: null,
        rival: null,
        rivalValue: null,
      },
    ];
  } finally {
    live.close();
    server.closeAllConnections();
    server.close();
    rmSync(root, { recursive: true, force: true });
  }
}

/** The value that 99 of 100 do not exceed. */
function highQuantile(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(0.99 * sorted.length))] ?? Number.NaN;
}
