import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { k6Engine } from "../../src/adapters/k6/k6-engine.ts";
import { nodeClock } from "../../src/adapters/node/node-clock.ts";
import { PerfAgentError } from "../../src/contract/errors.ts";
import type { GuardDecision } from "../../src/contract/policy.ts";
import type { EngineOutcome } from "../../src/contract/run.ts";
import type { ScriptBundle } from "../../src/contract/script-bundle.ts";
import type { EngineRun, FoundEngine, PreparedScript } from "../../src/ports/load-engine.ts";
import { k6UnderTest } from "./k6-under-test.ts";

export interface EngineUnderTest {
  readonly name: string;
  /** null: not to be had here; its tests are left out, visibly. */
  readonly found: FoundEngine | null;
}

/** Both majors that are driven. */
export async function enginesUnderTest(): Promise<readonly EngineUnderTest[]> {
  const wanted = [
    ["PERF_AGENT_K6", "2.2.0"],
    ["PERF_AGENT_K6_V1", "1.8.1"],
  ] as const;
  return Promise.all(
    wanted.map(async ([variable, version]) => {
      const k6 = await k6UnderTest(variable, version);
      return "found" in k6
        ? { name: `k6 ${k6.found.version}`, found: k6.found }
        : { name: `k6 ${version} left out: ${k6.reason}`, found: null };
    }),
  );
}

/** What became of a script that was handed to the engine without asking lint or plan. */
export interface EngineAnswer {
  /** Why it was not even started; null when it ran. */
  readonly refusal: string | null;
  readonly outcome: EngineOutcome | null;
  readonly inspected: PreparedScript["inspected"] | null;
  readonly samples: string;
  readonly log: readonly string[];
}

export interface DirectStart {
  readonly files: Readonly<Record<string, string>>;
  readonly enforcement: GuardDecision["enforcement"];
  /** Called between freezing and starting. */
  readonly prepared?: (script: PreparedScript) => Promise<void> | void;
  /** Called once the engine runs. */
  readonly started?: (run: EngineRun) => Promise<void> | void;
}

/** Freezes and starts `main.js` of the files as a run would, past lint, plan and review: only the engine's own block is left. */
export async function startDirectly(engine: FoundEngine, start: DirectStart): Promise<EngineAnswer> {
  const directory = await mkdtemp(join(tmpdir(), "perf-agent-attack-engine-"));
  const bundle: ScriptBundle = {
    schemaVersion: 1,
    engine: "k6",
    entry: "main.js",
    files: Object.entries(start.files).map(([path, text]) => ({ path, text })),
    secretNames: [],
  };
  const samples: Uint8Array[] = [];
  const log: string[] = [];
  const k6 = k6Engine(engine, { temporaryDirectory: directory, clock: nodeClock() });
  let script: PreparedScript | null = null;
  try {
    script = await k6.prepare(bundle);
    await start.prepared?.(script);
    const run = await k6.start(script, {
      runId: "attack",
      enforcement: start.enforcement,
      secrets: {},
      tags: {},
      tlsCaFile: null,
      onSamples: (chunk) => void samples.push(Uint8Array.from(chunk)),
      onLog: (line) => void log.push(line),
    });
    await start.started?.(run);
    const outcome = await run.done;
    return {
      refusal: null,
      outcome,
      inspected: script.inspected,
      samples: Buffer.concat(samples).toString("utf8"),
      log,
    };
  } catch (error) {
    if (!(error instanceof PerfAgentError)) throw error;
    return { refusal: error.message, outcome: null, inspected: script?.inspected ?? null, samples: "", log };
  } finally {
    await script?.dispose();
    await rm(directory, { recursive: true, force: true });
  }
}

/** A script whose one user goes through `body` once. `head` stands before it: imports, further exports. */
export function onceThrough(body: string, head = ""): string {
  return `import http from "k6/http";
${head}
export const options = { scenarios: { s: { executor: "per-vu-iterations", vus: 1, iterations: 1, maxDuration: "8s", gracefulStop: "0s" } } };
export default async function () { ${body} }
`;
}
