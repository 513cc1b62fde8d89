import { k6Engine } from "../../src/adapters/k6/k6-engine.ts";
import { nodeClock } from "../../src/adapters/node/node-clock.ts";

/** Starts a run, prints the engine's process id once samples come, and holds on until it is killed. */
const [directory = "", url = "", path = "", version = ""] = process.argv.slice(2);
const engine = k6Engine(
  { path, version, sha256: "", from: "configured" },
  { temporaryDirectory: directory, clock: nodeClock() },
);
const script = await engine.prepare({
  schemaVersion: 1,
  engine: "k6",
  entry: "main.js",
  files: [
    {
      path: "main.js",
      text: `import http from "k6/http"; import { sleep } from "k6";
        export const options = { scenarios: { s: { executor: "constant-vus", vus: 1, duration: "60s" } } };
        export default function () { http.get(${JSON.stringify(url)}); sleep(0.1); }`,
    },
  ],
  secretNames: [],
});
let told = false;
const run = await engine.start(script, {
  runId: "held",
  enforcement: {
    pins: {},
    allowedAddresses: ["127.0.0.1"],
    blockedRanges: [],
    blockedHostnames: [],
    maxVus: 1,
    maxDurationMs: 60_000,
    maxRatePerSecond: null,
    allowedSockets: [],
    maxConnections: 1000,
    maxRequests: null,
    maxWrites: null,
    setupTimeoutMs: 60_000,
    teardownTimeoutMs: 60_000,
    summaryTimeoutMs: 10_000,
  },
  secrets: {},
  tags: {},
  tlsCaFile: null,
  onSamples() {
    if (!told) process.stdout.write(`${run.pid}\n`);
    told = true;
  },
  onLog: () => undefined,
});
await run.done;
