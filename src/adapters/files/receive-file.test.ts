import { mkdtemp, readFile, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it, test } from "vitest";
import { receiveFile } from "./receive-file.ts";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "receive-"));
});
afterEach(async () => {
  await rm(directory, { recursive: true });
});

const limits = { mostBytes: 100_000, mostUnpackedBytes: 1_000_000 };

async function* pieces(content: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < content.length; from += size) yield content.subarray(from, from + size);
}

const receive = (content: Uint8Array, size = 1000, most = limits): ReturnType<typeof receiveFile> =>
  receiveFile(join(directory, "deep", "results.csv"), pieces(content, size), most);

/** A sender who goes away in the middle. */
async function* cut(): AsyncGenerator<Uint8Array> {
  yield Buffer.from([0x1f, 0x8b]);
  throw new Error("the sender went away");
}

describe("what is received", () => {
  test.each([1, 7, 100_000])("is written as it came, in pieces of %i bytes", async (size) => {
    const content = Buffer.from("a,b\n1,2\n".repeat(50));
    expect(await receive(content, size)).toEqual({ bytes: 400, unpackedBytes: 400 });
    const path = join(directory, "deep", "results.csv");
    expect(await readFile(path)).toEqual(content);
    expect((await stat(path)).mode & 0o077).toBe(0);
  });

  test.each([1, 13, 100_000])("is counted as it unpacks, in pieces of %i bytes, and kept packed", async (size) => {
    const packed = gzipSync(Buffer.alloc(300_000, 65));
    expect(await receive(packed, size)).toEqual({ bytes: packed.length, unpackedBytes: 300_000 });
    expect(await readFile(join(directory, "deep", "results.csv"))).toEqual(packed);
  });

  it("counts all members of gzip data that were put together", async () => {
    const member = gzipSync(Buffer.alloc(1000, 65));
    expect(await receive(Buffer.concat([member, member]), 9)).toMatchObject({ unpackedBytes: 2000 });
  });

  test.each<[string, Uint8Array, string]>([
    ["it arrives too large", Buffer.alloc(100_001, 65), "it is more than 100 kB"],
    ["a bomb of one member", gzipSync(Buffer.alloc(5_000_000)), "it unpacks to more than 1 MB"],
    [
      "a bomb of many members",
      Buffer.concat(Array.from({ length: 5 }, () => gzipSync(Buffer.alloc(300_000)))),
      "it unpacks to more than 1 MB",
    ],
  ])("is refused, and leaves nothing, when %s", async (_, content, text) => {
    for (const size of [10, 100_001])
      await expect(receive(content, size)).rejects.toMatchObject({ mistakes: [{ code: "PA_UPLOAD_TOO_LARGE", text }] });
    expect(await readdir(join(directory, "deep"))).toEqual([]);
  });

  test.each<[string, Uint8Array]>([
    ["torn gzip data", gzipSync(Buffer.from(`${Math.PI}`.repeat(500))).subarray(0, 40)],
    ["what only begins like gzip data", Buffer.from([0x1f, 1, 2, 3, 4, 5])],
    ["gzip data with rubbish behind", Buffer.concat([gzipSync(Buffer.from("a")), Buffer.alloc(5000, 7)])],
    ["nothing", Buffer.alloc(0)],
  ])("may be %s: whoever reads it says what is wrong", async (_, content) => {
    for (const size of [1, 100_000]) {
      expect(await receive(content, size)).toMatchObject({ bytes: content.length });
      await rm(join(directory, "deep"), { recursive: true });
    }
  });

  it("leaves nothing when its sender goes away, and tells why", async () => {
    const path = join(directory, "results.csv");
    await expect(receiveFile(path, cut(), limits)).rejects.toThrow("the sender went away");
    expect(await readdir(directory)).toEqual([]);
  });

  it("never overwrites", async () => {
    await receive(Buffer.from("first"));
    await expect(receive(Buffer.from("second"))).rejects.toMatchObject({ mistakes: [{ code: "PA_WRITE_FAILED" }] });
    expect(await readFile(join(directory, "deep", "results.csv"), "utf8")).toBe("first");
  });
});
