import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RunFolder, RunFolders } from "../../ports/run-folders.ts";
import { localRunFolders } from "./local-run-folders.ts";

describe("local run folders", () => {
  let root: string;
  let folders: RunFolders;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "folders-"));
    folders = localRunFolders(root);
  });
  afterEach(() => rm(root, { recursive: true }));

  const create = async (runId: string): Promise<RunFolder> => {
    const folder = await folders.create(runId);
    await folder.write("run.json", "{}");
    await folder.write("script/main.js", "// empty");
    return folder;
  };

  it("opens a run by id, by path and as the latest, and lists them", async () => {
    await create("a");
    await create("b");
    expect((await folders.open("a")).directory).toBe(join(root, "a"));
    expect((await folders.open(join(root, "a"))).directory).toBe(join(root, "a"));
    expect(await (await folders.open("latest")).read("script/main.js")).toBe("// empty");
    expect(await folders.list()).toEqual(["a", "b"]);
    await expect(folders.open("c")).rejects.toMatchObject({ mistakes: [{ code: "PA_RUN_NOT_FOUND" }] });
  });

  it.each([
    ["changed", (folder: RunFolder) => folder.write("script/main.js", "// other")],
    ["added", (folder: RunFolder) => folder.write("more.txt", "x")],
    ["missing", (folder: RunFolder) => rm(join(folder.directory, "script/main.js"))],
  ])("names a file that was %s after sealing", async (word, tamper) => {
    const folder = await create("a");
    await folder.seal();
    await folder.verify();
    await tamper(folder);
    await expect(folder.verify()).rejects.toMatchObject({
      mistakes: [{ code: "PA_RUN_BUNDLE_DAMAGED", text: expect.stringContaining(word) as string }],
    });
  });

  it("lets later analyses in without breaking the seal", async () => {
    const folder = await create("a");
    await folder.seal();
    await folder.write("analyses/1/result.json", "{}");
    await expect(folder.verify()).resolves.toBeUndefined();
  });

  it("compresses as it writes, in order", async () => {
    const folder = await create("a");
    const file = folder.openCompressed("samples.csv.gz");
    const chunks = Array.from({ length: 300 }, (_, n) => `line ${n}\n`.repeat(200));
    for (const chunk of chunks) await file.write(new TextEncoder().encode(chunk));
    await file.close();
    expect(gunzipSync(await readFile(join(folder.directory, "samples.csv.gz"))).toString()).toBe(chunks.join(""));
  });

  it.each([
    ["from the start", 0, 100, "one\ntwo\n"],
    ["from the middle", 4, 100, "two\n"],
    ["no more than asked for", 2, 3, "e\nt"],
    ["nothing at the end", 8, 100, ""],
    ["nothing beyond the end", 80, 100, ""],
  ])("reads a file that grows, %s", async (_, from, most, text) => {
    const folder = await create("a");
    await folder.appendLine("engine.log", "one");
    await folder.appendLine("engine.log", "two");
    expect(new TextDecoder().decode(await folder.readFrom("engine.log", from, most))).toBe(text);
  });

  it("reads nothing from a file that is not there", async () => {
    expect(await (await create("a")).readFrom("windows.bin", 0, 100)).toHaveLength(0);
  });

  it("says PA_WRITE_FAILED for what the disk refuses", async () => {
    const folder = await create("a");
    await writeFile(join(folder.directory, "blocked"), "");
    await expect(folder.write("blocked/x", "y")).rejects.toMatchObject({ mistakes: [{ code: "PA_WRITE_FAILED" }] });
    const file = folder.openCompressed("blocked/samples.gz");
    await expect(file.close()).rejects.toMatchObject({ mistakes: [{ code: "PA_WRITE_FAILED" }] });
    await expect(folder.write("../x", "y")).rejects.toThrow("leaves the run folder");
  });
});
