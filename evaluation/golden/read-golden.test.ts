import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { encodeRun } from "./codec.ts";
import { readGolden } from "./read-golden.ts";
import { blockOf } from "./test-support/sample-block.ts";

const { runs, ...facts } = blockOf({ clean: [50, 51], slow: [60] });
let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "golden-"));
  await mkdir(join(directory, "block-1"));
  await writeFile(join(directory, "block-1", "block.json"), JSON.stringify(facts));
  for (const [position, run] of runs.entries())
    await writeFile(join(directory, "block-1", `0${position}-${run.state}.run`), encodeRun(run));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

describe("golden set on disk", () => {
  test("is read with its runs by position; other files are left alone", async () => {
    await writeFile(join(directory, "block-1", "rejected.jsonl"), "{}\n");
    await mkdir(join(directory, "no-block"));
    expect(await readGolden(directory)).toEqual({ blocks: [{ ...facts, runs }] });
  });

  test("is empty where there is none", async () => {
    expect(await readGolden(join(directory, "missing"))).toEqual({ blocks: [] });
  });

  test.each([
    { name: "a damaged run", file: "00-clean.run", content: "damaged" },
    {
      name: "a run under another's name",
      file: "01-slow.run",
      content: runs[0] === undefined ? "" : encodeRun(runs[0]),
    },
    {
      name: "a run that the block does not know",
      file: "07-clean.run",
      content: runs[0] === undefined ? "" : encodeRun({ ...runs[0], position: 7 }),
    },
    {
      name: "a run of another block",
      file: "00-clean.run",
      content: runs[0] === undefined ? "" : encodeRun({ ...runs[0], block: "block-2" }),
    },
    { name: "a block without order", file: "block.json", content: "{}" },
  ])("$name is told by its path", async ({ file, content }) => {
    await writeFile(join(directory, "block-1", file), content);
    await expect(readGolden(directory)).rejects.toThrow(join(directory, "block-1", file));
  });

  test("runs whose block is lost are told, not left out", async () => {
    await rm(join(directory, "block-1", "block.json"));
    await expect(readGolden(directory)).rejects.toThrow(join(directory, "block-1", "block.json"));
  });
});
