import type { Attempt } from "../contract/certificate.ts";
import { createWindowDecoder } from "../contract/decode-windows.ts";
import type { GuardDecision } from "../contract/policy.ts";
import type { Window } from "../contract/window.ts";
import type { LoadEngine, PreparedScript } from "../ports/load-engine.ts";
import type { Agent } from "./agent.ts";

export interface CleanedUp {
  readonly attempt: Pick<Attempt, "startedAt" | "finishedAt" | "result" | "text">;
  /** What the leftovers check counted; null: there is none, or it did not answer. */
  readonly leftovers: number | null;
  readonly windows: readonly Window[];
}

/** Runs the approved clean-up of a run whose engine could not do its teardown. Never throws for what the engine does. */
export async function cleanUp(
  agent: Agent,
  work: {
    readonly engine: LoadEngine;
    readonly script: PreparedScript;
    readonly runId: string;
    readonly secrets: Readonly<Record<string, string>>;
    readonly enforcement: GuardDecision["enforcement"];
    readonly tlsCaFile: string | null;
    /** It is killed after this, ms. */
    readonly longestMs: number;
    readonly onLog: (line: string) => Promise<void>;
  },
): Promise<CleanedUp> {
  const { clock } = agent;
  const { engine, script } = work;
  const startedAt = clock.now();
  const collector = agent.collectors.start({ format: engine.sampleFormat, limits: [] });
  let failed = 0;
  const windows: Window[] = [];
  const decoder = createWindowDecoder();
  collector.onWindows((frames) => void windows.push(...decoder.push(frames)));
  const over = new AbortController();
  let late = false;
  try {
    const run = await engine.start(script, {
      runId: work.runId,
      enforcement: work.enforcement,
      secrets: work.secrets,
      tags: {},
      tlsCaFile: work.tlsCaFile,
      onSamples: (chunk) => collector.push(chunk),
      onLog: (line) => void work.onLog(line).catch(() => undefined),
    });
    void clock.sleep(work.longestMs, over.signal).then(() => {
      if (over.signal.aborted) return;
      late = true;
      run.kill();
    });
    const outcome = await run.done;
    const { leftovers } = await collector.end();
    failed = outcome.scriptErrorCount;
    const finished = outcome.exitCode === 0 && failed === 0 && !late;
    const text = finished
      ? `the clean-up was run${leftovers === null ? "" : `; ${leftovers} left over`}`
      : `the clean-up did not come to its end: ${late ? "it took too long" : (outcome.scriptErrors[0] ?? outcome.messages[0] ?? `the engine ended with code ${String(outcome.exitCode)}`)}`;
    return {
      attempt: { startedAt, finishedAt: clock.now(), result: finished ? "finished" : "engine-failed", text },
      leftovers,
      windows,
    };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return {
      attempt: {
        startedAt,
        finishedAt: clock.now(),
        result: "engine-failed",
        text: `the clean-up could not be run: ${why}`,
      },
      leftovers: null,
      windows,
    };
  } finally {
    over.abort();
    await collector.terminate();
  }
}
