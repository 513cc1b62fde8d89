import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { personSigners } from "./person-signers.ts";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "perf-agent-keys-"));
});
afterEach(async () => rm(directory, { recursive: true }));

it("gives each name a key of its own, which stays", async () => {
  const signerOf = personSigners(directory);
  const [ana, ben] = [await signerOf("ana").publicKey(), await signerOf("ben").publicKey()];
  expect(ana).not.toBe(ben);
  expect(await signerOf("ana").publicKey()).toBe(ana);
  expect(await personSigners(directory)("ana").publicKey()).toBe(ana);
});

it("keeps a key of any name inside its folder", async () => {
  const signerOf = personSigners(join(directory, "keys"));
  for (const name of ["../../root", "a/b", "", "con", "x".repeat(5000)]) await signerOf(name).publicKey();
  expect(await readdir(directory)).toEqual(["keys"]);
  const files = await readdir(join(directory, "keys"));
  expect(files).toHaveLength(5);
  expect(files.every((file) => /^[0-9a-f]{64}\.pem$/u.test(file))).toBe(true);
});

it("signs by person, and checks anybody's signature", async () => {
  const signerOf = personSigners(directory);
  const [ana, ben] = [signerOf("ana"), signerOf("ben")];
  const signature = await ana.sign("text");
  expect(ben.verify(await ana.publicKey(), "text", signature)).toBe(true);
  expect(ben.verify(await ben.publicKey(), "text", signature)).toBe(false);
});
