import { describe, expect, it } from "vitest";
import type { Profile, ScriptBundle } from "../../contract/script-bundle.ts";
import { admitScript, admitSource } from "./admit-script.ts";

const bundle: ScriptBundle = {
  schemaVersion: 1,
  engine: "k6",
  entry: "main.js",
  files: [
    { path: "main.js", text: 'import "./lib/draw.js"; export default function () {}' },
    { path: "lib/draw.js", text: "export {};" },
    { path: "data/users.json", text: "[]" },
    { path: "files/photo.jpg", base64: "AA==" },
  ],
  secretNames: [],
};
const asPlanned = { maxVus: 10, totalDurationMs: 90_000 };
const input: Parameters<typeof admitScript>[0] = {
  source: [],
  bundle,
  profile: "full",
  files: [{ path: "main.js" }, { path: "lib/draw.js" }, { path: "data/users.json" }, { path: "files/photo.jpg" }],
  inspected: asPlanned,
  preview: { peakVus: 10, maxDurationMs: 90_000 },
  enforcement: { maxVus: 50, maxDurationMs: 600_000 },
};

function told(more: Partial<typeof input>): string[] {
  return admitScript({ ...input, ...more }).map(({ outcome, code, text }) => `${outcome} ${String(code)} ${text}`);
}

describe("the source", () => {
  const enforcement = { pins: {}, allowedSockets: [], blockedHostnames: [] };

  it("is refused with the code of scripts for whatever the lint finds", () => {
    expect(admitSource({ bundle, generated: bundle, enforcement })).toEqual([]);
    const changed = { ...bundle, files: [{ path: "main.js", text: "export {};\neval(1);" }] };
    expect(admitSource({ bundle: changed, generated: bundle, enforcement })).toEqual([
      { rule: "script", outcome: "refuse", code: "PA_GUARD_SCRIPT", text: 'main.js:2 uses "eval"' },
    ]);
  });

  it("goes into what is said of the archive", () => {
    const found = { rule: "script", outcome: "refuse" as const, code: "PA_GUARD_SCRIPT", text: "main.js:1 is bad" };
    expect(told({ source: [found] })).toEqual(["refuse PA_GUARD_SCRIPT main.js:1 is bad"]);
  });
});

const filesAt = (...paths: string[]): { path: string }[] => paths.map((path) => ({ path }));

describe("the files of the archive", () => {
  const nested: ScriptBundle = { ...bundle, entry: "lib/draw.js" };

  it.each<[string, Partial<typeof input>, string[]]>([
    ["are those of the bundle", {}, []],
    ["with the engine's wrapper", { files: [...input.files, ...filesAt("perf-agent-entry.js")] }, []],
    ["with a wrapper whose name was taken", { files: [...input.files, ...filesAt("_perf-agent-entry.js")] }, []],
    [
      "with the wrapper beside an entry further down",
      { bundle: nested, files: filesAt("lib/draw.js", "lib/perf-agent-entry.js") },
      [],
    ],
    ["without those that nothing opens", { files: filesAt("main.js", "lib/draw.js") }, []],
    [
      "and no other",
      { files: [...input.files, ...filesAt("other.js", "etc/passwd")] },
      ["refuse PA_GUARD_SCRIPT the archive of the script holds etc/passwd and other.js, which nobody reviewed"],
    ],
    [
      "and no wrapper elsewhere",
      { files: [...input.files, ...filesAt("lib/perf-agent-entry.js")] },
      ["refuse PA_GUARD_SCRIPT the archive of the script holds lib/perf-agent-entry.js, which nobody reviewed"],
    ],
    [
      "and no wrapper in another folder of as long a name",
      { bundle: nested, files: filesAt("lib/draw.js", "abc/perf-agent-entry.js") },
      ["refuse PA_GUARD_SCRIPT the archive of the script holds abc/perf-agent-entry.js, which nobody reviewed"],
    ],
    [
      "each once",
      { files: [...input.files, ...filesAt("main.js")] },
      ["refuse PA_GUARD_SCRIPT the archive of the script holds a file more than once"],
    ],
    [
      "with one wrapper",
      { files: [...input.files, ...filesAt("perf-agent-entry.js", "_perf-agent-entry.js")] },
      ["refuse PA_GUARD_SCRIPT the archive of the script holds a file more than once"],
    ],
    [
      "with the entry",
      { files: filesAt("lib/draw.js") },
      ["refuse PA_GUARD_SCRIPT the archive of the script does not hold its entry main.js"],
    ],
  ])("%s", (_, more, expected) => {
    expect(told(more)).toEqual(expected);
  });
});

describe("the load of the archive", () => {
  it.each<[string, Partial<typeof asPlanned>, string[]]>([
    ["as planned", {}, []],
    ["within the tolerance", { totalDurationMs: 91_000 }, []],
    ["more virtual users than planned", { maxVus: 11 }, ["refuse script PA_GUARD_SCRIPT"]],
    ["fewer virtual users than planned", { maxVus: 9 }, ["warn script null"]],
    ["longer than planned", { totalDurationMs: 91_001 }, ["refuse script PA_GUARD_SCRIPT"]],
    ["shorter than planned", { totalDurationMs: 10_000 }, ["warn script null"]],
    [
      "above the cap of virtual users",
      { maxVus: 51 },
      ["refuse limits PA_GUARD_LIMIT", "refuse script PA_GUARD_SCRIPT"],
    ],
    [
      "above the cap of time",
      { totalDurationMs: 600_001 },
      ["refuse limits PA_GUARD_LIMIT", "refuse script PA_GUARD_SCRIPT"],
    ],
    ["no number of users at all", { maxVus: NaN }, ["refuse limits PA_GUARD_LIMIT", "warn script null"]],
    ["no number of time at all", { totalDurationMs: NaN }, ["refuse limits PA_GUARD_LIMIT", "warn script null"]],
  ])("%s", (_, inspected, expected) => {
    const reasons = admitScript({ ...input, inspected: { ...asPlanned, ...inspected } });
    expect(reasons.map(({ outcome, rule, code }) => `${outcome} ${rule} ${String(code)}`)).toEqual(expected);
  });

  it.each<[Profile, string]>([
    ["full", "from the script, the plan says 10"],
    ["reduced", "from the script of the reduced profile, the plan says 10"],
    ["cleanup", "from the script of the cleanup profile, the plan says 10"],
  ])("is told with its profile: %s", (profile, text) => {
    expect(told({ profile, inspected: { ...asPlanned, maxVus: 11 } })).toEqual([
      `refuse PA_GUARD_SCRIPT the engine reads 11 VUs ${text}`,
    ]);
  });
});
