import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import manifest from "../../package.json" with { type: "json" };
import type { BenchFigure } from "../bench-figure.ts";
import { installProduct } from "../support/install-product.ts";
import { median } from "../support/median.ts";
import { runNode } from "../support/run-node.ts";
import { writeLongRun } from "./write-long-run.ts";

const rounds = 3;

/** Half an hour each. A request of k6 is 13 samples: 440 requests a second are 10 million samples, 5,600 are 10 million requests. */
const runs = [
  { requestsPerSecond: 440, said: "10 M samples", bars: { seconds: "< 2", megabytes: "< 300" } },
  { requestsPerSecond: 5600, said: "10 M requests", bars: { seconds: null, megabytes: null } },
];

/** Analysis and reports from the windows of long runs: what `perf-agent replay` does, the start of the process and the check of digests included. */
export default async function benchAnalyse(): Promise<readonly BenchFigure[]> {
  const directory = mkdtempSync(join(tmpdir(), "perf-agent-analyse-"));
  const product = installProduct();
  try {
    const figures: BenchFigure[] = [];
    for (const { requestsPerSecond, said, bars } of runs) {
      const run = await writeLongRun(join(directory, said), manifest.version, requestsPerSecond);
      const words = [product.perfAgent, "replay", run.directory, "--json"];
      const seconds: number[] = [];
      const megabytes: number[] = [];
      for (let round = 0; round < rounds; round++) {
        const replay = await runNode(words, { cwd: directory });
        seconds.push(replay.seconds);
        megabytes.push(replay.peakMegabytes);
      }
      const name = `analysis and reports of 30 min, ${said}`;
      const none = { rival: null, rivalValue: null };
      figures.push(
        { name, value: median(seconds), unit: "s", bar: bars.seconds, ...none },
        { name: `${name}: peak memory`, value: Math.max(...megabytes), unit: "MB", bar: bars.megabytes, ...none },
      );
    }
    return figures;
  } finally {
    product.remove();
    rmSync(directory, { recursive: true, force: true });
  }
}
