import type { LoadPreview } from "../contract/load-preview.ts";
import type { GuardDecision } from "../contract/policy.ts";
import type { EngineOutcome, RunProgress } from "../contract/run.ts";
import { limitRulesOf, type SloSet } from "../contract/slo-set.ts";
import type { StopRequest } from "../contract/stop-request.ts";
import type { TestPlan } from "../contract/test-plan.ts";
import { createWindowDecoder } from "../contract/decode-windows.ts";
import type { CollectionSummary, Window } from "../contract/window.ts";
import { createLiveView } from "../pipeline/analyse/live-view.ts";
import { startLifeCycle, type Deadlines, type Interrupt } from "../pipeline/execute/run-life-cycle.ts";
import type { Watch } from "../pipeline/guard/watch.ts";
import type { LoadEngine, PreparedScript } from "../ports/load-engine.ts";
import type { RunFolder } from "../ports/run-folders.ts";
import type { Agent } from "./agent.ts";
import { bundleFiles } from "./run-bundle.ts";
import { createWindDown } from "./wind-down.ts";
import { WriteQueue } from "./write-queue.ts";

/** Windows that live figures look at every second. */
const windowsInView = 64;
/** The ladder of stopping is looked at this often. */
const ladderStepMs = 250;
const secondMs = 1_000;

export interface Drive {
  readonly outcome: EngineOutcome;
  readonly collection: CollectionSummary;
  readonly windows: readonly Window[];
  /** Who ended the run before its time; null when it ran to its end. */
  readonly stop: StopRequest | null;
  readonly interruptedBy: Interrupt | null;
  /** When stopping began, epoch ms; null when nobody stopped it. */
  readonly stoppedAt: number | null;
  /** Iterations that the stop cut off; null: not known. */
  readonly cutIterations: number | null;
  readonly startedAt: number;
  readonly finishedAt: number;
}

export interface DriveWork {
  readonly engine: LoadEngine;
  readonly script: PreparedScript;
  readonly folder: RunFolder;
  readonly runId: string;
  readonly plan: TestPlan;
  readonly preview: LoadPreview;
  readonly slos: SloSet;
  readonly enforcement: GuardDecision["enforcement"];
  readonly watch: Watch;
  readonly deadlines: Deadlines;
  readonly secrets: Readonly<Record<string, string>>;
  readonly keepSamples: boolean;
  /** Told once, as soon as the engine's process exists. */
  readonly onStart: (pid: number) => Promise<void>;
  /** Asked once a second: somebody outside who wants the run to end, or a budget that is used up. */
  readonly wishes: () => Promise<StopRequest | null>;
  /** Told once, when the engine begins to be stopped. */
  readonly onStop: (stop: StopRequest) => void;
  readonly onProgress: (progress: RunProgress) => void;
}

/**
 * Runs the prepared script to its end: bytes to the collector, windows to the run folder, the guard and the live view. Whatever fails on
 * the way (disk full, collector dead) kills the engine before it is thrown.
 */
export async function driveEngine(agent: Agent, work: DriveWork): Promise<Drive> {
  const { engine, folder, plan, preview, slos, watch } = work;
  const { clock } = agent;
  const startedAt = clock.now();
  const live = createLiveView({ plan, preview, slos, startedAt });
  const windows: Window[] = [];
  const decoder = createWindowDecoder(windowsInView);
  const collector = agent.collectors.start({ format: engine.sampleFormat, limits: limitRulesOf(slos) });
  const life = startLifeCycle(work.deadlines);
  const writes = new WriteQueue();
  const ticking = new AbortController();
  const samples = work.keepSamples ? folder.openCompressed(bundleFiles.samples) : null;
  let failure: { readonly error: unknown } | null = null;
  let killEngine: (() => void) | null = null;
  let stoppedAt: number | null = null;
  const fail = (error: unknown): void => {
    failure ??= { error };
    killEngine?.();
  };

  // From the first moment on: by default a signal would end us and leave the engine to find out.
  const interrupts: Interrupt[] = [];
  let onInterrupt = (signal: Interrupt): void => void interrupts.push(signal);
  const ignoreInterrupts = agent.system.onInterrupt((signal) => onInterrupt(signal));
  const run = await engine
    .start(work.script, {
      runId: work.runId,
      enforcement: work.enforcement,
      secrets: work.secrets,
      // Tags of the run stand in its record; on the engine they would cost bytes in every sample.
      tags: {},
      tlsCaFile: plan.target.tlsCaFile,
      onSamples: async (chunk) => {
        if (samples !== null && failure === null) await samples.write(chunk).catch(fail);
        await collector.push(chunk);
      },
      onLog: (line) => writes.add(() => folder.appendLine(bundleFiles.engineLog, line)),
    })
    .catch(async (error: unknown) => {
      ignoreInterrupts();
      await collector.terminate();
      await samples?.close().catch(() => undefined);
      throw error;
    });
  killEngine = () => run.kill();
  const windDown = createWindDown({
    run,
    plan,
    preview,
    enforcement: work.enforcement,
    startedAtMs: clock.monotonic(),
  });
  const act = (mode: StopRequest["mode"] | null): void => {
    if (mode === null || life.stop === null) return;
    if (!windDown.begin(mode, clock.monotonic())) return;
    stoppedAt = clock.now();
    work.onStop(life.stop);
  };
  writes.onFailure = fail;
  collector.onWindows((frames) => {
    writes.add(() => folder.appendWindows(frames));
    for (const window of decoder.push(frames)) {
      windows.push(window);
      live.push(window);
      windDown.push(window);
      const wish = watch.push(window);
      if (wish !== null) act(life.wish(wish));
    }
    for (const { name, text } of live.breachedStops()) {
      act(life.wish({ reason: `objective:${name}`, mode: "graceful", text }));
    }
  });
  onInterrupt = (signal) => act(life.interrupt(signal));
  for (const signal of interrupts) onInterrupt(signal);

  const look = async (): Promise<void> => {
    work.onProgress(live.progress(clock.now()));
    const connections = run.connections();
    for (const wish of [connections === null ? null : watch.observeConnections(connections), await work.wishes()])
      if (wish !== null) act(life.wish(wish));
  };
  const tick = async (): Promise<void> => {
    let nextLookAt = clock.monotonic();
    while (!ticking.signal.aborted) {
      const now = clock.monotonic();
      act(life.tick(now));
      windDown.step(now);
      if (now >= nextLookAt) {
        nextLookAt = now + secondMs;
        await look();
      }
      await clock.sleep(ladderStepMs, ticking.signal);
    }
  };
  const ticks = work
    .onStart(run.pid)
    .then(tick)
    .catch((error: unknown) => fail(error));
  try {
    const outcome = await run.done;
    const collection = await collector.end();
    await writes.drained();
    await samples?.close().catch(fail);
    if (failure !== null) throw (failure as { error: unknown }).error;
    return {
      outcome,
      collection,
      windows,
      stop: life.stop,
      interruptedBy: life.interruptedBy,
      stoppedAt,
      cutIterations: life.stop === null ? 0 : windDown.cutIterations(),
      startedAt,
      finishedAt: clock.now(),
    };
  } finally {
    ticking.abort();
    ignoreInterrupts();
    await ticks;
    await collector.terminate();
  }
}
