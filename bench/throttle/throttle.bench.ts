import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { k6Engine } from "../../src/adapters/k6/k6-engine.ts";
import { nodeClock } from "../../src/adapters/node/node-clock.ts";
import type { BenchFigure } from "../bench-figure.ts";
import { startTarget } from "../live/start-target.ts";
import { timedK6 } from "../live/timed-k6.ts";
import { findK6 } from "../support/find-k6.ts";
import { median } from "../support/median.ts";
import { runScript } from "./run-script.ts";

const pairs = 7;
const secondsPerRun = 6;
/** A k6 of that version is driven without a gate. */
const ungatedVersion = "1.4.0";

/** As fast as it goes, where the gate is a look at the clock; and a pause of a second, where every iteration asks. */
const loads = {
  "as fast as it goes": { vus: 20, pause: "" },
  "a pause of 1 s": { vus: 500, pause: "sleep(1);" },
} as const;

/**
 * What the gate costs k6: processor time an iteration of one request, with and without it. Runs alternate, and a figure is the median over pairs of
 * neighbours, so that what else the machine does falls on both.
 */
export default async function benchThrottle(): Promise<readonly BenchFigure[]> {
  const found = await findK6();
  if (found === null) {
    process.stderr.write("throttle.bench.ts is skipped: no k6; `perf-agent engines install k6` obtains it\n");
    return [];
  }
  const directory = mkdtempSync(join(tmpdir(), "perf-agent-throttle-"));
  const target = await startTarget();
  const program = timedK6(found.path, directory, "k6", undefined);
  /** us. */
  const cpuPerIteration = async (version: string, text: string): Promise<number> => {
    const engine = k6Engine(
      { ...found, path: program.path, version },
      { temporaryDirectory: directory, clock: nodeClock() },
    );
    const { exitCode, messages, summary } = await runScript(engine, text);
    if (exitCode !== 0 || summary === null || summary.iterations === 0)
      throw new Error(`k6 ended with ${exitCode}: ${messages.join("; ")}`);
    return (program.cpuSeconds() / summary.iterations) * 1e6;
  };
  try {
    const figures: BenchFigure[] = [];
    for (const [name, { vus, pause }] of Object.entries(loads)) {
      const text = scriptOf(target.port, vus, pause);
      const measured: { gated: number; ungated: number }[] = [];
      for (let pair = 0; pair < pairs; pair++) {
        // Which one comes first alternates too.
        const gatedFirst = pair % 2 === 0 ? await cpuPerIteration(found.version, text) : null;
        const ungated = await cpuPerIteration(ungatedVersion, text);
        measured.push({ gated: gatedFirst ?? (await cpuPerIteration(found.version, text)), ungated });
      }
      const shares = measured.map(({ gated, ungated }) => 100 * (gated / ungated - 1)).toSorted((a, b) => a - b);
      process.stderr.write(`  ${name}, each pair: ${shares.map((share) => `${share.toFixed(1)} %`).join(", ")}\n`);
      figures.push(
        {
          name: `throttle: extra k6 CPU, ${name}`,
          value: median(shares),
          unit: "%",
          bar: "< 3",
          rival: null,
          rivalValue: null,
        },
        {
          name: `throttle: k6 CPU an iteration, ${name}`,
          value: median(measured.map(({ gated }) => gated)),
          unit: "us",
          bar: null,
          rival: "without a gate",
          rivalValue: median(measured.map(({ ungated }) => ungated)),
        },
      );
    }
    return figures;
  } finally {
    await target.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

function scriptOf(port: number, vus: number, pause: string): string {
  return `import http from "k6/http";
import { sleep } from "k6";
export const options = { scenarios: { main: { executor: "constant-vus", vus: ${vus}, duration: "${secondsPerRun}s" } } };
export default function () {
  http.get("http://127.0.0.1:${port}/", { tags: { name: "GET /" } });
  ${pause}
}
`;
}
