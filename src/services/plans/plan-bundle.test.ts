import { describe, expect, it } from "vitest";
import { submitPlanRequestSchema, type SubmitPlanRequest } from "../../contract/api/plans.ts";
import { PerfAgentError } from "../../contract/errors.ts";
import { bundleOf, mostPlanBytes, mostPlanFiles } from "./plan-bundle.ts";
import { mostTextBytes } from "./text-size.ts";

function textOf(bytes: Uint8Array | undefined): string | null {
  return bytes === undefined ? null : new TextDecoder().decode(bytes);
}

/** Codes of what is wrong with a request, by the service or already by its schema. */
function wrongWith(request: SubmitPlanRequest): string[] {
  if (!submitPlanRequestSchema.safeParse(request).success) return ["schema"];
  try {
    bundleOf(request);
    return [];
  } catch (error) {
    if (error instanceof PerfAgentError) return error.mistakes.map(({ code }) => code);
    throw error;
  }
}

describe("bundleOf", () => {
  it("puts plan, objectives and data into one folder", () => {
    const bundle = bundleOf({
      plan: "name: shop\n",
      slos: "objectives: []\n",
      data: { "data/users.csv": "name\nann\n", "photo.jpg": { base64: "AAEC" } },
      environment: "perf",
      overrides: ["seed=1"],
    });
    expect([...bundle.files.keys()]).toEqual(["plan.yaml", "slo/1.yaml", "data/users.csv", "photo.jpg"]);
    expect(textOf(bundle.files.get("data/users.csv"))).toBe("name\nann\n");
    expect([...(bundle.files.get("photo.jpg") ?? [])]).toEqual([0, 1, 2]);
    expect(bundle).toMatchObject({
      planText: "name: shop\n",
      sloPaths: ["slo/1.yaml"],
      dataPaths: ["data/users.csv", "photo.jpg"],
      environment: "perf",
      overrides: ["seed=1"],
    });
  });

  it("takes objects for the documents that they are", () => {
    const { files } = bundleOf({ plan: { name: "shop" }, slos: { kind: "SloSet", objectives: [] } });
    expect(JSON.parse(textOf(files.get("plan.yaml")) ?? "")).toEqual({ name: "shop" });
    expect(JSON.parse(textOf(files.get("slo/1.yaml")) ?? "")).toEqual({ kind: "SloSet", objectives: [] });
  });

  it("takes several documents of objectives by their names", () => {
    const { sloPaths, files } = bundleOf({ plan: "", slos: { "service.yaml": "kind: Service", "slo.json": "{}" } });
    expect(sloPaths).toEqual(["slo/service.yaml", "slo/slo.json"]);
    expect(textOf(files.get("slo/service.yaml"))).toBe("kind: Service");
  });

  it.each(["data/users.csv", "a/b/c/d/e.csv", "_x", "users-1.2.csv"])("takes the file name %s", (name) => {
    expect(wrongWith({ plan: "", data: { [name]: "x" } })).toEqual([]);
  });

  it.each([
    "../users.csv",
    "a/../../users.csv",
    "/etc/passwd",
    "C:/users.csv",
    "a\\b.csv",
    ".hidden",
    "a/.hidden",
    "a//b",
    "a/",
    "",
    "a/b/c/d/e/f.csv",
    "a..b",
    "users\u0000.csv",
    "users\u202e.csv",
    "con",
    "nul.csv",
    "plan.yaml",
    "PLAN.YAML",
    "slo.yaml",
    "slo/more.yaml",
    "perf-agent.yaml",
    "Perf-Agent.yaml",
    `approvals/${"a".repeat(64)}.json`,
    `${"A".repeat(64)}.json`,
    "plan.yaml.",
    "perf-agent.yaml..",
    "data./users.csv",
    "%2e%2e/users.csv",
    "..\\users.csv",
    "\uff0e\uff0e/users.csv",
    "x".repeat(121),
  ])("refuses the file name %j", (name) => {
    expect(wrongWith({ plan: "", data: { [name]: "x" } })).not.toEqual([]);
  });

  it.each<[string, SubmitPlanRequest]>([
    ["two names that differ in capitals alone", { plan: "", data: { "a.csv": "x", "A.csv": "y" } }],
    ["a file that is a folder too", { plan: "", data: { a: "x", "a/b": "y" } }],
    ["a path as the name of objectives", { plan: "", slos: { "../../x.yaml": "" } }],
  ])("refuses %s", (_, request) => {
    expect(wrongWith(request)).toEqual(["PA_UPLOAD_INVALID"]);
  });

  it("tells every name that it cannot use at once", () => {
    expect(wrongWith({ plan: "", data: { "plan.yaml": "", "slo.yaml": "", "con.csv": "" } })).toHaveLength(3);
  });

  it("bounds how much there is to read by hand", () => {
    const half = "x".repeat(mostTextBytes / 2);
    expect(wrongWith({ plan: half, slos: half })).toEqual([]);
    expect(wrongWith({ plan: half, slos: { "a.yaml": half, "b.yaml": "y" } })).toEqual(["PA_UPLOAD_TOO_LARGE"]);
  });

  it("bounds how many files there are, and how large they are together", () => {
    const many = Object.fromEntries(Array.from({ length: mostPlanFiles }, (_, index) => [`f${index}`, ""]));
    expect(wrongWith({ plan: "", data: many })).toEqual(["PA_UPLOAD_TOO_LARGE"]);
    const half = "x".repeat(mostPlanBytes / 2);
    expect(wrongWith({ plan: "", data: { a: half, b: half } })).toEqual([]);
    expect(wrongWith({ plan: "x", data: { a: half, b: half } })).toEqual(["PA_UPLOAD_TOO_LARGE"]);
  });
});
