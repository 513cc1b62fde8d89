import { describe, expect, it } from "vitest";
import { edited, type Stage } from "../../support/attack-stage.ts";
import {
  atTop,
  both,
  inIteration,
  inOptions,
  scriptFolder,
  writeEditedScript,
  type ScriptEdit,
} from "../../support/attack-script.ts";
import { attackOf, refusedInTime, type RefusedAttack } from "../../support/attack-table.ts";

/** An edited script that must be refused before the engine evaluates it: evaluating executes it. */
function script(name: string, edit: ScriptEdit, expects: RefusedAttack["expects"] = "PA_GUARD_SCRIPT"): RefusedAttack {
  return {
    name,
    prepare: (stage) => writeEditedScript(stage, edit),
    args: ["run", "plan.yaml", "--script", scriptFolder],
    expects,
  };
}

/** An edit whose text knows production's port: `{port}`. */
function withPort(make: (text: (pattern: string) => string) => ScriptEdit): ScriptEdit {
  return (changed, stage: Stage) =>
    make((pattern) => pattern.replaceAll("{port}", String(stage.production.port)))(changed, stage);
}

const imports: readonly RefusedAttack[] = [
  script(
    "a remote import",
    withPort((text) => atTop(text('import "http://127.0.0.2:{port}/x.js";'))),
  ),
  script(
    "a remote import over TLS",
    withPort((text) => atTop(text('import x from "https://127.0.0.2:{port}/x.js";'))),
  ),
  script(
    "a remote import without a scheme",
    withPort((text) => atTop(text('import x from "127.0.0.2:{port}/x.js";'))),
  ),
  script(
    "a re-export from afar",
    withPort((text) => atTop(text('export * from "https://127.0.0.2:{port}/x.js";'))),
  ),
  script(
    "an import while it runs",
    withPort((text) => inIteration(text('import("https://127.0.0.2:{port}/x.js");'))),
  ),
  script(
    "require of a URL",
    withPort((text) => atTop(text('const x = require("https://127.0.0.2:{port}/x.js");'))),
  ),
  script(
    "require with a computed name",
    withPort((text) => atTop(text('const x = require("https://127.0.0." + "2:{port}/x.js");'))),
  ),
  script(
    "require that only the run asks",
    withPort((text) =>
      atTop(text("if (__ENV.PERF_AGENT_RUN_ID) require(`https://127.0.0.2:{port}/${__ENV.PERF_AGENT_RUN_ID}.js`);")),
    ),
  ),
  script(
    "require under another name",
    withPort((text) => atTop(text('const load = require; load("https://127.0.0.2:{port}/x.js");'))),
  ),
  script(
    "require from a list",
    withPort((text) => atTop(text('[require][0]("https://127.0.0.2:{port}/x.js");'))),
  ),
  script("an import of data", atTop('import x from "data:text/javascript,export default 1";')),
  script("an import of a file of the system", atTop('import "file:///etc/passwd.js";')),
  script("an import from outside the folder", atTop('import "../outside.js";'), ["PA_GUARD_SCRIPT", "PA_GUARD_FILE"]),
  script("an extension of k6", atTop('import exec from "k6/x/exec";')),
  script("the browser", atTop('import { browser } from "k6/browser";')),
  script("the older browser", atTop('import { browser } from "k6/experimental/browser";')),
  script(
    "gRPC by DNS",
    withPort((text) =>
      both(
        atTop('import grpc from "k6/net/grpc";\nconst client = new grpc.Client();'),
        inIteration(text('client.connect("dns://127.0.0.2:{port}/x", { plaintext: true });')),
      ),
    ),
  ),
  script(
    "gRPC by DNS, computed",
    withPort((text) =>
      both(
        atTop('import * as g from "k6/net/grpc";'),
        inIteration(text('new g["Cli" + "ent"]()["con" + "nect"]("d" + "ns://127.0.0.2:{port}/x", {});')),
      ),
    ),
  ),
  script("gRPC by a required module", atTop('const grpc = require("k6/net/grpc");')),
  script("sockets of Redis", atTop('import redis from "k6/experimental/redis";')),
  script("files of the system", atTop('import fs from "k6/experimental/fs";')),
  script(
    "WebSockets to production",
    withPort((text) =>
      both(
        atTop('import { WebSocket } from "k6/websockets";'),
        inIteration(text('new WebSocket("ws://127.0.0.2:{port}/");')),
      ),
    ),
  ),
  script(
    "the older WebSockets to production",
    withPort((text) =>
      both(atTop('import ws from "k6/ws";'), inIteration(text('ws.connect("ws://127.0.0.2:{port}/", {}, () => 1);'))),
    ),
  ),
];

const code: readonly RefusedAttack[] = [
  script("eval", inIteration('eval("1");')),
  script("eval by another way", inIteration('(0, eval)("1");')),
  script("eval in escapes", inIteration('\\u0065val("1");')),
  script("eval by the global object", inIteration('globalThis["ev" + "al"]("1");')),
  script("eval by this", inIteration('(function () { return this; })()["ev" + "al"]("1");')),
  script("Function", inIteration('Function("return 1")();')),
  script("new Function", inIteration('new Function("return 1")();')),
  script("the constructor of a function", inIteration('(() => 1).constructor("return 1")();')),
  script("the constructor by its spelling", inIteration('(() => 1)["con" + "structor"]("return 1")();')),
  script("the constructor by destructuring", inIteration('const { constructor: make } = () => 1; make("return 1")();')),
  script(
    "the constructor by a computed pattern",
    inIteration('const { ["constr" + "uctor"]: make } = () => 1; make("return 1")();'),
  ),
  script(
    "the constructor by its prototype",
    inIteration('Object.getPrototypeOf(async () => 1)["constructor"]("return 1")();'),
  ),
  script("the constructor by __proto__", inIteration('(() => 1).__proto__["const" + "ructor"]("return 1")();')),
  script("Reflect", inIteration('Reflect.get(() => 1, "con" + "structor")("return 1")();')),
  script("WebAssembly", inIteration("new WebAssembly.Module(new Uint8Array(8));")),
  script(
    "fetch",
    withPort((text) => inIteration(text('fetch("http://127.0.0.2:{port}/");'))),
  ),
  script("a script that does not parse", atTop("const = ;")),
  script("a script nested without end", atTop(`const x = ${"(".repeat(50_000)}1${")".repeat(50_000)};`)),
  script("bidirectional controls in a comment", atTop("/* \u202E } \u2066 if (admin) \u2069 \u2066 begin */")),
  script("an invisible name", atTop("const a\u200Db = 1;")),
  script("code in a helper file", (changed) => {
    changed.more["lib/draw.js"] =
      'export function hashText() { return eval("1"); }\nexport const oneOf = () => () => 1;\n';
  }),
  script("code in a TypeScript file", (changed) => {
    changed.main = `import "./lib/more.ts";\n${changed.main}`;
    changed.more["lib/more.ts"] = 'const x: string = "1"; eval(x);\n';
  }),
  script("code in a file without a known ending", (changed) => {
    changed.main = `import "./lib/more.txt";\n${changed.main}`;
    changed.more["lib/more.txt"] = 'eval("1");\n';
  }),
];

const files: readonly RefusedAttack[] = [
  script("a file of the system", atTop('const x = open("/etc/passwd");')),
  script("a file from outside the folder", atTop('const x = open("../plan.yaml");')),
  script("a computed file", atTop('const x = open("/etc/" + "passwd");')),
  script("open under another name", atTop('const read = open; read("/etc/passwd");')),
  script(
    "a summary that writes files",
    atTop('export function handleSummary() { return { "/tmp/perf-agent-attack-summary": "x" }; }'),
  ),
  script("a summary under another name", atTop("const write = () => ({});\nexport { write as handleSummary };")),
  script(
    "a script that is a link",
    (_, stage) => stage.link(`${scriptFolder}/lib/link.js`, "/etc/hostname"),
    "PA_GUARD_FILE",
  ),
  script("a folder that is a link", (_, stage) => stage.link(`${scriptFolder}/more`, "/etc"), "PA_GUARD_FILE"),
  {
    name: "a folder without a script",
    files: { "empty/readme.txt": "nothing" },
    args: ["run", "plan.yaml", "--script", "empty"],
    expects: "PA_FILE_UNREADABLE",
  },
  { name: "no folder", args: ["run", "plan.yaml", "--script", "/nowhere"], expects: "PA_FILE_UNREADABLE" },
];

const options: readonly RefusedAttack[] = [
  ...[
    'hosts: { "127.0.0.1": "127.0.0.2" }',
    '"hosts": { "shop.perf.test": "127.0.0.2" }',
    '["ho" + "sts"]: {}',
    "...{ hosts: {} }",
    "blacklistIPs: []",
    "blockHostnames: []",
    'dns: { select: "random" }',
    'localIPs: "127.0.0.2"',
    "insecureSkipTLSVerify: true",
    "tlsAuth: []",
    'cloud: { name: "x" }',
    'ext: { loadimpact: { name: "x" } }',
    "vus: 300",
    "rps: 0",
    "linger: true",
    "throw: true",
    'setupTimeout: "2h"',
  ].map((entry) => script(`the option ${entry}`, inOptions(entry), ["PA_GUARD_SCRIPT", "PA_GUARD_LIMIT"])),
  script("options that read the clock", (changed) => {
    changed.main = edited(changed.main, "vus: 1,", "vus: Date.now() > 1 ? 300 : 1,");
  }),
  script("options from a function", (changed) => {
    changed.main = edited(
      changed.main,
      "export const options = {",
      "const make = (x) => x;\nexport const options = make({",
    ).replace("\n};\n", "\n});\n");
  }),
  script("options that change later", atTop("setInterval(() => { options.scenarios.main.vus = 300; }, 1);")),
  script("options assigned", (changed) => {
    changed.main += "\noptions.scenarios.main.vus = 300;\n";
  }),
  script("options changed through another name", (changed) => {
    changed.main += "\nconst same = options;\nsame.scenarios.main.vus = 300;\n";
  }),
  script("options exported under their name", (changed) => {
    changed.main = `${edited(changed.main, "export const options", "const planned")}\nconst more = planned;\nexport { more as options };\n`;
  }),
  script("a browser scenario", (changed) => {
    changed.main = edited(changed.main, 'exec: "main",', 'exec: "main", options: { browser: { type: "chromium" } },');
  }),
  script("more users than planned", (changed) => {
    changed.main = edited(edited(changed.main, "vus: 1,", "vus: 30,"), "iterations: 3,", "iterations: 300,");
  }),
  script("a scenario more than planned", (changed) => {
    changed.main = edited(
      changed.main,
      "scenarios: {",
      'scenarios: { more: { executor: "constant-vus", vus: 20, duration: "5s", exec: "main" },',
    );
  }),
  script("a longer time than planned", (changed) => {
    changed.main = edited(changed.main, /maxDuration: "\w+"/u.exec(changed.main)?.[0] ?? "?", 'maxDuration: "29m"');
  }),
  script(
    "a load that somebody else controls",
    (changed) => {
      changed.main = edited(changed.main, 'executor: "shared-iterations"', 'executor: "externally-controlled"');
    },
    ["PA_ENGINE_SCRIPT", "PA_GUARD_SCRIPT"],
  ),
];

const targets: readonly RefusedAttack[] = [
  ...[
    '"http://127.0.0.2:{port}/"',
    '"http://shop.example.com/"',
    '"http://shop.example.com.:{port}/"',
    '"http://127.0.0.1@127.0.0.2:{port}/"',
    '"http://[::ffff:127.0.0.2]:{port}/"',
    '"http://2130706434:{port}/"',
    '"http://127.0.0.1:{port}/"',
    "`http://127.0.0.2:{port}/${1}`",
    '"ht\\u0074p://127.0.0.2:{port}/"',
  ].map((url) =>
    script(
      `a request to ${url}`,
      withPort((text) => both(atTop('import web from "k6/http";'), inIteration(text(`web.get(${url});`)))),
    ),
  ),
  script("a base URL of production", (changed, stage) => {
    changed.main = edited(changed.main, `127.0.0.1:${stage.target.port}`, `127.0.0.2:${stage.production.port}`);
  }),
  script(
    "a Host header of production",
    both(
      atTop('import web from "k6/http";'),
      inIteration('web.get(baseUrl, { headers: { Host: "shop.example.com" } });'),
    ),
  ),
  script(
    "a Host header in other letters",
    both(
      atTop('import web from "k6/http";'),
      inIteration('web.get(baseUrl, { headers: { ["hO" + "st"]: "shop." + "example.com" } });'),
    ),
  ),
];

const forgeries: readonly RefusedAttack[] = [
  ...["http_reqs", "http_req_duration", "iterations", "vus", "dropped_iterations", "perf_agent_request_failed"].map(
    (metric) =>
      script(
        `a metric of one's own named ${metric}`,
        both(
          atTop(`import { Counter } from "k6/metrics";\nconst forged = new Counter("${metric}");`),
          inIteration("forged.add(1);"),
        ),
      ),
  ),
  script(
    "a metric with a line break in its name",
    atTop('import { Counter } from "k6/metrics";\nconst forged = new Counter("a\\nhttp_reqs,1,1");'),
  ),
  script(
    "a metric with a computed name",
    atTop('import { Counter } from "k6/metrics";\nconst forged = new Counter("http_" + "reqs");'),
  ),
  ...["scenario", "status", "error_code", "expected_response"].map((tag) =>
    script(
      `a tag ${tag} of one's own`,
      both(atTop('import web from "k6/http";'), inIteration(`web.get(baseUrl, { tags: { ${tag}: "200" } });`)),
    ),
  ),
  script(
    "a scenario's name set on the user",
    both(atTop('import state from "k6/execution";'), inIteration('state.vu.metrics.tags["scenario"] = "other";')),
  ),
  script(
    "a secret that the plan does not have",
    both(atTop('import vault from "k6/secrets";'), inIteration('vault.get("SHOP_ROOT");')),
  ),
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
  it.concurrent.each(options)("options: $name", async (row) => {
    expect(await attackOf(row)).toEqual(refusedInTime);
  });
  it.concurrent.each(targets)("targets: $name", async (row) => {
    expect(await attackOf(row)).toEqual(refusedInTime);
  });
  it.concurrent.each(forgeries)("forged results: $name", async (row) => {
    expect(await attackOf(row)).toEqual(refusedInTime);
  });
});
