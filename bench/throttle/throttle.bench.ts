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

/** A k6 of that version is driven without a gate. */
const ungatedVersion = "1.4.0";
/** As many questions a second as all users together ask at most. */
const mostQuestions = 300;

/** Iterations that do nothing, where the gate is a look at the clock and nothing hides what that costs. */
const empty = {
  pairs: 6,
  scenario: `{ executor: "shared-iterations", vus: 2, iterations: 200000 }`,
  body: "",
};
/** What a look at the clock is compared with: the cheapest iteration that is load. */
const request = {
  pairs: 6,
  scenario: `{ executor: "constant-vus", vus: 20, duration: "4s" }`,
  body: `http.get(url, { tags: { name: "GET /" } });`,
};
/** Every iteration asks; long enough that the start of the users is a small part. */
const asking = {
  pairs: 3,
  scenario: `{ executor: "constant-vus", vus: 300, duration: "15s" }`,
  body: "sleep(1);",
};

interface Load {
  readonly pairs: number;
  readonly scenario: string;
  readonly body: string;
}

interface Pair {
  /** CPU time of an iteration, us. */
  readonly gated: number;
  readonly ungated: number;
}

/**
 * What the gate costs k6, and what it saves: processor time of an iteration with and without it, where it is a look at the clock and where each
 * iteration asks; and requests that a stop loses. Runs alternate. What else the machine does can only add to processor time, so the least of each
 * kind is compared; how far pairs of iterations with one request lie apart is told beside.
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
  const measure = async (load: Load): Promise<readonly Pair[]> => {
    const text = scriptOf(target.port, load);
    const measured: Pair[] = [];
    for (let pair = 0; pair < load.pairs; pair++) {
      // Which one comes first alternates too.
      const before = pair % 2 === 0 ? await cpuPerIteration(found.version, text) : null;
      const ungated = await cpuPerIteration(ungatedVersion, text);
      measured.push({ gated: before ?? (await cpuPerIteration(found.version, text)), ungated });
    }
    return measured;
  };
  try {
    const ofEmpty = await measure(empty);
    const ofRequest = await measure(request);
    const ofAsking = await measure(asking);
    const shares = ofRequest.map(({ gated, ungated }) => 100 * (gated / ungated - 1)).toSorted((a, b) => a - b);
    process.stderr.write(
      `  one request, extra CPU of each pair, %: ${shares.map((one) => one.toFixed(1)).join(", ")}\n`,
    );
    const [gently, atOnce] = [
      await lostByStopping(engineOf(found.path, found.version), "gate"),
      await lostByStopping(engineOf(found.path, found.version), "signal"),
    ];
    return [
      {
        name: "throttle: extra k6 CPU an iteration of one request",
        value: (100 * extra(ofEmpty)) / least(ofRequest, "ungated"),
        unit: "%",
        bar: "< 3",
        rival: null,
        rivalValue: null,
      },
      {
        name: "throttle: k6 CPU an iteration that does nothing",
        value: least(ofEmpty, "gated"),
        unit: "us",
        bar: null,
        rival: "without a gate",
        rivalValue: least(ofEmpty, "ungated"),
      },
      {
        name: "throttle: extra k6 CPU when all ask",
        value: (extra(ofAsking) * mostQuestions) / 1e4,
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

function extra(measured: readonly Pair[]): number {
  return least(measured, "gated") - least(measured, "ungated");
}

function scriptOf(port: number, { scenario, body }: Load): string {
  return `import http from "k6/http";
import { sleep } from "k6";
export const options = { scenarios: { main: ${scenario} } };
const url = "http://127.0.0.1:${port}/";
export default function () {
  ${body}
}
`;
}
