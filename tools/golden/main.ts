/**
 * `npm run golden [-- --only BLOCK ...] [--minutes N] [--calibrate] [--directory DIR]`: makes what is missing of the golden set, run by
 * run, so that it may be ended at any time and started again.
 */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import manifest from "../../package.json" with { type: "json" };
import { findK6 } from "../../bench/support/find-k6.ts";
import { calibrate } from "./calibrate.ts";
import { blockPlans } from "./groups.ts";
import { makeBlock, type BlockMaker } from "./make-block.ts";
import { missingTurns, orderOf } from "./order.ts";
import { Progress } from "./progress.ts";
import { readSizes, sizedGroups } from "./sizes.ts";

const pathOf = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const sizesFile = pathOf("sizes.json");
/** Longest time of one run with all around it; nothing is begun that would not end in time. */
const secondsOfRun = 40;

const { values: options } = parseArgs({
  options: {
    only: { type: "string", multiple: true, default: [] },
    minutes: { type: "string" },
    calibrate: { type: "boolean", default: false },
    directory: { type: "string", default: pathOf("../../evaluation/golden/data") },
  },
});

const minutes = Number(options.minutes ?? Infinity);
const endsAt = performance.now() + minutes * 60_000;
const stopping = new AbortController();
for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => stopping.abort());
const tell = (line: string): void => void process.stdout.write(`${line}\n`);
const mayBegin = (): boolean => !stopping.signal.aborted && performance.now() + secondsOfRun * 1000 <= endsAt;

async function golden(): Promise<number> {
  if (Number.isNaN(minutes)) throw new Error(`--minutes ${options.minutes} is not a number`);
  const unknown = options.only.filter((wanted) => !blockPlans.some(({ name }) => name === wanted));
  if (unknown.length > 0)
    throw new Error(
      `no block is called ${unknown.join(", ")}; there are ${blockPlans.map(({ name }) => name).join(", ")}`,
    );
  const engine = await findK6();
  if (engine === null) throw new Error("no k6 was found: `npm run perf-agent -- engines install k6` obtains it");
  if (options.calibrate) await calibrate(sizesFile, { tell, mayBegin, signal: stopping.signal });
  const sizes = await readSizes(sizesFile);
  const wanted = blockPlans.filter(({ name }) => options.only.length === 0 || options.only.includes(name));
  const missing = wanted.reduce(
    (sum, { name, groups }) =>
      sum +
      missingOf(
        name,
        groups.map((group) => group.name),
      ),
    0,
  );
  const progress = new Progress(missing, () => performance.now());
  const maker: BlockMaker = {
    directory: options.directory,
    product: manifest.version,
    engine: `k6 ${engine.version}`,
    signal: stopping.signal,
    mayBegin,
    tell,
    stored: (line) => tell(`${line}  ${progress.finished()}`),
  };
  if (options.calibrate) return 0;
  for (const plan of wanted) {
    const end = await makeBlock(plan, sizedGroups(plan.groups, sizes), maker);
    if (end === "time is up") {
      tell("Time is up. The same command goes on from here.");
      return 0;
    }
  }
  tell("Every run is there.");
  return 0;
}

function missingOf(block: string, groups: readonly string[]): number {
  const folder = join(options.directory, block);
  return missingTurns(orderOf(groups, `golden ${block}`), existsSync(folder) ? readdirSync(folder) : []).length;
}

try {
  process.exitCode = await golden();
} catch (error) {
  const stopped = stopping.signal.aborted;
  tell(
    stopped
      ? "Stopped. The same command goes on from here."
      : `golden: ${error instanceof Error ? error.message : String(error)}`,
  );
  process.exitCode = stopped ? 130 : 1;
}
