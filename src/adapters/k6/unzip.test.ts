import { describe, expect, it } from "vitest";
import { unzipFile } from "./unzip.ts";

/** Written by Python's zipfile: k6-v2/README.md and k6-v2/plain stored, k6-v2/k6 deflated, and a comment at the end. */
const archive = Buffer.from(
  "UEsDBBQAAAAAADQueF3heHJ7BwAAAAcAAAAPAAAAazYtdjIvUkVBRE1FLm1kcmVhZCBtZVBLAwQUAAAACAA0LnhdmIbMdhEAAADwAAAACAAAAGs2LXYyL2s2K8lIVSgoyk8vSsxVKBkBbABQSwMEFAAAAAAANC54XQv5Q1YGAAAABgAAAAsAAABrNi12Mi9wbGFpbnN0b3JlZFBLAQIUAxQAAAAAADQueF3heHJ7BwAAAAcAAAAPAAAAAAAAAAAAAACAAQAAAABrNi12Mi9SRUFETUUubWRQSwECFAMUAAAACAA0LnhdmIbMdhEAAADwAAAACAAAAAAAAAAAAAAAgAE0AAAAazYtdjIvazZQSwECFAMUAAAAAAA0LnhdC/lDVgYAAAAGAAAACwAAAAAAAAAAAAAAgAFrAAAAazYtdjIvcGxhaW5QSwUGAAAAAAMAAwCsAAAAmgAAAAkAYSBjb21tZW50",
  "base64",
);

describe("unzipFile", () => {
  it.each([
    ["k6", "the program ".repeat(20)],
    ["plain", "stored"],
    ["k6-v2/README.md", "read me"],
  ])("reads %s", (name, text) => {
    expect(new TextDecoder().decode(unzipFile(archive, name) ?? undefined)).toBe(text);
  });

  it("tells that a file is not there", () => {
    expect(unzipFile(archive, "6")).toBeNull();
  });

  it("refuses a cut archive", () => {
    expect(() => unzipFile(archive.subarray(0, 200), "k6")).toThrow("cut");
  });
});
