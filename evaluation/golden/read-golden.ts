import { existsSync, readdirSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { decodeRun } from "./codec.ts";
import type { GoldenBlock, GoldenBlockFacts, GoldenRun, GoldenSet } from "./golden-run.ts";
import { understandFile } from "./understand-file.ts";

export const blockFile = "block.json";
/** Name of a run's file: two digits of its position, then its state. */
const runFile = /^(\d{2,})-(.+)\.run$/;

const blockSchema = z.strictObject({
  schemaVersion: z.literal(1),
  name: z.string(),
  half: z.enum(["development", "held-out"]),
  seed: z.string(),
  groups: z.array(
    z.strictObject({
      name: z.string(),
      fault: z.string(),
      wanted: z.number(),
      settings: z.record(z.string(), z.union([z.string(), z.number()])),
    }),
  ),
  order: z.array(z.string()),
  mainEndpoint: z.string(),
  warmUpSeconds: z.number(),
  judgedSeconds: z.int().positive(),
  provenance: z.strictObject({
    machine: z.strictObject({
      processor: z.string(),
      cores: z.number(),
      memoryMegabytes: z.number(),
      system: z.string(),
    }),
    node: z.string(),
    engine: z.string(),
    product: z.string(),
    plan: z.string(),
    begunAt: z.number(),
  }),
}) satisfies z.ZodType<GoldenBlockFacts>;

/**
 * Reads every block below `directory` (one folder each), by name, with the runs that are there. A missing directory is an empty set.
 * Throws PA_RUN_BUNDLE_DAMAGED for a file that is not what it should be, naming it.
 */
export async function readGolden(directory: string): Promise<GoldenSet> {
  if (!existsSync(directory)) return { blocks: [] };
  const entries = await readdir(directory, { withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted();
  const hasRuns = (name: string): boolean => readdirSync(join(directory, name)).some((file) => runFile.test(file));
  const blocks = await Promise.all(
    names
      .filter((name) => existsSync(join(directory, name, blockFile)) || hasRuns(name))
      .map((name) => readBlock(directory, name)),
  );
  return { blocks };
}

async function readBlock(directory: string, name: string): Promise<GoldenBlock> {
  const facts = await readBlockFacts(join(directory, name));
  const files = (await readdir(join(directory, name))).filter((file) => runFile.test(file));
  const runs = await Promise.all(files.map((file) => readRun(join(directory, name, file), facts, file)));
  return { ...facts, runs: runs.toSorted((left, right) => left.position - right.position) };
}

/** What a block's folder says of the block. */
export async function readBlockFacts(folder: string): Promise<GoldenBlockFacts> {
  const path = join(folder, blockFile);
  return understandFile(path, async () => blockSchema.parse(JSON.parse(await readFile(path, "utf8"))));
}

async function readRun(path: string, facts: GoldenBlockFacts, file: string): Promise<GoldenRun> {
  return understandFile(path, async () => {
    const run = decodeRun(await readFile(path));
    const [, position, state] = runFile.exec(file) ?? [];
    if (run.position !== Number(position) || run.state !== state) throw new Error("the name is another run's");
    if (run.block !== facts.name) throw new Error(`it is a run of ${run.block}`);
    if (facts.order[run.position] !== run.state) throw new Error("the block has another state at this position");
    return run;
  });
}
