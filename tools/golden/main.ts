/**
 * `npm run golden [-- --only PART ...] [--minutes N] [--calibrate] [--directory DIR]`: makes what is missing of the golden set, run by
 * run, so that it may be ended at any time and started again. Parts are the blocks and `courses`. `--calibrate` finds the sizes of the
 * faults in place of making runs.
 */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import manifest from "../../package.json" with { type: "json" };
import { findK6 } from "../../bench/support/find-k6.ts";
import { calibrate } from "./calibrate.ts";
import { blockPlans, type BlockPlan } from "./groups.ts";
import { makeBlock } from "./make-block.ts";
import { makeCourses, missingCourses } from "./make-courses.ts";
import { missingTurns, orderOf } from "./order.ts";
import { Sitting } from "./sitting.ts";
import { readSizes, sizedGroups } from "./sizes.ts";

const pathOf = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const sizesFile = pathOf("sizes.json");
const coursesPart = "courses";

const { values: options } = parseArgs({
  options: {
    only: { type: "string", multiple: true, default: [] },
    minutes: { type: "string" },
    calibrate: { type: "boolean", default: false },
    directory: { type: "string", default: pathOf("../../evaluation/golden") },
  },
});
const directories = { blocks: join(options.directory, "data"), courses: join(options.directory, "courses") };
const stopping = new AbortController();
for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => stopping.abort());
const tell = (line: string): void => void process.stdout.write(`${line}\n`);

async function golden(): Promise<string> {
  const minutes = Number(options.minutes ?? Infinity);
  if (Number.isNaN(minutes)) throw new Error(`--minutes ${options.minutes} is not a number`);
  const parts = [...blockPlans.map(({ name }) => name), coursesPart];
  const unknown = options.only.filter((name) => !parts.includes(name));
  if (unknown.length > 0) throw new Error(`no part is called ${unknown.join(", ")}; there are ${parts.join(", ")}`);
  const isWanted = (name: string): boolean => options.only.length === 0 || options.only.includes(name);
  const engine = await findK6();
  if (engine === null) throw new Error("no k6 was found: `npm run perf-agent -- engines install k6` obtains it");

  const blocks = blockPlans.filter(({ name }) => isWanted(name));
  const courses = isWanted(coursesPart) ? missingCourses(directories.courses).length : 0;
  const total = blocks.reduce((sum, block) => sum + missingRuns(block), courses);
  const sitting = new Sitting({ minutes, total, signal: stopping.signal, now: () => performance.now(), tell });
  if (options.calibrate) return calibrate(sizesFile, sitting);
  const sizes = await readSizes(sizesFile);
  const conditions = { directory: directories.blocks, product: manifest.version, engine: `k6 ${engine.version}` };
  for (const block of blocks)
    if ((await makeBlock(block, sizedGroups(block.groups, sizes), conditions, sitting)) !== "complete")
      return "time is up";
  return isWanted(coursesPart) ? makeCourses(directories.courses, sitting) : "complete";
}

function missingRuns({ name, groups }: BlockPlan): number {
  const folder = join(directories.blocks, name);
  const order = orderOf(
    groups.map((group) => group.name),
    name,
  );
  return missingTurns(order, existsSync(folder) ? readdirSync(folder) : []).length;
}

try {
  tell(`golden: ${await golden()}`);
} catch (error) {
  const stopped = stopping.signal.aborted;
  tell(`golden: ${stopped ? "stopped" : error instanceof Error ? error.message : String(error)}`);
  process.exitCode = stopped ? 130 : 1;
}
