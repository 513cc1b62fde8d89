import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statfsSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import type { BenchFigure } from "../bench-figure.ts";
import { writeJtl } from "../collect/results-files.ts";
import { installProduct } from "../support/install-product.ts";
import { median } from "../support/median.ts";
import { runNode } from "../support/run-node.ts";

const rows = 10_000_000;
const rounds = 3;
const bytesNeeded = 2.5e9;
const verdicts = [0, 1, 4];
const imported = z.object({ totals: z.object({ requests: z.number() }) });

/** `import-results` as a user calls it, from a JMeter result file to windows, verdict and report; beside it DuckDB, which makes quantiles only. */
export default async function benchImport(): Promise<readonly BenchFigure[]> {
  const directory = mkdtempSync(join(tmpdir(), "perf-agent-import-"));
  const product = installProduct();
  try {
    const { bavail, bsize } = statfsSync(directory);
    if (bavail * bsize < bytesNeeded) {
      process.stderr.write(`import.bench.ts is skipped: ${directory} has less than ${bytesNeeded / 1e9} GB free\n`);
      return [];
    }
    const file = join(directory, "results.jtl");
    await writeJtl(file, rows);
    const ours: { seconds: number; peakMegabytes: number }[] = [];
    const duckdb: { seconds: number; peakMegabytes: number }[] = [];
    for (let round = 0; round < rounds; round++) {
      ours.push(await importOnce(product.perfAgent, directory, file));
      const rival = askDuckDb(file);
      if (rival !== null) duckdb.push(rival);
    }
    const of = (key: "seconds" | "peakMegabytes", runs: typeof ours): number => median(runs.map((run) => run[key]));
    const here = duckdb.length === rounds;
    const rival = "DuckDB, quantiles per label and second alone";
    const name = `import-results of ${rows / 1e6} M rows, ${(statSync(file).size / 1e9).toFixed(2)} GB`;
    return [
      {
        name,
        value: of("seconds", ours),
        unit: "s",
        bar: "< 5.5",
        rival,
        rivalValue: here ? of("seconds", duckdb) : null,
      },
      {
        name: `${name}: peak memory`,
        value: Math.max(...ours.map(({ peakMegabytes }) => peakMegabytes)),
        unit: "MB",
        bar: "< 400",
        rival,
        rivalValue: here ? of("peakMegabytes", duckdb) : null,
      },
    ];
  } finally {
    product.remove();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function importOnce(
  perfAgent: string,
  directory: string,
  file: string,
): Promise<{ seconds: number; peakMegabytes: number }> {
  const runs = join(directory, "runs");
  const words = [perfAgent, "import-results", file, "--json", "--runs", runs];
  const { seconds, peakMegabytes, stdout } = await runNode(words, { cwd: directory, exitCodes: verdicts });
  const { totals } = imported.parse(JSON.parse(stdout));
  if (totals.requests !== rows) throw new Error(`${totals.requests} of ${rows} rows were imported`);
  rmSync(runs, { recursive: true, force: true });
  return { seconds, peakMegabytes };
}

/** null where Python or its package duckdb is not installed. */
function askDuckDb(file: string): { seconds: number; peakMegabytes: number } | null {
  const script = fileURLToPath(new URL("./duckdb-quantiles.py", import.meta.url));
  const { status, stdout } = spawnSync("python3", [script, file], { encoding: "utf8" });
  if (status !== 0) return null;
  const [seconds, peakKilobytes] = stdout.split(" ").map(Number);
  return { seconds: seconds ?? Number.NaN, peakMegabytes: ((peakKilobytes ?? Number.NaN) * 1024) / 1e6 };
}
