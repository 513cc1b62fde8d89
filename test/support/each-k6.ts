import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe } from "vitest";
import { k6Engine } from "../../src/adapters/k6/k6-engine.ts";
import { nodeClock } from "../../src/adapters/node/node-clock.ts";
import type { EngineRun, FoundEngine, LoadEngine, PreparedScript, StartOptions } from "../../src/ports/load-engine.ts";
import { bundleOf, hearing } from "./k6-engine-hearing.ts";
import { k6UnderTest } from "./k6-under-test.ts";

/** One k6 and a private folder that is new for every test. */
export interface K6Bench {
  readonly found: FoundEngine;
  readonly directory: () => string;
  readonly engine: () => LoadEngine;
  /** Freezes and starts a script of one file; what it heard is in `heard`. */
  readonly start: (text: string, overrides?: Partial<StartOptions>) => Promise<StartedScript>;
}

interface StartedScript {
  readonly script: PreparedScript;
  readonly run: EngineRun;
  readonly heard: ReturnType<typeof hearing>["heard"];
}

/** Declares tests on the real k6, on both of its majors; one that is not here is skipped with the reason in its name. */
export async function onEachK6(declare: (bench: K6Bench) => void): Promise<void> {
  for (const [variable, version] of [
    ["PERF_AGENT_K6", "2.2.0"],
    ["PERF_AGENT_K6_V1", "1.8.1"],
  ] as const) {
    const k6 = await k6UnderTest(variable, version);
    describe.skipIf("reason" in k6)(`k6 ${"found" in k6 ? k6.found.version : `left out: ${k6.reason}`}`, () => {
      const found = "found" in k6 ? k6.found : { path: "", version, sha256: "", from: "configured" as const };
      let directory = "";
      const engine = (): LoadEngine => k6Engine(found, { temporaryDirectory: directory, clock: nodeClock() });
      beforeEach(() => {
        directory = mkdtempSync(join(tmpdir(), "k6-test-"));
      });
      afterEach(() => rmSync(directory, { recursive: true, force: true }));
      declare({
        found,
        directory: () => directory,
        engine,
        async start(text, overrides) {
          const { options, heard } = hearing(overrides);
          const script = await engine().prepare(bundleOf(text));
          return { script, run: await engine().start(script, options), heard };
        },
      });
    });
  }
}
