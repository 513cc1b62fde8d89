import { describe, expect, it } from "vitest";
import { atTop, both, editedScript, inIteration, scriptFolder, withPort } from "../../support/attack-script.ts";
import { attackOf, refusedInTime, type RefusedAttack } from "../../support/attack-table.ts";

const imports: readonly RefusedAttack[] = [
  editedScript(
    "a remote import",
    withPort((text) => atTop(text('import "http://127.0.0.2:{port}/x.js";'))),
  ),
  editedScript(
    "a remote import over TLS",
    withPort((text) => atTop(text('import x from "https://127.0.0.2:{port}/x.js";'))),
  ),
  editedScript(
    "a remote import without a scheme",
    withPort((text) => atTop(text('import x from "127.0.0.2:{port}/x.js";'))),
  ),
  editedScript(
    "a re-export from afar",
    withPort((text) => atTop(text('export * from "https://127.0.0.2:{port}/x.js";'))),
  ),
  editedScript(
    "an import while it runs",
    withPort((text) => inIteration(text('import("https://127.0.0.2:{port}/x.js");'))),
  ),
  editedScript(
    "require of a URL",
    withPort((text) => atTop(text('const x = require("https://127.0.0.2:{port}/x.js");'))),
  ),
  editedScript(
    "require with a computed name",
    withPort((text) => atTop(text('const x = require("https://127.0.0." + "2:{port}/x.js");'))),
  ),
  editedScript(
    "require that only the run asks",
    withPort((text) =>
      atTop(text("if (__ENV.PERF_AGENT_RUN_ID) require(`https://127.0.0.2:{port}/${__ENV.PERF_AGENT_RUN_ID}.js`);")),
    ),
  ),
  editedScript(
    "require under another name",
    withPort((text) => atTop(text('const load = require; load("https://127.0.0.2:{port}/x.js");'))),
  ),
  editedScript(
    "require from a list",
    withPort((text) => atTop(text('[require][0]("https://127.0.0.2:{port}/x.js");'))),
  ),
  editedScript("an import of data", atTop('import x from "data:text/javascript,export default 1";')),
  editedScript("an import of a file of the system", atTop('import "file:///etc/passwd.js";')),
  editedScript("an import from outside the folder", atTop('import "../outside.js";'), [
    "PA_GUARD_SCRIPT",
    "PA_GUARD_FILE",
  ]),
  editedScript("an extension of k6", atTop('import exec from "k6/x/exec";')),
  editedScript("the browser", atTop('import { browser } from "k6/browser";')),
  editedScript("the older browser", atTop('import { browser } from "k6/experimental/browser";')),
  editedScript(
    "gRPC by DNS",
    withPort((text) =>
      both(
        atTop('import grpc from "k6/net/grpc";\nconst client = new grpc.Client();'),
        inIteration(text('client.connect("dns://127.0.0.2:{port}/x", { plaintext: true });')),
      ),
    ),
  ),
  editedScript(
    "gRPC by DNS, computed",
    withPort((text) =>
      both(
        atTop('import * as g from "k6/net/grpc";'),
        inIteration(text('new g["Cli" + "ent"]()["con" + "nect"]("d" + "ns://127.0.0.2:{port}/x", {});')),
      ),
    ),
  ),
  editedScript("gRPC by a required module", atTop('const grpc = require("k6/net/grpc");')),
  editedScript("sockets of Redis", atTop('import redis from "k6/experimental/redis";')),
  editedScript("files of the system", atTop('import fs from "k6/experimental/fs";')),
  editedScript(
    "WebSockets to production",
    withPort((text) =>
      both(
        atTop('import { WebSocket } from "k6/websockets";'),
        inIteration(text('new WebSocket("ws://127.0.0.2:{port}/");')),
      ),
    ),
  ),
  editedScript(
    "the older WebSockets to production",
    withPort((text) =>
      both(atTop('import ws from "k6/ws";'), inIteration(text('ws.connect("ws://127.0.0.2:{port}/", {}, () => 1);'))),
    ),
  ),
];

const code: readonly RefusedAttack[] = [
  editedScript("eval", inIteration('eval("1");')),
  editedScript("eval by another way", inIteration('(0, eval)("1");')),
  editedScript("eval in escapes", inIteration('\\u0065val("1");')),
  editedScript("eval by the global object", inIteration('globalThis["ev" + "al"]("1");')),
  editedScript("eval by this", inIteration('(function () { return this; })()["ev" + "al"]("1");')),
  editedScript("Function", inIteration('Function("return 1")();')),
  editedScript("new Function", inIteration('new Function("return 1")();')),
  editedScript("the constructor of a function", inIteration('(() => 1).constructor("return 1")();')),
  editedScript("the constructor by its spelling", inIteration('(() => 1)["con" + "structor"]("return 1")();')),
  editedScript(
    "the constructor by destructuring",
    inIteration('const { constructor: make } = () => 1; make("return 1")();'),
  ),
  editedScript(
    "the constructor by a computed pattern",
    inIteration('const { ["constr" + "uctor"]: make } = () => 1; make("return 1")();'),
  ),
  editedScript(
    "the constructor by its prototype",
    inIteration('Object.getPrototypeOf(async () => 1)["constructor"]("return 1")();'),
  ),
  editedScript("the constructor by __proto__", inIteration('(() => 1).__proto__["const" + "ructor"]("return 1")();')),
  editedScript("Reflect", inIteration('Reflect.get(() => 1, "con" + "structor")("return 1")();')),
  editedScript("WebAssembly", inIteration("new WebAssembly.Module(new Uint8Array(8));")),
  editedScript(
    "fetch",
    withPort((text) => inIteration(text('fetch("http://127.0.0.2:{port}/");'))),
  ),
  editedScript("a script that does not parse", atTop("const = ;")),
  editedScript("a script nested without end", atTop(`const x = ${"(".repeat(50_000)}1${")".repeat(50_000)};`)),
  editedScript("bidirectional controls in a comment", atTop("/* \u202E } \u2066 if (admin) \u2069 \u2066 begin */")),
  editedScript("an invisible name", atTop("const a\u200Db = 1;")),
  editedScript("code in a helper file", (changed) => {
    changed.more["lib/draw.js"] =
      'export function hashText() { return eval("1"); }\nexport const oneOf = () => () => 1;\n';
  }),
  editedScript("code in a TypeScript file", (changed) => {
    changed.main = `import "./lib/more.ts";\n${changed.main}`;
    changed.more["lib/more.ts"] = 'const x: string = "1"; eval(x);\n';
  }),
  editedScript("code in a file without a known ending", (changed) => {
    changed.main = `import "./lib/more.txt";\n${changed.main}`;
    changed.more["lib/more.txt"] = 'eval("1");\n';
  }),
];

const files: readonly RefusedAttack[] = [
  editedScript("a file of the system", atTop('const x = open("/etc/passwd");')),
  editedScript("a file from outside the folder", atTop('const x = open("../plan.yaml");')),
  editedScript("a computed file", atTop('const x = open("/etc/" + "passwd");')),
  editedScript("open under another name", atTop('const read = open; read("/etc/passwd");')),
  editedScript(
    "a summary that writes files",
    atTop('export function handleSummary() { return { "/tmp/perf-agent-attack-summary": "x" }; }'),
  ),
  editedScript("a summary under another name", atTop("const write = () => ({});\nexport { write as handleSummary };")),
  editedScript(
    "a script that is a link",
    (_, stage) => stage.link(`${scriptFolder}/lib/link.js`, "/etc/hostname"),
    "PA_GUARD_FILE",
  ),
  editedScript("a folder that is a link", (_, stage) => stage.link(`${scriptFolder}/more`, "/etc"), "PA_GUARD_FILE"),
  {
    name: "a folder without a script",
    files: { "empty/readme.txt": "nothing" },
    args: ["run", "plan.yaml", "--script", "empty"],
    expects: "PA_FILE_UNREADABLE",
  },
  { name: "no folder", args: ["run", "plan.yaml", "--script", "/nowhere"], expects: "PA_FILE_UNREADABLE" },
];

describe("edited scripts that are refused before they are evaluated", () => {
  it.concurrent.each(imports)("imports: $name", async (row) => {
    expect(await attackOf(row)).toEqual(refusedInTime);
  });
  it.concurrent.each(code)("code: $name", async (row) => {
    expect(await attackOf(row)).toEqual(refusedInTime);
  });
  it.concurrent.each(files)("files: $name", async (row) => {
    expect(await attackOf(row)).toEqual(refusedInTime);
  });
});
