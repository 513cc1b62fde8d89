import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nodeClock } from "../../src/adapters/node/node-clock.ts";
import { k6Engine } from "../../src/adapters/k6/k6-engine.ts";
import { workerCollectors } from "../../src/adapters/worker-threads/worker-collectors.ts";
import { parseAddress } from "../../src/contract/ip-address.ts";
import type { ScriptBundle } from "../../src/contract/script-bundle.ts";
import { createWindowDecoder } from "../../src/contract/decode-windows.ts";
import { addressComplement } from "../../src/pipeline/guard/address-complement.ts";
import type { FoundEngine } from "../../src/ports/load-engine.ts";
import type { BenchFigure } from "../bench-figure.ts";
import { findK6 } from "../support/find-k6.ts";
import { median } from "../support/median.ts";
import { startTarget } from "./start-target.ts";
import { timedK6, type TimedK6 } from "./timed-k6.ts";

const rounds = 3;
const secondsPerRun = 8;
const vus = 20;
/** The most that k6's own file output was seen to cost on two idle cores; a machine on which it costs more is measured against itself. */
const mostMicroseconds = 32;

/** What k6 is told to write instead of the samples that we read: undefined leaves them, null is no output at all. */
const outputs = { none: null, csv: "csv=/dev/null", json: "json=/dev/null", ours: undefined } as const;
type Variant = keyof typeof outputs;
const variants = ["none", "csv", "json", "ours"] as const satisfies readonly Variant[];

/**
 * What outputs cost k6: processor time an iteration of one request, as fast as it goes, less that of the same run without output. All run through our engine with
 * the same flags (its five tags among them) but for the word `--out`; only in our own are samples read, scanned and made windows of meanwhile.
 */
export default async function benchLive(): Promise<readonly BenchFigure[]> {
  const found = await findK6();
  if (found === null) {
    process.stderr.write("live.bench.ts is skipped: no k6; `perf-agent engines install k6` obtains it\n");
    return [];
  }
  const directory = mkdtempSync(join(tmpdir(), "perf-agent-live-"));
  const target = await startTarget();
  try {
    const microseconds: Record<Variant, number[]> = { none: [], csv: [], json: [], ours: [] };
    const program = (variant: Variant): TimedK6 => timedK6(found.path, directory, variant, outputs[variant]);
    const programs = { none: program("none"), csv: program("csv"), json: program("json"), ours: program("ours") };
    for (let round = 0; round < rounds; round++)
      for (const variant of variants)
        microseconds[variant].push(await cpuPerIteration(found, programs[variant], directory, target.port));
    const extra = (variant: Variant): number => median(microseconds[variant]) - median(microseconds.none);
    const [value, csv, json] = [extra("ours"), extra("csv"), extra("json")];
    const figure = { name: "live run: extra k6 CPU an iteration", value, unit: "us" };
    return [
      {
        ...figure,
        bar: `<= ${Math.max(mostMicroseconds, csv).toFixed(1)}`,
        rival: `k6 --out ${outputs.csv}`,
        rivalValue: csv,
      },
      { ...figure, bar: null, rival: `k6 --out ${outputs.json}`, rivalValue: json },
      {
        name: "live run: k6 CPU an iteration",
        value: median(microseconds.ours),
        unit: "us",
        bar: null,
        rival: "k6 without output",
        rivalValue: median(microseconds.none),
      },
    ];
  } finally {
    await target.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** One run, driven as a real one is; us. */
async function cpuPerIteration(found: FoundEngine, k6: TimedK6, directory: string, port: number): Promise<number> {
  const temporaryDirectory = join(directory, "private");
  mkdirSync(temporaryDirectory, { recursive: true });
  const engine = k6Engine({ ...found, path: k6.path }, { temporaryDirectory, clock: nodeClock() });
  const collectors = workerCollectors(new URL("../../src/entry/worker/collect.ts", import.meta.url));
  const script = await engine.prepare(bundleFor(port));
  const collector = collectors.start({ format: engine.sampleFormat, limits: [] });
  try {
    const decoder = createWindowDecoder();
    collector.onWindows((frames) => void decoder.push(frames));
    const run = await engine.start(script, {
      runId: "bench",
      enforcement: {
        pins: {},
        allowedAddresses: ["127.0.0.1"],
        blockedRanges: addressComplement([parseAddress("127.0.0.1")].filter((address) => address !== null)),
        blockedHostnames: [],
        maxVus: vus,
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
      onSamples: (chunk) => collector.push(chunk),
      onLog: () => undefined,
    });
    const outcome = await run.done;
    await collector.end();
    const iterations = outcome.summary?.iterations ?? 0;
    if (outcome.exitCode !== 0 || iterations === 0)
      throw new Error(`k6 ended with ${outcome.exitCode}: ${outcome.messages.join("; ")}`);
    return (k6.cpuSeconds() / iterations) * 1e6;
  } finally {
    await collector.terminate();
    await script.dispose();
  }
}

function bundleFor(port: number): ScriptBundle {
  const text = `import http from "k6/http";
export const options = { scenarios: { main: { executor: "constant-vus", vus: ${vus}, duration: "${secondsPerRun}s" } } };
export default function () {
  http.get("http://127.0.0.1:${port}/", { tags: { name: "GET /" } });
}
`;
  return { schemaVersion: 1, engine: "k6", entry: "main.js", files: [{ path: "main.js", text }], secretNames: [] };
}
