import { createPrivateKey, generateKeyPairSync } from "node:crypto";
import { chmod, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assert, asyncProperty, integer, string } from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PerfAgentError } from "../../contract/errors.ts";
import { ed25519Signer } from "./ed25519-signer.ts";

const pkcs8Head = "302e020100300506032b657004220420";
const spkiHead = "302a300506032b6570032100";
/** Order of the group (RFC 8032, section 5.1): a signature whose S is not below it must not be valid. */
const order = 0x1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3edn;

const base64 = (hexadecimal: string): string => Buffer.from(hexadecimal, "hex").toString("base64");
const nameOf = (rawKey: string): string => `ed25519:${base64(spkiHead + rawKey)}`;

/** RFC 8032, section 7.1: those tests whose message is text. */
const vectors = [
  {
    name: "TEST 1",
    secret: "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
    key: "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
    text: "",
    signature:
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
  },
  {
    name: "TEST 2",
    secret: "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
    key: "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
    text: "r",
    signature:
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
  },
];

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "perf-agent-signer-"));
});
afterEach(() => rm(directory, { recursive: true }));

async function withKey(pem: string | Buffer): Promise<ReturnType<typeof ed25519Signer>> {
  const file = join(directory, "given.pem");
  await writeFile(file, pem, { mode: 0o600 });
  return ed25519Signer(file);
}

/** A signature with the group's order added to S: the same equation holds for it. */
function shifted(signature: string): string {
  const bytes = Buffer.from(signature, "hex");
  let sum = BigInt(`0x${Buffer.from(bytes.subarray(32).toReversed()).toString("hex")}`) + order;
  for (let index = 32; index < 64; index++) {
    bytes[index] = Number(sum & 0xffn);
    sum >>= 8n;
  }
  return bytes.toString("base64");
}

describe("ed25519Signer", () => {
  it.each(vectors)("signs as RFC 8032 says: $name", async ({ secret, key, text, signature }) => {
    const pkcs8 = createPrivateKey({ key: Buffer.from(pkcs8Head + secret, "hex"), format: "der", type: "pkcs8" });
    const signer = await withKey(pkcs8.export({ format: "pem", type: "pkcs8" }));
    expect(await signer.publicKey()).toBe(nameOf(key));
    expect(await signer.sign(text)).toBe(base64(signature));
    expect(signer.verify(nameOf(key), text, base64(signature))).toBe(true);
  });

  const [first, second] = vectors;
  const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey.export({ format: "der", type: "spki" });
  it.each([
    ["another text", nameOf(second?.key ?? ""), "s", base64(second?.signature ?? "")],
    ["another key", nameOf(first?.key ?? ""), "r", base64(second?.signature ?? "")],
    ["a signature moved by the order of the group", nameOf(second?.key ?? ""), "r", shifted(second?.signature ?? "")],
    ["a signature cut short", nameOf(second?.key ?? ""), "r", base64((second?.signature ?? "").slice(0, -2))],
    ["a signature with spaces", nameOf(second?.key ?? ""), "r", `${base64(second?.signature ?? "")} `],
    ["no signature", nameOf(second?.key ?? ""), "r", ""],
    ["a key without its kind", base64(spkiHead + (second?.key ?? "")), "r", base64(second?.signature ?? "")],
    [
      "a key with a byte behind it",
      `ed25519:${base64(`${spkiHead + (second?.key ?? "")}00`)}`,
      "r",
      base64(second?.signature ?? ""),
    ],
    ["a key of another kind", `ed25519:${rsa.toString("base64")}`, "r", base64(second?.signature ?? "")],
    ["a key that is none", "ed25519:AAAA", "r", base64(second?.signature ?? "")],
    ["nothing", "", "", ""],
  ])("does not take %s", (_, key, text, signature) => {
    expect(ed25519Signer(join(directory, "none")).verify(key, text, signature)).toBe(false);
  });

  it("takes no signature of which one character was changed", async () => {
    const signer = ed25519Signer(join(directory, "key"));
    const key = await signer.publicKey();
    const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=";
    await assert(
      asyncProperty(
        string({ unit: "grapheme" }),
        integer({ min: 0, max: 87 }),
        integer({ min: 1, max: 64 }),
        async (text, at, by) => {
          const signature = await signer.sign(text);
          expect(signer.verify(key, text, signature)).toBe(true);
          const letter = letters[(letters.indexOf(signature[at] ?? "") + by) % letters.length] ?? "";
          expect(signer.verify(key, text, signature.slice(0, at) + letter + signature.slice(at + 1))).toBe(false);
        },
      ),
      { numRuns: 50 },
    );
  });

  it("makes one key, for its owner alone, and keeps it", async () => {
    const file = join(directory, "config/perf-agent/key.pem");
    const keys = await Promise.all(Array.from({ length: 8 }, () => ed25519Signer(file).publicKey()));
    expect(new Set(keys).size).toBe(1);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(join(directory, "config/perf-agent"))).mode & 0o777).toBe(0o700);
    expect(await readdir(join(directory, "config/perf-agent"))).toEqual(["key.pem"]);
    expect(await readFile(file, "utf8")).toMatch(/^-----BEGIN PRIVATE KEY-----/u);
  });

  it("touches no file before a key is needed", async () => {
    ed25519Signer(join(directory, "key")).verify("", "", "");
    expect(await readdir(directory)).toEqual([]);
  });

  it.each([
    ["what is no key", "hello", /key: is no private key/u],
    [
      "a key of another kind",
      generateKeyPairSync("ed448").privateKey.export({ format: "pem", type: "pkcs8" }),
      /no Ed25519/u,
    ],
    ["a long file", "x".repeat(5000), /is no private key/u],
  ])("refuses %s, and does not make another key in its place", async (_, content, text) => {
    const file = join(directory, "key");
    await writeFile(file, content, { mode: 0o600 });
    const failure: unknown = await ed25519Signer(file)
      .publicKey()
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(PerfAgentError);
    expect(String(failure)).toMatch(text);
    expect(String(failure)).toContain("PA_FILE_UNREADABLE");
    expect(await readFile(file, "utf8")).toBe(String(content));
  });

  it("refuses a key that others may read, by a link too", async () => {
    const file = join(directory, "key");
    await ed25519Signer(file).publicKey();
    await chmod(file, 0o640);
    await expect(ed25519Signer(file).sign("x")).rejects.toThrow("others may read");
    await symlink(file, join(directory, "linked"));
    await expect(ed25519Signer(join(directory, "linked")).sign("x")).rejects.toThrow("others may read");
  });

  it("says where no key can be made", async () => {
    await writeFile(join(directory, "file"), "");
    await expect(ed25519Signer(join(directory, "file/key")).publicKey()).rejects.toThrow(
      /PA_(WRITE_FAILED|FILE_UNREADABLE)/u,
    );
  });
});
