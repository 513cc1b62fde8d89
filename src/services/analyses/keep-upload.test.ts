import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it, test } from "vitest";
import {
  analysesWorld,
  filePart,
  partsOf,
  textPart,
  uploadLimits,
  type AnalysesWorld,
} from "../../../test/support/analyses-world.ts";
import { keepUpload, type ResultsUpload, type UploadPart } from "./keep-upload.ts";

let world: AnalysesWorld;
beforeEach(async () => {
  world = await analysesWorld();
});
afterEach(() => world.close());

const keep = (...parts: readonly UploadPart[]): Promise<ResultsUpload> => keepUpload(world.service, partsOf(...parts));
const results = (): UploadPart => filePart("results", "todo.jtl", "a,b\n1,2\n");

describe("an upload of results", () => {
  it("is kept part by part in a folder of its own, and says what it is of", async () => {
    const upload = await keep(
      textPart("service", "shop"),
      textPart("environment", "perf 2"),
      filePart("slos", "slo.yaml", "one"),
      textPart("slos", "two"),
      results(),
      filePart("baselines", "history.csv", "three"),
    );
    const places = [upload.resultsFile, ...upload.sloFiles, upload.baselinesFile ?? ""];
    expect(places.map((place) => relative(upload.directory, place))).toEqual([
      "results/todo.jtl",
      "slos/1/slo.yaml",
      "slos/2/slos",
      "baselines/history.csv",
    ]);
    expect(await Promise.all(places.map((place) => readFile(place, "utf8")))).toEqual([
      "a,b\n1,2\n",
      "one",
      "two",
      "three",
    ]);
    expect(upload).toMatchObject({ service: "shop", environment: "perf 2", unpackedBytes: 8 });
    expect(relative(join(world.directory, "uploads"), upload.directory)).toMatch(/^upload-[0-9a-f]{16}$/u);
  });

  it("needs nothing but the results", async () => {
    expect(await keep(results())).toMatchObject({
      sloFiles: [],
      baselinesFile: null,
      service: "imported",
      environment: null,
    });
  });

  test.each([
    ["../../../etc/passwd", "passwd"],
    ["C:\\Windows\\x.jtl", "x.jtl"],
    ["..", "results"],
    [".bashrc", "bashrc"],
    ["a b\u0000\u001b[2J.jtl", "a-b-2J.jtl"],
    ["/", "results"],
    [`x${".".repeat(200)}`, "results"],
    [`${"x".repeat(300)}.jtl`, `${"x".repeat(96)}.jtl`],
  ])("makes no path of the name %j", async (name, kept) => {
    const { directory, resultsFile } = await keep(filePart("results", name, "x"));
    expect(relative(directory, resultsFile)).toBe(`results/${kept}`);
  });

  test.each<[string, readonly UploadPart[], string, RegExp]>([
    ["without results", [textPart("service", "shop")], "PA_UPLOAD_INVALID", /the part `results` is missing/u],
    ["with results twice", [results(), results()], "PA_UPLOAD_INVALID", /stands there twice/u],
    ["with results as a text", [textPart("results", "x")], "PA_UPLOAD_INVALID", /`results` has to be a file/u],
    [
      "with a part that nobody knows",
      [filePart("plan", "p", "x")],
      "PA_UPLOAD_INVALID",
      /there is no part of the name "plan"/u,
    ],
    [
      "with a service that is no name",
      [textPart("service", "a/b\n"), results()],
      "PA_UPLOAD_INVALID",
      /`service` has to be/u,
    ],
    ["with a service as a file", [filePart("service", "x", "x")], "PA_UPLOAD_INVALID", /`service` has to be a text/u],
    ["with two services", [textPart("service", "a"), textPart("service", "b")], "PA_UPLOAD_INVALID", /twice/u],
    [
      "with too many objectives",
      Array.from({ length: 21 }, () => textPart("slos", "x")),
      "PA_UPLOAD_INVALID",
      /there are more than 20 parts `slos`/u,
    ],
    [
      "with a text that was cut off",
      [{ ...textPart("slos", "x"), truncated: true } as UploadPart],
      "PA_UPLOAD_TOO_LARGE",
      /^`slos` is too long for a text: send it as a file$/u,
    ],
    [
      "that is too large",
      [filePart("results", "a", new Uint8Array(uploadLimits.uploadBytes + 1))],
      "PA_UPLOAD_TOO_LARGE",
      /more than 200 kB/u,
    ],
    [
      "that unpacks to too much",
      [filePart("results", "a.gz", gzipSync(new Uint8Array(uploadLimits.unpackedBytes + 1)))],
      "PA_UPLOAD_TOO_LARGE",
      /unpacks to more than 400 kB/u,
    ],
    [
      "whose parts unpack to too much together",
      ["results", "baselines"].map((field) => filePart(field, "a.gz", gzipSync(new Uint8Array(250_000)))),
      "PA_UPLOAD_TOO_LARGE",
      /unpacks to more than 150 kB/u,
    ],
  ])("is refused %s, and nothing of it is kept", async (_, parts, code, text) => {
    await expect(keep(...parts)).rejects.toMatchObject({ mistakes: [{ code, text: expect.stringMatching(text) }] });
    expect(await readdir(join(world.directory, "uploads")).catch(() => [])).toEqual([]);
  });
});
