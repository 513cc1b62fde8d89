import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BenchFigure } from "../bench-figure.ts";
import { installProduct } from "../support/install-product.ts";
import { median } from "../support/median.ts";
import { runNode } from "../support/run-node.ts";
import { writeLongRun } from "./write-long-run.ts";

const rounds = 3;
const manifest = fileURLToPath(new URL("../../package.json", import.meta.url));

/** Analysis and reports from the windows of a long run: what `perf-agent replay` does, the start of the process and the check of digests included. */
export default async function benchAnalyse(): Promise<readonly BenchFigure[]> {
  const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { version: string };
  const directory = mkdtempSync(join(tmpdir(), "perf-agent-analyse-"));
  const product = installProduct();
  try {
    const run = await writeLongRun(join(directory, "runs"), version);
    const words = [product.perfAgent, "replay", run.directory, "--json"];
    const seconds: number[] = [];
    let peakMegabytes = 0;
    for (let round = 0; round < rounds; round++) {
      const replay = await runNode(words, { cwd: directory });
      seconds.push(replay.seconds);
      peakMegabytes = Math.max(peakMegabytes, replay.peakMegabytes);
    }
    const name = `analysis and reports of 30 min, ${run.requests / 1e6} M requests`;
    return [
      { name, value: median(seconds), unit: "s", bar: "< 2", rival: null, rivalValue: null },
      { name: `${name}: peak memory`, value: peakMegabytes, unit: "MB", bar: "< 300", rival: null, rivalValue: null },
    ];
  } finally {
    product.remove();
    rmSync(directory, { recursive: true, force: true });
  }
}
