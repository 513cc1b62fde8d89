import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { submitPlanRequestSchema } from "../../contract/api/plans.ts";
import { collectPlanParts, type UploadPart } from "./collect-plan-parts.ts";

const mebibyte = 1024 * 1024;

function field(fieldname: string, value: unknown, valueTruncated = false): UploadPart {
  return { type: "field", fieldname, value, valueTruncated };
}

function file(fieldname: string, filename: string, content: string | Uint8Array): UploadPart {
  return { type: "file", fieldname, filename, file: chunksOf(bytesOf(content)) };
}

function bytesOf(content: string | Uint8Array): Uint8Array {
  return typeof content === "string" ? new TextEncoder().encode(content) : content;
}

async function* chunksOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 1000) yield await Promise.resolve(bytes.subarray(at, at + 1000));
}

async function* all(parts: readonly UploadPart[]): AsyncGenerator<UploadPart> {
  for (const part of parts) yield await Promise.resolve(part);
}

function collect(parts: readonly UploadPart[], most = mebibyte): ReturnType<typeof collectPlanParts> {
  return collectPlanParts(all(parts), most);
}

describe("the parts of a multipart body", () => {
  it("stand for the same request as JSON does", async () => {
    const request = await collect([
      file("plan", "my-plan.yaml", "name: shop\n"),
      file("slos", "slo.yaml", "objectives: []\n"),
      field("environment", "perf"),
      field("overrides", "seed=1"),
      field("overrides", "name=x"),
      file("data", "data/users.csv", "name\nann\n"),
      file("data", "photo.jpg", Uint8Array.of(0xff, 0xd8, 0)),
    ]);
    expect(submitPlanRequestSchema.parse(request)).toEqual({
      plan: "name: shop\n",
      slos: { "slo.yaml": "objectives: []\n" },
      environment: "perf",
      overrides: ["seed=1", "name=x"],
      data: { "data/users.csv": "name\nann\n", "photo.jpg": { base64: "/9gA" } },
    });
  });

  it("may be fields, of JSON too", async () => {
    expect(await collect([field("plan", { name: "shop" }), field("slos", "objectives: []")])).toEqual({
      plan: '{"name":"shop"}',
      slos: { "1.yaml": "objectives: []" },
    });
  });

  it("keep every byte of a text", async () => {
    const text = "\ufeffname\r\nann\u00e9\n";
    const { data } = await collect([file("data", "users.csv", text)]);
    expect(data).toEqual({ "users.csv": text });
  });

  it("are unpacked where their names say that they are packed", async () => {
    const { data, plan } = await collect([
      file("plan", "plan.yaml.gz", gzipSync("name: shop\n")),
      file("data", "data/users.csv.gz", gzipSync("name\nann\n")),
    ]);
    expect(plan).toBe("name: shop\n");
    expect(data).toEqual({ "data/users.csv": "name\nann\n" });
  });

  it.each<[string, UploadPart[]]>([
    ["a part of no known name", [field("script", "x")]],
    ["two plans", [field("plan", "a"), field("plan", "b")]],
    ["two environments", [field("environment", "a"), field("environment", "b")]],
    ["data without a file name", [field("data", "x")]],
    ["two files of one name", [file("data", "a.csv", "x"), file("data", "a.csv", "y")]],
    ["two packed and plain files of one name", [file("data", "a.csv", "x"), file("data", "a.csv.gz", gzipSync("y"))]],
    ["two files of objectives of one name", [file("slos", "a/s.yaml", "x"), file("slos", "b/s.yaml", "y")]],
    ["what is not packed though it says so", [file("data", "a.csv.gz", "plain")]],
    ["what is packed and cut off", [file("data", "a.csv.gz", gzipSync("x".repeat(1000)).subarray(0, 20))]],
  ])("are refused with %s", async (_, parts) => {
    await expect(collect(parts)).rejects.toThrow("PA_UPLOAD_INVALID");
  });

  it.each<[string, UploadPart[]]>([
    ["a file", [file("data", "a.csv", "x".repeat(mebibyte + 1))]],
    ["files together", [file("data", "a.csv", "x".repeat(600_000)), file("data", "b.csv", "x".repeat(600_000))]],
    ["a field", [field("plan", "x".repeat(mebibyte + 1))]],
    ["a field that was cut off", [field("plan", "x", true)]],
    ["what a small file unpacks to", [file("data", "a.csv.gz", gzipSync(Buffer.alloc(mebibyte + 1)))]],
    [
      "what small files unpack to together",
      [1, 2, 3].map((n) => file("data", `${n}.gz`, gzipSync(Buffer.alloc(400_000)))),
    ],
    ["what is too large while packed", [file("data", "a.csv.gz", Buffer.alloc(mebibyte + 1))]],
  ])("are bounded: %s", async (_, parts) => {
    await expect(collect(parts)).rejects.toThrow("PA_UPLOAD_TOO_LARGE");
  });

  it("may be as large as the bound", async () => {
    const { data } = await collect([file("data", "a.csv.gz", gzipSync(Buffer.alloc(mebibyte, "x")))]);
    expect(data).toEqual({ "a.csv": "x".repeat(mebibyte) });
  });
});
