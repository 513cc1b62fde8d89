import type { Clock } from "../../ports/system.ts";
import type { FoundEngine, LoadEngine } from "../../ports/load-engine.ts";
import { freezeScript } from "./freeze-script.ts";
import { startRun } from "./start-run.ts";

/** Enough for the largest data sets; a script that takes longer before its first request is none to run. */
const evaluationTimeoutMs = 120_000;

export interface K6EngineSettings {
  /** Private folders are made in it. */
  readonly temporaryDirectory: string;
  readonly clock: Clock;
  /** Longest that the evaluation of a script may take, ms. */
  readonly evaluationTimeoutMs?: number;
}

/** k6 (1.4 or newer) as a child process. */
export function k6Engine(found: FoundEngine, settings: K6EngineSettings): LoadEngine {
  const { temporaryDirectory, clock } = settings;
  const timeoutMs = settings.evaluationTimeoutMs ?? evaluationTimeoutMs;
  return {
    name: "k6",
    version: found.version,
    sampleFormat: "k6-csv",
    prepare: (bundle) => freezeScript(found, bundle, { temporaryDirectory, timeoutMs }),
    start: (script, options) => startRun({ ...found, temporaryDirectory, clock }, script, options),
  };
}
