import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { encodeRun } from "../golden/codec.ts";
import type { GoldenBlock } from "../golden/golden-run.ts";
import { blockOf } from "../golden/test-support/sample-block.ts";
import { scoreGolden } from "./golden.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "golden-set-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const block = blockOf({ clean: [50, 51, 52, 53, 54, 55], slow: [60, 61, 62, 63, 64, 65] });
async function write({ runs, ...facts }: GoldenBlock, made: number): Promise<void> {
  const at = join(folder, "data", facts.name);
  await mkdir(at, { recursive: true });
  await writeFile(join(at, "block.json"), JSON.stringify(facts));
  for (const run of runs.slice(0, made))
    await writeFile(
      join(at, `${String(run.position).padStart(2, "0")}-${run.state}.run`),
      encodeRun({ ...run, block: facts.name }),
    );
}

test("the half that was put aside and a block that is not complete are not scored, and said so", async () => {
  await write({ ...block, name: "development-1" }, 11);
  await write({ ...block, name: "held-out-1", half: "held-out" }, 12);
  expect(await scoreGolden(folder, false)).toMatchObject({
    cases: [],
    notes: [
      "golden/development-1: 11 of 12 runs are there, not scored",
      "golden/held-out-1: put aside, scored with --held-out only",
    ],
  });
});

test("a complete block of the development half is scored, and rules are tried out on it", async () => {
  await write({ ...block, name: "development-1" }, 12);
  const scored = await scoreGolden(folder, false);
  expect(scored.notes).toEqual([]);
  expect(scored.cases.length).toBeGreaterThan(12);
  expect(scored.ablation.map(({ rule }) => rule)).toContain("without regard to earlier runs that were as bad");
  const ids = scored.cases.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});
