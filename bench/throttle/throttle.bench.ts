import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { k6Engine } from "../../src/adapters/k6/k6-engine.ts";
import { nodeClock } from "../../src/adapters/node/node-clock.ts";
import type { LoadEngine } from "../../src/ports/load-engine.ts";
import type { BenchFigure } from "../bench-figure.ts";
import { startTarget } from "../live/start-target.ts";
import { timedK6 } from "../live/timed-k6.ts";
import { findK6 } from "../support/find-k6.ts";
import { lostByStopping } from "./lost-by-stopping.ts";
import { runScript } from "./run-script.ts";

const pairs = 8;
const secondsPerRun = 5;
/** A k6 of that version is driven without a gate. */
const ungatedVersion = "1.4.0";
/** Where the gate is a look at the clock; and where every iteration asks. */
const tight = { vus: 20, pause: 0 };
const paced = { vus: 300, pause: 1 };
/** No configuration allows more users, and none of them asks more than once a second. */
const mostUsers = 1_000;

interface Pair {
  /** CPU time of an iteration, us. */
  readonly gated: number;
  readonly ungated: number;
}

/**
 * What the gate costs k6, and what it saves: processor time an iteration of one request with and without it, where users do not pause and where they
 * pause so long that each iteration asks; and requests that a stop loses. Runs alternate. What else the machine does can only add to processor time,
 * so the least of each kind is compared; how far the pairs lie apart is told beside.
 */
export default async function benchThrottle(): Promise<readonly BenchFigure[]> {
  const found = await findK6();
  if (found === null) {
    process.stderr.write("throttle.bench.ts is skipped: no k6; `perf-agent engines install k6` obtains it\n");
    return [];
  }
  const directory = mkdtempSync(join(tmpdir(), "perf-agent-throttle-"));
  const engineOf = (path: string, version: string): LoadEngine =>
    k6Engine({ ...found, path, version }, { temporaryDirectory: directory, clock: nodeClock() });
  const program = timedK6(found.path, directory, "k6", undefined);
  const target = await startTarget();
  const cpuPerIteration = async (version: string, text: string): Promise<number> => {
    const { exitCode, messages, summary } = await runScript(engineOf(program.path, version), text);
    if (exitCode !== 0 || summary === null || summary.iterations === 0)
      throw new Error(`k6 ended with ${exitCode}: ${messages.join("; ")}`);
    return (program.cpuSeconds() / summary.iterations) * 1e6;
  };
  const measure = async (load: { vus: number; pause: number }): Promise<readonly Pair[]> => {
    const text = scriptOf(target.port, load);
    const measured: Pair[] = [];
    for (let pair = 0; pair < pairs; pair++) {
      // Which one comes first alternates too.
      const before = pair % 2 === 0 ? await cpuPerIteration(found.version, text) : null;
      const ungated = await cpuPerIteration(ungatedVersion, text);
      measured.push({ gated: before ?? (await cpuPerIteration(found.version, text)), ungated });
    }
    return measured;
  };
  try {
    const inTight = await measure(tight);
    const inPaced = await measure(paced);
    const shares = inTight.map(({ gated, ungated }) => 100 * (gated / ungated - 1));
    const asking = inPaced.map(({ gated, ungated }) => ((gated - ungated) * mostUsers) / 1e4);
    tell("without pause, extra CPU of each pair, %", shares);
    tell(`${mostUsers} users that ask each second, % of one core, by each pair`, asking);
    const [gently, atOnce] = [
      await lostByStopping(engineOf(found.path, found.version), "gate"),
      await lostByStopping(engineOf(found.path, found.version), "signal"),
    ];
    return [
      {
        name: "throttle: extra k6 CPU without pause",
        value: 100 * (least(inTight, "gated") / least(inTight, "ungated") - 1),
        unit: "%",
        bar: "< 3",
        rival: null,
        rivalValue: null,
      },
      {
        name: "throttle: k6 CPU an iteration",
        value: least(inTight, "gated"),
        unit: "us",
        bar: null,
        rival: "without a gate",
        rivalValue: least(inTight, "ungated"),
      },
      {
        name: `throttle: ${mostUsers} users ask each second`,
        value: ((least(inPaced, "gated") - least(inPaced, "ungated")) * mostUsers) / 1e4,
        unit: "% of a core",
        bar: "< 3",
        rival: null,
        rivalValue: null,
      },
      {
        name: "throttle: requests lost by a stop",
        value: gently,
        unit: "requests",
        bar: "<= 0",
        rival: "SIGTERM alone",
        rivalValue: atOnce,
      },
    ];
  } finally {
    await target.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

function least(measured: readonly Pair[], kind: keyof Pair): number {
  return Math.min(...measured.map((pair) => pair[kind]));
}

function tell(what: string, values: readonly number[]): void {
  const sorted = values.toSorted((a, b) => a - b);
  process.stderr.write(`  ${what}: ${sorted.map((value) => value.toFixed(1)).join(", ")}\n`);
}

function scriptOf(port: number, { vus, pause }: { vus: number; pause: number }): string {
  return `import http from "k6/http";
import { sleep } from "k6";
export const options = { scenarios: { main: { executor: "constant-vus", vus: ${vus}, duration: "${secondsPerRun}s" } } };
export default function () {
  http.get("http://127.0.0.1:${port}/", { tags: { name: "GET /" } });
  ${pause === 0 ? "" : `sleep(${pause});`}
}
`;
}
