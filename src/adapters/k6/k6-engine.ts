import type { Clock } from "../../ports/system.ts";
import type { FoundEngine, LoadEngine } from "../../ports/load-engine.ts";
import { freezeScript } from "./freeze-script.ts";
import { startRun } from "./start-run.ts";

/** Time for teardown (bounded to 60 s), summary and the last samples after a graceful stop. */
const defaultGraceMs = 75_000;

export interface K6EngineSettings {
  /** Private folders are made in it. */
  readonly temporaryDirectory: string;
  readonly clock: Clock;
  /** From a graceful stop to the kill, ms. */
  readonly graceMs?: number;
}

/** k6 (1.4 or newer) as a child process. */
export function k6Engine(found: FoundEngine, settings: K6EngineSettings): LoadEngine {
  const place = { ...settings, graceMs: settings.graceMs ?? defaultGraceMs, path: found.path };
  return {
    name: "k6",
    version: found.version,
    sampleFormat: "k6-csv",
    prepare: (bundle) => freezeScript(found, bundle, settings.temporaryDirectory),
    start: (script, options) => startRun(place, script, options),
    async tryOut(bundle, options) {
      const script = await freezeScript(found, bundle, settings.temporaryDirectory);
      try {
        const run = await startRun(place, script, { ...options, onSamples: () => undefined });
        return await run.done;
      } finally {
        await script.dispose();
      }
    },
  };
}
