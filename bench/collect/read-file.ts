/** Reads one results file as the product does and prints seconds, samples and peak memory as JSON: `node read-file.ts FILE`. */
import { workerCollectors } from "../../src/adapters/worker-threads/worker-collectors.ts";

const [, , path = ""] = process.argv;
const collectors = workerCollectors(new URL("../../src/entry/worker/collect.ts", import.meta.url));
const start = performance.now();
const { windows, summary } = await collectors.read(path, []);
const seconds = (performance.now() - start) / 1000;
const { maxRSS } = process.resourceUsage();
process.stdout.write(
  JSON.stringify({ seconds, rows: summary.rows, windows: windows.length, peakMegabytes: maxRSS / 1024 }),
);
