import { describe, expect, it } from "vitest";
import { checkArchive } from "./check-archive.ts";
import { readTar, writeTar, type TarFile } from "./tar.ts";

const source = "/private/source";
const entry = "scripts/entry.js";
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const given = new Map([
  [entry, bytesOf("the entry")],
  ["data/a.csv", bytesOf("a\n1\n")],
  ["not-read.csv", bytesOf("b")],
]);

function metadata(options: Readonly<Record<string, unknown>> = {}): TarFile {
  const places = { filename: `file://${source}/${entry}`, pwd: `file://${source}/scripts/` };
  return { name: "metadata.json", bytes: bytesOf(JSON.stringify({ options, ...places, k6version: "2.2.0" })) };
}

const good: readonly TarFile[] = [
  metadata(),
  { name: "data", bytes: bytesOf("the entry") },
  { name: `file${source}/data/a.csv`, bytes: bytesOf("a\n1\n") },
];

function check(files: readonly TarFile[]) {
  return checkArchive(writeTar(files), { given, entry, source });
}

/** The good archive behind a hard link. */
function withLink(name: string, target: string): Uint8Array {
  const archive = Buffer.from(writeTar([{ name, bytes: new Uint8Array() }, ...good]));
  archive.write("1", 156, "latin1");
  archive.write(target, 157, "latin1");
  archive.write("        ", 148, "latin1");
  const sum = archive.subarray(0, 512).reduce((total, byte) => total + byte, 0);
  archive.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  return archive;
}

describe("checkArchive", () => {
  it("lists the files and moves them out of the private folder", () => {
    const { frozen, files } = check(good);
    expect(files.map(({ path }) => path)).toEqual(["data/a.csv", entry]);
    expect(Buffer.from(frozen).toString("latin1")).not.toContain("private");
    const moved = readTar(frozen).files;
    expect(moved.map(({ name }) => name)).toEqual(["metadata.json", "data", "file/script/data/a.csv"]);
    expect(JSON.parse(new TextDecoder().decode(moved[0]?.bytes))).toMatchObject({
      filename: `file:///script/${entry}`,
      pwd: "file:///script/scripts",
      k6version: "2.2.0",
    });
  });

  it.each<[string, TarFile, string]>([
    ["of the system", { name: "file/etc/passwd", bytes: bytesOf("root") }, "/etc/passwd"],
    ["from the network", { name: "https/cdn.test/x.js", bytes: bytesOf("") }, "https/cdn.test/x.js"],
    ["not of the bundle", { name: `file${source}/b.csv`, bytes: bytesOf("") }, "b.csv"],
    [
      "of a folder whose name begins alike",
      { name: `file${source}-2/data/a.csv`, bytes: bytesOf("a\n1\n") },
      "source-2",
    ],
    ["with another content", { name: `file${source}/not-read.csv`, bytes: bytesOf("c") }, "not-read.csv"],
    ["in place of the entry", { name: "data", bytes: bytesOf("another entry") }, entry],
  ])("refuses a file %s", (_what, file, named) => {
    const refused = (): unknown => check([...good, file]);
    expect(refused).toThrow(
      expect.objectContaining({ mistakes: [expect.objectContaining({ code: "PA_GUARD_SCRIPT" })] }),
    );
    expect(refused).toThrow(named);
  });

  it("refuses a link, but for k6's own from the entry to its copy", () => {
    const place = { given, entry, source };
    expect(checkArchive(withLink(`file${source}/${entry}`, "data"), place).files).toHaveLength(2);
    expect(() => checkArchive(withLink(`file${source}/${entry}`, "/etc/passwd"), place)).toThrow(entry);
    expect(() => checkArchive(withLink(`file${source}/x.csv`, "data"), place)).toThrow("x.csv");
  });

  it.each([
    ["hosts", { hosts: { "a.test": "127.0.0.1" } }],
    ["ext", { ext: { loadimpact: {} } }],
    ["cloud", { cloud: { projectID: 1 } }],
    ["paused", { paused: true }],
    ["browser", { scenarios: { ui: { executor: "shared-iterations", options: { browser: { type: "chromium" } } } } }],
  ])("refuses the option %s", (named, options) => {
    expect(() => check([metadata(options), ...good.slice(1)])).toThrow(`\`${named}\``);
  });

  it("takes those options when they are empty, as k6 writes them", () => {
    const options = { hosts: null, ext: {}, paused: false, scenarios: { s: { executor: "x", options: null } } };
    expect(check([metadata(options), ...good.slice(1)]).files).toHaveLength(2);
  });
});
