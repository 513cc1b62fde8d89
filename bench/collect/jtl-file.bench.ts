import { execFileSync } from "node:child_process";
import { createReadStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import type { BenchFigure } from "../bench-figure.ts";
import { writeJtl } from "./results-files.ts";

const rows = 10_000_000;
const reader = fileURLToPath(new URL("read-file.ts", import.meta.url));
const outcome = z.object({
  seconds: z.number(),
  rows: z.literal(rows),
  windows: z.number(),
  peakMegabytes: z.number(),
});

/** A JTL of 10 M rows and 50 labels (1.1 GB) to windows of one second, in a process of its own. */
export default async function benchJtlFile(): Promise<readonly BenchFigure[]> {
  const directory = mkdtempSync(join(tmpdir(), "perf-agent-bench-"));
  try {
    const path = join(directory, "results.jtl");
    await writeJtl(path, rows);
    const loop = await secondsToLookAtEveryByte(path);
    const { seconds, peakMegabytes } = outcome.parse(
      JSON.parse(execFileSync(process.execPath, [reader, path], { encoding: "utf8" })),
    );
    return [
      {
        name: "JTL of 10 M rows to windows",
        value: seconds,
        unit: "s",
        bar: "< 5.5",
        rival: "a loop on one core that only looks at every byte",
        rivalValue: loop,
      },
      {
        name: "JTL of 10 M rows to windows, peak memory",
        value: peakMegabytes,
        unit: "MB",
        bar: "< 400",
        rival: null,
        rivalValue: null,
      },
    ];
  } finally {
    rmSync(directory, { recursive: true });
  }
}

async function secondsToLookAtEveryByte(path: string): Promise<number> {
  const start = performance.now();
  let separators = 0;
  const stream: AsyncIterable<Buffer> = createReadStream(path, { highWaterMark: 1 << 20 });
  for await (const chunk of stream) separators += countSeparators(chunk);
  if (separators < rows) throw new Error("the file is not what was written");
  return (performance.now() - start) / 1000;
}

function countSeparators(chunk: Uint8Array): number {
  let separators = 0;
  for (let at = 0; at < chunk.length; at++) {
    const byte = chunk[at];
    if (byte === 44 || byte === 10) separators++;
  }
  return separators;
}
