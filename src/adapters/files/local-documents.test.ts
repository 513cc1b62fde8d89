import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PerfAgentError } from "../../contract/errors.ts";
import type { Documents } from "../../ports/documents.ts";
import { localDocuments } from "./local-documents.ts";

let root: string;
let documents: Documents;
const text = (bytes: Uint8Array | null): string | null => (bytes === null ? null : new TextDecoder().decode(bytes));

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "perf-agent-documents-"));
  await mkdir(join(root, "plans/data"), { recursive: true });
  await writeFile(join(root, "plans/data/users.csv"), "name\nann\n");
  await writeFile(join(root, "outside.csv"), "secret");
  documents = localDocuments(root);
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function codeOf(work: Promise<unknown>): Promise<string | undefined> {
  try {
    await work;
  } catch (error) {
    if (error instanceof PerfAgentError) return error.mistakes[0]?.code;
    throw error;
  }
  return undefined;
}

describe("files of a plan", () => {
  it("are read from the folder of the plan and below it, and through links within it", async () => {
    await symlink("users.csv", join(root, "plans/data/same.csv"));
    expect(text(await documents.readInside("plans/plan.yaml", "data/users.csv"))).toBe("name\nann\n");
    expect(text(await documents.readInside("plans/plan.yaml", "data/same.csv"))).toBe("name\nann\n");
    expect(await documents.readInside("plans/plan.yaml", "data/none.csv")).toBeNull();
  });

  it.each([
    ["a path upwards", "../outside.csv"],
    ["a path upwards that does not exist", "../none.csv"],
    ["an absolute path", "/etc/hostname"],
    ["a link to a file outside", "data/link.csv"],
    ["a folder that is a link to outside", "away/outside.csv"],
    ["a device behind a link", "data/zero"],
    ["a folder", "data"],
  ])("are not read elsewhere: %s", async (_, path) => {
    await symlink("../../outside.csv", join(root, "plans/data/link.csv"));
    await symlink("/dev/zero", join(root, "plans/data/zero"));
    await symlink(root, join(root, "plans/away"));
    expect(await codeOf(documents.readInside("plans/plan.yaml", path))).toBe("PA_GUARD_FILE");
  });
});

describe("files in a folder", () => {
  it("are listed with their paths, sorted", async () => {
    await writeFile(join(root, "plans/a.js"), "");
    expect(await documents.listFiles("plans")).toEqual(["a.js", "data/users.csv"]);
    expect(await documents.listFiles("none")).toEqual([]);
  });
  it("may not be links", async () => {
    await symlink("/etc", join(root, "plans/lib"));
    expect(await codeOf(documents.listFiles("plans"))).toBe("PA_GUARD_FILE");
  });
});

describe("any file", () => {
  it("is no device, which would never end", async () => {
    expect(await codeOf(documents.readBytes("/dev/zero"))).toBe("PA_FILE_UNREADABLE");
    expect(await documents.readBytes("none")).toBeNull();
  });
  it("can be removed, and so can what is not there", async () => {
    await documents.remove("plans");
    await documents.remove("plans");
    expect(await documents.readBytes("plans/data/users.csv")).toBeNull();
  });
});
