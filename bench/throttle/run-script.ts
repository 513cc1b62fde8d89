import { parseAddress } from "../../src/contract/ip-address.ts";
import type { EngineOutcome } from "../../src/contract/run.ts";
import { addressComplement } from "../../src/pipeline/guard/address-complement.ts";
import type { EngineRun, LoadEngine } from "../../src/ports/load-engine.ts";

/** Runs a script of one file against loopback to its end, with its samples read and forgotten. */
export async function runScript(
  engine: LoadEngine,
  text: string,
  steps: {
    readonly onSamples?: (chunk: Uint8Array) => void;
    readonly while?: (run: EngineRun) => Promise<void>;
  } = {},
): Promise<EngineOutcome> {
  const script = await engine.prepare({
    schemaVersion: 1,
    engine: "k6",
    entry: "main.js",
    files: [{ path: "main.js", text }],
    secretNames: [],
  });
  try {
    const run = await engine.start(script, {
      runId: "bench",
      enforcement: {
        pins: {},
        allowedAddresses: ["127.0.0.1"],
        allowedSockets: [],
        blockedRanges: addressComplement([parseAddress("127.0.0.1")].filter((address) => address !== null)),
        blockedHostnames: [],
        maxVus: 1_000,
        maxDurationMs: 60_000,
        maxRatePerSecond: null,
        maxConnections: 2_000,
        maxRequests: null,
        maxWrites: null,
        setupTimeoutMs: 60_000,
        teardownTimeoutMs: 60_000,
        summaryTimeoutMs: 10_000,
      },
      secrets: {},
      tags: {},
      tlsCaFile: null,
      onSamples: (chunk) => steps.onSamples?.(chunk),
      onLog: () => undefined,
    });
    await steps.while?.(run);
    return await run.done;
  } finally {
    await script.dispose();
  }
}
