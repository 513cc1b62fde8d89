import type { LoadPreview } from "../contract/load-preview.ts";
import type { GuardDecision, Policy } from "../contract/policy.ts";
import type { EngineOutcome, RunProgress } from "../contract/run.ts";
import { limitRulesOf, type SloSet } from "../contract/slo-set.ts";
import type { StopRequest } from "../contract/stop-request.ts";
import type { TestPlan } from "../contract/test-plan.ts";
import { createWindowDecoder } from "../contract/decode-windows.ts";
import type { CollectionSummary, Window } from "../contract/window.ts";
import { createLiveView } from "../pipeline/analyse/live-view.ts";
import { startLifeCycle, type Interrupt } from "../pipeline/execute/run-life-cycle.ts";
import { createWatch } from "../pipeline/guard/watch.ts";
import type { LoadEngine, PreparedScript } from "../ports/load-engine.ts";
import type { RunFolder } from "../ports/run-folders.ts";
import type { Agent } from "./agent.ts";
import { bundleFiles } from "./run-bundle.ts";

/** Beyond the longest duration the plan allows: engine start, setup, teardown and summary. */
const graceMs = 90_000;
/** Windows that live figures look at every second. */
const windowsInView = 64;

export interface Drive {
  readonly outcome: EngineOutcome;
  readonly collection: CollectionSummary;
  readonly windows: readonly Window[];
  /** Who ended the run before its time; null when it ran to its end. */
  readonly stop: StopRequest | null;
  readonly interruptedBy: Interrupt | null;
  readonly startedAt: number;
  readonly finishedAt: number;
}

/**
 * Runs the prepared script to its end: bytes to the collector, windows to the run folder, the guard and the live view.
 * Whatever fails on the way (disk full, collector dead) stops the engine before it is thrown.
 */
export async function driveEngine(
  agent: Agent,
  work: {
    readonly engine: LoadEngine;
    readonly script: PreparedScript;
    readonly folder: RunFolder;
    readonly runId: string;
    readonly plan: TestPlan;
    readonly preview: LoadPreview;
    readonly slos: SloSet;
    readonly policy: Policy;
    readonly decision: GuardDecision;
    readonly secrets: Readonly<Record<string, string>>;
    readonly keepSamples: boolean;
    readonly onProgress: (progress: RunProgress) => void;
  },
): Promise<Drive> {
  const { engine, folder, plan, preview, slos, policy, decision } = work;
  const { clock } = agent;
  const startedAt = clock.now();
  const live = createLiveView({ plan, preview, slos, startedAt });
  const watch = createWatch({ enforcement: decision.enforcement, stop: policy.stop, limits: policy.limits, plan });
  const windows: Window[] = [];
  const decoder = createWindowDecoder(windowsInView);
  const collector = agent.collectors.start({ format: engine.sampleFormat, limits: limitRulesOf(slos) });

  const life = startLifeCycle(clock.monotonic() + preview.maxDurationMs + graceMs);
  let failure: { readonly error: unknown } | null = null;
  const writes = new WriteQueue();
  const ticking = new AbortController();
  const samples = work.keepSamples ? folder.openCompressed(bundleFiles.samples) : null;
  let stopEngine: (() => void) | null = null;
  const fail = (error: unknown): void => {
    failure ??= { error };
    stopEngine?.();
  };

  const run = await engine.start(work.script, {
    runId: work.runId,
    enforcement: decision.enforcement,
    secrets: work.secrets,
    // Tags of the run stand in its record; on the engine they would cost bytes in every sample.
    tags: {},
    tlsCaFile: plan.target.tlsCaFile,
    onSamples: async (chunk) => {
      if (samples !== null && failure === null) await samples.write(chunk).catch(fail);
      await collector.push(chunk);
    },
    onLog: (line) => writes.add(() => folder.appendLine(bundleFiles.engineLog, line)),
  });
  stopEngine = () => run.stop("now");
  const act = (mode: StopRequest["mode"] | null): void => {
    if (mode !== null) run.stop(mode);
  };
  writes.onFailure = fail;
  collector.onWindows((frames) => {
    writes.add(() => folder.appendWindows(frames));
    for (const window of decoder.push(frames)) {
      windows.push(window);
      live.push(window);
      const wish = watch.push(window);
      if (wish !== null) act(life.wish(wish));
    }
    for (const { name, text } of live.breachedStops()) {
      act(life.wish({ reason: `objective:${name}`, mode: "graceful", text }));
    }
  });
  const ignoreInterrupts = agent.system.onInterrupt((signal) => act(life.interrupt(signal)));
  const tick = async (): Promise<void> => {
    while (!ticking.signal.aborted) {
      work.onProgress(live.progress(clock.now()));
      act(life.tick(clock.monotonic()));
      await clock.sleep(1_000, ticking.signal);
    }
  };
  const ticks = tick();
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

/** Keeps writes of one run in order; the first failure ends them all. */
class WriteQueue {
  onFailure: (error: unknown) => void = () => undefined;
  #tail: Promise<void> = Promise.resolve();
  #failed = false;

  add(write: () => Promise<void>): void {
    this.#tail = this.#tail.then(async () => {
      if (this.#failed) return;
      try {
        await write();
      } catch (error) {
        this.#failed = true;
        this.onFailure(error);
      }
    });
  }

  drained(): Promise<void> {
    return this.#tail;
  }
}
