import { describe, expect, it } from "vitest";
import { PerfAgentError } from "../contract/errors.ts";
import type { LoadPreview } from "../contract/load-preview.ts";
import type { GuardDecision } from "../contract/policy.ts";
import type { StopRequest } from "../contract/stop-request.ts";
import type { EngineOutcome } from "../contract/run.ts";
import type { TestPlan } from "../contract/test-plan.ts";
import { encodeWindows } from "../contract/encode-windows.ts";
import type { CollectionSummary } from "../contract/window.ts";
import type { EngineRun, LoadEngine, PreparedScript, StartOptions } from "../ports/load-engine.ts";
import type { RunFolder } from "../ports/run-folders.ts";
import type { SampleCollector } from "../ports/sample-collector.ts";
import type { Agent } from "./agent.ts";
import { driveEngine } from "./drive-engine.ts";

const outcome: EngineOutcome = {
  exitCode: 0,
  signal: null,
  scriptErrors: [],
  scriptErrorCount: 0,
  guardHits: 0,
  messages: [],
  summary: null,
  peakCpuShare: null,
  receiverLagMs: 0,
  clockStepMs: 0,
  connections: null,
};
const summary: CollectionSummary = {
  format: "k6-csv",
  rows: 1,
  badRows: 0,
  badRowExamples: [],
  firstAt: null,
  lastAt: null,
  truncated: false,
  foldedSeries: 0,
  scenarioStarts: {},
  leftovers: null,
};
const frames = encodeWindows([{ at: 1_000, series: [], counters: [], errors: [], vus: 1 }]);

/** A world of stand-ins: an engine that runs until it is stopped or told that it is through. */
const nothing = (): void => undefined;

function stage(
  folder: Partial<RunFolder>,
  {
    canThrottle = false,
    hangs = false,
    wish = null,
  }: { canThrottle?: boolean; hangs?: boolean; wish?: StopRequest | null } = {},
) {
  const stops: string[] = [];
  const told: string[] = [];
  let interrupt: (signal: "SIGINT" | "SIGTERM") => void = nothing;
  let listener: (frames: Uint8Array) => void = nothing;
  let options: StartOptions | null = null;
  const through = Promise.withResolvers<void>();
  const started = Promise.withResolvers<StartOptions>();
  let now = 1_000;
  const collector: SampleCollector = {
    push: () => Promise.resolve(),
    onWindows: (heard) => {
      listener = heard;
    },
    end: () => Promise.resolve(summary),
    terminate: () => Promise.resolve(),
  };
  const engine = {
    name: "k6",
    version: "2.2.0",
    sampleFormat: "k6-csv",
    start: (_script: PreparedScript, given: StartOptions): Promise<EngineRun> => {
      options = given;
      started.resolve(given);
      return Promise.resolve({
        pid: 1,
        done: through.promise.then(() => outcome),
        canThrottle,
        throttle: (share) => stops.push(`share ${share.toFixed(2)}`),
        held: () => new Map(),
        connections: () => null,
        terminate: () => {
          stops.push("terminate");
          if (!hangs) through.resolve();
        },
        kill: () => {
          stops.push("kill");
          through.resolve();
        },
      });
    },
  } as unknown as LoadEngine;
  const agent = {
    clock: {
      now: () => now,
      monotonic: () => now,
      sleep: () => {
        now += 250;
        return new Promise<void>((resolve) => setImmediate(resolve));
      },
    },
    collectors: { start: () => collector },
    system: {
      onInterrupt: (heard: typeof interrupt) => {
        interrupt = heard;
        return () => undefined;
      },
    },
  } as unknown as Agent;
  const enforcement: GuardDecision["enforcement"] = {
    pins: {},
    allowedAddresses: [],
    blockedRanges: [],
    blockedHostnames: [],
    maxVus: 10,
    maxDurationMs: 60_000,
    maxRatePerSecond: null,
    allowedSockets: [],
    maxConnections: 1000,
    maxRequests: null,
    maxWrites: null,
    setupTimeoutMs: 60_000,
    teardownTimeoutMs: 60_000,
    summaryTimeoutMs: 10_000,
  };
  const drive = driveEngine(agent, {
    engine,
    script: {} as PreparedScript,
    folder: {
      appendWindows: () => Promise.resolve(),
      appendLine: () => Promise.resolve(),
      ...folder,
    } as RunFolder,
    runId: "r",
    plan: { scenarios: [], endpoints: [], target: { tlsCaFile: null } } as unknown as TestPlan,
    preview: { maxDurationMs: 10_000, scenarios: [], durationMs: 10_000 } as unknown as LoadPreview,
    slos: { schemaVersion: 1, service: null, defaults: false, objectives: [], scoring: null },
    enforcement,
    watch: { push: () => null, observeConnections: () => null, used: { requests: 0, writes: 0 } },
    deadlines: { plannedEndMs: 100_000, windDownMs: 200_000, capMs: 300_000 },
    secrets: {},
    keepSamples: false,
    onStart: () => Promise.resolve(),
    wishes: () => Promise.resolve(wish),
    onStop: ({ reason }) => told.push(reason),
    onProgress: () => undefined,
  });
  return {
    drive,
    stops,
    told,
    started: started.promise,
    options: () => options,
    windows: () => listener(frames),
    interrupt: (signal: "SIGINT" | "SIGTERM") => interrupt(signal),
    finish: () => through.resolve(),
  };
}

describe("driveEngine", () => {
  it("hands on windows and comes to an end without a stop", async () => {
    const appended: Uint8Array[] = [];
    const world = stage({
      appendWindows: (bytes) => {
        appended.push(bytes);
        return Promise.resolve();
      },
    });
    await world.started;
    await Promise.resolve();
    world.windows();
    world.finish();
    const drive = await world.drive;
    expect(drive).toMatchObject({ stop: null, interruptedBy: null, outcome, collection: summary });
    expect(drive.windows.map(({ at }) => at)).toEqual([1_000]);
    expect(appended).toEqual([frames]);
    expect(world.stops).toEqual([]);
  });

  it("stops the engine at once when the run folder cannot be written, and says so", async () => {
    const full = PerfAgentError.of("PA_WRITE_FAILED", "no space left on device");
    const world = stage({ appendWindows: () => Promise.reject(full) });
    await world.started;
    await Promise.resolve();
    world.windows();
    await expect(world.drive).rejects.toBe(full);
    expect(world.stops).toEqual(["kill"]);
  });

  it("ends gracefully on the first signal and at once on the second", async () => {
    const world = stage({}, { hangs: true });
    await world.started;
    await Promise.resolve();
    world.interrupt("SIGTERM");
    world.interrupt("SIGTERM");
    const drive = await world.drive;
    expect(world.stops).toEqual(["terminate", "kill"]);
    expect(drive).toMatchObject({ stop: { reason: "interrupt" }, interruptedBy: "SIGTERM" });
  });

  it("stops a run that takes longer than its plan needs, and kills what does not end", async () => {
    const world = stage({}, { hangs: true });
    const drive = await world.drive;
    expect(drive.stop).toMatchObject({ reason: "timeout", mode: "graceful" });
    expect(world.stops).toEqual(["terminate", "kill"]);
    expect(world.told).toEqual(["timeout"]);
  });

  it("lets less and less begin before it ends an engine with a gate, when somebody outside wishes it", async () => {
    const world = stage({}, { canThrottle: true, wish: { reason: "budget", mode: "graceful", text: "used up" } });
    const drive = await world.drive;
    expect(drive.stop).toMatchObject({ reason: "budget" });
    expect(world.stops[0]).toMatch(/^share 0\.9/u);
    expect(world.stops.slice(-2)).toEqual(["share 0.00", "terminate"]);
    expect(
      world.stops
        .filter((stop) => stop.startsWith("share"))
        .toSorted()
        .toReversed(),
    ).toEqual(world.stops.slice(0, -1));
    expect(world.told).toEqual(["budget"]);
  });
});
