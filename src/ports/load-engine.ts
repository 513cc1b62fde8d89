import type { ObservedConnections } from "../contract/certificate.ts";
import type { GuardDecision } from "../contract/policy.ts";
import type { EngineOutcome } from "../contract/run.ts";
import type { ScriptBundle } from "../contract/script-bundle.ts";

/** A frozen script: what is inspected, approved and run is this one file. */
export interface PreparedScript {
  /** Path of the archive, in a private folder outside the run folder. */
  readonly archive: string;
  readonly sha256: string;
  /** Every file in the archive, sorted by path as the bundle has them; nothing else is in it. */
  readonly files: readonly { readonly path: string; readonly sha256: string }[];
  readonly inspected: { readonly maxVus: number; readonly totalDurationMs: number };
  /** What kept the network away while the script was evaluated: an empty network namespace, or a proxy that leads nowhere. */
  readonly evaluatedIn: "network-namespace" | "dead-proxy";
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

/** What the gate in the script knows of one scenario while it is closed or closing. */
export interface HeldIterations {
  /** Iterations that wait at the gate: they have sent nothing and will send nothing. */
  readonly held: number;
  /** Iterations that were begun in the whole test, those held included. */
  readonly begun: number;
}

export interface EngineRun {
  readonly pid: number;
  /** Resolves when the process is gone and every byte was delivered. Never rejects. */
  readonly done: Promise<EngineOutcome>;
  /** False where the engine knows no gate (k6 before 1.6): `throttle` then does nothing. */
  readonly canThrottle: boolean;
  /** Share of virtual users that may begin further iterations, 0 to 1; never rises again. What they began goes on to its end. Takes effect within about a second. */
  throttle(share: number): void;
  /** By scenario; a scenario of which no iteration was held yet is absent. */
  held(): ReadonlyMap<string, HeldIterations>;
  /** null: the system does not show them. */
  connections(): (ObservedConnections & { readonly open: number }) | null;
  /** Ends scenarios at once, cutting what is under way; keeps teardown and summary. Idempotent. */
  terminate(): void;
  /** Kills the process group. Idempotent. */
  kill(): void;
}

/** A program that generates load. Promises: no network before `start`; nothing per-run in the prepared bytes; process group of its own; minimal environment. */
export interface LoadEngine {
  readonly name: string;
  readonly version: string;
  readonly sampleFormat: "k6-csv";
  /** Evaluates the bundle once without network and freezes it. Throws PA_ENGINE_SCRIPT when it does not evaluate, PA_GUARD_SCRIPT when it loads what is not in the bundle. */
  prepare(bundle: ScriptBundle): Promise<PreparedScript>;
  /** Throws PA_GUARD_SCRIPT when the archive is not the one that was prepared any more. */
  start(script: PreparedScript, options: StartOptions): Promise<EngineRun>;
}

export interface FoundEngine {
  readonly path: string;
  readonly version: string;
  /** SHA-256 of the program. */
  readonly sha256: string;
  readonly from: "configured" | "path" | "cache" | "release" | "built";
}

/** Finds an engine or obtains it. */
export interface EngineProvisioner {
  /** Looks at the configured path, PATH, the cache; never downloads. */
  find(): Promise<FoundEngine | null>;
  /** Finds or obtains; `onProgress` is told in sentences. Throws PA_ENGINE_MISSING or PA_ENGINE_TOO_OLD. */
  obtain(onProgress: (sentence: string) => void): Promise<FoundEngine>;
}
