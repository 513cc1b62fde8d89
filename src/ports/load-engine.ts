import type { GuardDecision } from "../contract/policy.ts";
import type { EngineOutcome } from "../contract/run.ts";
import type { ScriptBundle } from "../contract/script-bundle.ts";

/** A frozen script: what is inspected, approved and run is this one file. */
export interface PreparedScript {
  /** Path of the archive, in a private folder outside the run folder. */
  readonly archive: string;
  readonly sha256: string;
  readonly inspected: { readonly maxVus: number; readonly totalDurationMs: number };
  /** Removes the private folder. */
  dispose(): Promise<void>;
}

export interface StartOptions {
  readonly runId: string;
  readonly enforcement: GuardDecision["enforcement"];
  /** Name to value; reach the engine by a private file that is gone once it was read. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly tlsCaFile: string | null;
  /** Raw sample bytes in `format` of the engine; the returned promise is the back pressure. */
  readonly onSamples: (chunk: Uint8Array) => Promise<void> | void;
  /** One line of the engine's log, secrets already masked by the engine. */
  readonly onLog: (line: string) => void;
}

export interface EngineRun {
  readonly pid: number;
  /** Resolves when the process is gone and every byte was delivered. Never rejects. */
  readonly done: Promise<EngineOutcome>;
  /** graceful: ends scenarios, keeps teardown and summary, kills when the ladder's deadline passes. now: kills the group. Idempotent. */
  stop(mode: "graceful" | "now"): void;
}

/** A program that generates load. Promises: no network before `start`; nothing per-run in the prepared bytes; process group of its own; minimal environment. */
export interface LoadEngine {
  readonly name: string;
  readonly version: string;
  readonly sampleFormat: "k6-csv";
  /** Evaluates the bundle once without network and freezes it. Throws PA_ENGINE_SCRIPT when it does not evaluate. */
  prepare(bundle: ScriptBundle): Promise<PreparedScript>;
  start(script: PreparedScript, options: StartOptions): Promise<EngineRun>;
  /** One pass of a script in try mode: resolves with its log lines. */
  tryOut(bundle: ScriptBundle, options: Omit<StartOptions, "onSamples">): Promise<EngineOutcome>;
}

export interface FoundEngine {
  readonly path: string;
  readonly version: string;
  readonly from: "configured" | "path" | "cache" | "release" | "built";
}

/** Finds an engine or obtains it. */
export interface EngineProvisioner {
  /** Looks at the configured path, PATH, the cache; never downloads. */
  find(): Promise<FoundEngine | null>;
  /** Finds or obtains; `onProgress` is told in sentences. Throws PA_ENGINE_MISSING or PA_ENGINE_TOO_OLD. */
  obtain(onProgress: (sentence: string) => void): Promise<FoundEngine>;
}
