import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { encodeWindows } from "../../src/contract/encode-windows.ts";
import { createCollector } from "../../src/pipeline/collect/collect.ts";
import type { BenchFigure } from "../bench-figure.ts";
import { writeK6Csv } from "./results-files.ts";

const samplesInBlock = 1_000_000;
/** The block is pushed this often, each time ten minutes later: 50 million samples. */
const rounds = 50;
const roundMs = 600_000;
const chunkBytes = 64 * 1024;
const mebibyte = 1024 * 1024;

/** k6's CSV through scanner, windows and frames on one thread, and whether memory stays flat meanwhile. */
export default async function benchK6Samples(): Promise<readonly BenchFigure[]> {
  const directory = mkdtempSync(join(tmpdir(), "perf-agent-bench-"));
  const path = join(directory, "samples.csv");
  await writeK6Csv(path, samplesInBlock);
  const bytes = new Uint8Array(readFileSync(path));
  rmSync(directory, { recursive: true });

  const part = new TextDecoder().decode(bytes.subarray(0, bytes.length / 5));
  const rows = part.split("\n").length;
  const lineSplits: number[] = [];
  const csvParses: number[] = [];
  const { samplesPerSecond, growth } = collectRounds(bytes, () => {
    lineSplits.push(rate(samplesInBlock, () => splitLines(bytes)));
    csvParses.push(rate(rows, () => parse(part, { columns: true, relax_column_count: true }).length));
  });
  return [
    {
      name: "k6 samples through scanner and windows, one core (rival: line split)",
      value: samplesPerSecond,
      unit: "samples/s",
      bar: ">= 1000000",
      rival: "split into lines and fields, sums in a Map",
      rivalValue: median(lineSplits),
    },
    {
      name: "k6 samples through scanner and windows, one core (rival: csv-parse)",
      value: samplesPerSecond,
      unit: "samples/s",
      bar: ">= 1000000",
      rival: "csv-parse to objects, nothing summed",
      rivalValue: median(csvParses),
    },
    {
      name: "memory grown from the 5th to the 50th million samples",
      value: growth / mebibyte,
      unit: "MB",
      bar: "< 50",
      rival: null,
      rivalValue: null,
    },
  ];
}

function rate(count: number, run: () => unknown): number {
  const start = performance.now();
  run();
  return (count / (performance.now() - start)) * 1000;
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? NaN;
}

/** Median rate of the rounds. The rivals run between them, so that all meet the same machine. */
function collectRounds(block: Uint8Array, rivals: () => void): { samplesPerSecond: number; growth: number } {
  const header = block.indexOf(10) + 1;
  const body = block.subarray(header);
  const times = timesIn(body);
  const collector = createCollector({ format: "k6-csv", limits: [] });
  collector.push(block.subarray(0, header));
  const rates: number[] = [];
  let atFive = 0;
  for (let round = 0; round < rounds; round++) {
    if (round < 5) rivals();
    rates.push(
      rate(samplesInBlock, () => {
        for (let at = 0; at < body.length; at += chunkBytes) {
          collector.push(body.subarray(at, at + chunkBytes));
          encodeWindows(collector.take("settled"));
        }
      }),
    );
    if (round === 4) atFive = process.memoryUsage().rss;
    for (const place of times) advance(body, place);
  }
  return { samplesPerSecond: median(rates), growth: process.memoryUsage().rss - atFive };
}

/** Where the times of the rows stand. */
function timesIn(body: Uint8Array): Int32Array {
  const places: number[] = [];
  for (let at = 0; at < body.length; at = body.indexOf(10, at) + 1) places.push(body.indexOf(44, at) + 1);
  return Int32Array.from(places);
}

/** Adds the length of a round to the 13 digits at `place`. */
function advance(body: Uint8Array, place: number): void {
  let carry = roundMs;
  for (let at = place + 12; carry > 0 && at >= place; at--) {
    const digit = (body[at] ?? 48) - 48 + (carry % 10);
    body[at] = 48 + (digit % 10);
    carry = Math.floor(carry / 10) + (digit > 9 ? 1 : 0);
  }
}

function splitLines(bytes: Uint8Array): number {
  const sums = new Map<string, number>();
  for (const line of new TextDecoder().decode(bytes).split("\n")) {
    const fields = line.split(",");
    const key = `${fields[0] ?? ""} ${fields[6] ?? ""}`;
    sums.set(key, (sums.get(key) ?? 0) + Number(fields[2]));
  }
  return sums.size;
}
