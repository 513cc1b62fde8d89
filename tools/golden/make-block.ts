import { appendFile, mkdir, readdir } from "node:fs/promises";
import { existsSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { writeAtomically } from "../../src/adapters/files/write-atomically.ts";
import { quantileType7 } from "../../src/stats/quantile-type7.ts";
import { encodeRun } from "../../evaluation/golden/codec.ts";
import { cleanState, type GoldenBlockFacts, type GoldenGroup } from "../../evaluation/golden/golden-run.ts";
import { blockFile, readBlockFacts } from "../../evaluation/golden/read-golden.ts";
import { latenciesOf, problemsOf } from "./check-run.ts";
import { mainEndpoint, type BlockPlan } from "./groups.ts";
import { describeMachine, describeProduct, digestOf } from "./machine.ts";
import { oneRun, type FinishedRun } from "./one-run.ts";
import { secondsAfter } from "./read-samples.ts";
import type { Sitting } from "./sitting.ts";
import { missingTurns, orderOf, runFileName, type Turn } from "./order.ts";

const pathOf = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
export const planFiles = { plan: pathOf("plan.yaml"), slo: pathOf("slo.yaml"), data: pathOf("data/rows.csv") };

export const warmUpSeconds = 3;
export const judgedSeconds = 30;
const demands = { endpoint: mainEndpoint, samples: 7500, p95Ms: 50 };
/** A run that may not enter is made again; a machine on which that happens three times in a row is not fit. */
const attempts = 3;
/** Longest time of one run with all around it: nothing is begun that would not end in time. */
const secondsOfRun = 40;

/** What a block is made with. */
export interface Conditions {
  /** Where blocks are kept, one folder each. */
  readonly directory: string;
  /** Versions of the product and of the engine. */
  readonly product: string;
  readonly engine: string;
}

/** Makes what is missing of a block, run by run in its order. Each finished run is stored at once, so any kill loses one run. */
export async function makeBlock(
  plan: BlockPlan,
  groups: readonly GoldenGroup[],
  conditions: Conditions,
  sitting: Sitting,
): Promise<"complete" | "time is up"> {
  const folder = join(conditions.directory, plan.name);
  const facts = await beginBlock(folder, plan, groups, conditions);
  const missing = missingTurns(facts.order, await readdir(folder));
  for (const [index, turn] of missing.entries()) {
    const p95 = await makeRun(folder, facts, turn, sitting);
    if (p95 === null) return "time is up";
    const done = facts.order.length - missing.length + index + 1;
    sitting.stored(`${plan.name} ${done}/${facts.order.length}  ${turn.state}  p95 ${p95.toFixed(2)} ms`);
  }
  return "complete";
}

/** The block's own file, written once: a block that was begun is gone on with under the same conditions or not at all. */
async function beginBlock(
  folder: string,
  plan: BlockPlan,
  groups: readonly GoldenGroup[],
  conditions: Conditions,
): Promise<GoldenBlockFacts> {
  const { name: seed } = plan;
  const facts: GoldenBlockFacts = {
    schemaVersion: 1,
    name: plan.name,
    half: plan.half,
    seed,
    groups,
    order: orderOf(
      groups.map(({ name }) => name),
      seed,
    ),
    mainEndpoint,
    warmUpSeconds,
    judgedSeconds,
    provenance: {
      machine: describeMachine(),
      node: process.versions.node,
      engine: conditions.engine,
      product: describeProduct(conditions.product),
      plan: digestOf([planFiles.plan, planFiles.data]),
      begunAt: Date.now(),
    },
  };
  if (existsSync(join(folder, blockFile))) {
    const begun = await readBlockFacts(folder);
    if (!isDeepStrictEqual(conditionsOf(begun), conditionsOf(facts)))
      throw new Error(
        `${folder} was begun under other conditions (plan, shop, sizes, machine, Node or engine): restore them, or remove the folder to begin again`,
      );
    return begun;
  }
  await mkdir(folder, { recursive: true });
  await writeAtomically(join(folder, blockFile), `${JSON.stringify(facts, null, 2)}\n`);
  return facts;
}

/** Everything but when the block was begun, and which commit of the product made its first run. */
function conditionsOf({ provenance, ...rest }: GoldenBlockFacts) {
  return { ...rest, provenance: { ...provenance, begunAt: 0, product: "" } };
}

/** Makes and stores one run; resolves with the main endpoint's p95 in ms, with null when time is up. */
async function makeRun(folder: string, facts: GoldenBlockFacts, turn: Turn, sitting: Sitting): Promise<number | null> {
  const group = facts.groups.find(({ name }) => name === turn.state);
  if (group === undefined && turn.state !== cleanState) throw new Error(`${facts.name} has no group ${turn.state}`);
  for (let attempt = 1; attempt <= attempts; attempt++) {
    if (!sitting.mayBegin(secondsOfRun)) return null;
    // Another attempt has another seed, so that what went wrong is not repeated on purpose.
    const shopSeed = 1000 * attempt + turn.position;
    const order = {
      ...planFiles,
      overrides: [],
      shopSeed,
      fault: group === undefined ? null : { name: group.fault, ...group.settings },
      kept: secondsAfter(warmUpSeconds, judgedSeconds),
      signal: sitting.signal,
    };
    const kept = await oneRun(order, async (run) => {
      const problems = problemsOf(run.document, run.series, demands);
      if (problems.length === 0) {
        await writeAtomically(join(folder, runFileName(turn)), encodeRun(stored(facts, turn, shopSeed, run)));
        return { p95: quantileType7(latenciesOf(run.series, facts.mainEndpoint), 0.95), problems };
      }
      return { p95: NaN, problems };
    });
    if (kept.problems.length === 0) return kept.p95;
    const { position, state } = turn;
    await appendFile(
      join(folder, "rejected.jsonl"),
      `${JSON.stringify({ at: Date.now(), position, state, attempt, problems: kept.problems })}\n`,
    );
    sitting.tell(`${facts.name}  ${state} does not count: ${kept.problems.join("; ")}`);
  }
  throw new Error(`${facts.name}: ${turn.state} at ${turn.position} failed ${attempts} times in a row`);
}

function stored(facts: GoldenBlockFacts, turn: Turn, seed: number, run: FinishedRun) {
  const { startedAt, firstSecond, control, loadAverage, series } = run;
  return {
    schemaVersion: 1 as const,
    id: `${facts.name}/${runFileName(turn).replace(/\.run$/, "")}`,
    block: facts.name,
    ...turn,
    seed,
    startedAt,
    firstSecond,
    control,
    loadAverage,
    series,
  };
}
