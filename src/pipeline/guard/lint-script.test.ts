import { describe, expect, it } from "vitest";
import { authInput, everythingInput } from "../../../test/support/auth-plan.ts";
import { cleanUpAlone, cleanUpInput, cleanUpPreview } from "../../../test/support/clean-up-plan.ts";
import { smokeInput } from "../../../test/support/generator-plans.ts";
import { shopInput } from "../../../test/support/shop-plan.ts";
import type { ScriptBundle } from "../../contract/script-bundle.ts";
import { generateScript, generateTryScript } from "../generate/k6/generate-script.ts";
import { lintScript } from "./lint-script.ts";

const enforcement = {
  pins: { localhost: "127.0.0.1", "shop.perf.example.test": "10.20.3.4", "six.perf.example.test": "::1" },
  allowedSockets: ["127.0.0.1:8080", "10.20.3.4:443", "[::1]:8080"],
  blockedHostnames: ["shop.example.com", "shop.example.com.", "*.shop.example.com", "*.Live.example.net"],
};
const none = bundleOf({});

function bundleOf(files: Readonly<Record<string, string>>, more: Partial<ScriptBundle> = {}): ScriptBundle {
  return {
    schemaVersion: 1,
    engine: "k6",
    entry: "main.js",
    files: Object.entries(files).map(([path, text]) => ({ path, text })),
    secretNames: ["apiKey"],
    ...more,
  };
}

/** What is found in one script beside two others and a file of data. */
function found(text: string, path = "main.js"): string[] {
  const files = { "main.js": "export {};", "lib/draw.js": "export {};", "data/users.json": "[]", [path]: text };
  return lintScript({ bundle: bundleOf(files), generated: none, enforcement });
}

/** A body within a module. */
function within(body: string): string[] {
  return found(`export default function run(f, k, response) { ${body} }`);
}

const goldens: [string, ScriptBundle][] = [
  ["smoke", generateScript(smokeInput())],
  ["shop", generateScript(shopInput())],
  ["auth", generateScript(authInput())],
  ["everything", generateScript(everythingInput())],
  ["clean-up", generateScript(cleanUpInput())],
  ["clean-up alone", cleanUpAlone({ ...cleanUpInput(), preview: cleanUpPreview })],
  ["try", generateTryScript({ ...shopInput(), scenario: "buy" })],
];

/** A bundle with one of its scripts changed. */
function edited(bundle: ScriptBundle, path: string, change: (text: string) => string): ScriptBundle {
  return {
    ...bundle,
    files: bundle.files.map((file) =>
      file.path === path && "text" in file ? { path, text: change(file.text) } : file,
    ),
  };
}

describe("a generated script", () => {
  it.each(goldens)("passes as it is: %s", (_, bundle) => {
    expect(lintScript({ bundle, generated: bundle, enforcement })).toEqual([]);
  });

  it.each(goldens)("passes with an edited main.js: %s", (_, bundle) => {
    const changed = edited(bundle, "main.js", (text) => `${text}// edited\n`);
    expect(lintScript({ bundle: changed, generated: bundle, enforcement })).toEqual([]);
  });

  it.each<[string, string, string]>([
    ["metrics of the agent's own", "lib/request.js", 'makes a metric "perf_agent_request_failed"'],
    ["keys that are computed", "lib/draw.js", "not written out"],
    ["secrets by any name", "lib/secrets.js", "secret whose name is not written out"],
  ])("has %s, which an edited helper may not have", (_, path, text) => {
    const [, bundle] = goldens[1] ?? ["", none];
    const changed = edited(bundle, path, (before) => `${before}// edited\n`);
    const problems = lintScript({ bundle: changed, generated: bundle, enforcement });
    expect(problems.join("\n")).toContain(text);
    expect(problems.every((problem) => problem.startsWith(path))).toBe(true);
  });

  it.each<[string, string]>([
    ["eval", 'eval("1");'],
    ["a computed import", 'await import("./a" + ".js");'],
    ["constructors", '(() => 1).constructor("1")();'],
    ["another file", 'open("../../etc/passwd");'],
    ["options of its own", "options.hosts = {};"],
    ["turned text", "// \u202E"],
  ])("is refused %s even when the plan generates it", (_, more) => {
    const bundle = edited(goldens[0]?.[1] ?? none, "main.js", (text) => `${text}${more}\n`);
    expect(lintScript({ bundle, generated: bundle, enforcement })).not.toEqual([]);
  });

  it.each<[string, string, string]>([
    ["a variable by a computed name", 'valueOf(pass, "con" + f)', 'calls "valueOf" of lib/pass.js with a text'],
    ["a variable by a forbidden name", 'valueOf({ session: { values: f } }, "constructor")', 'calls "valueOf"'],
    ["variables by a helper handed on", "[f].map(valueOf)", 'hands on "valueOf"'],
    ["arguments spread", "valueOf(...f)", 'calls "valueOf"'],
    ["a row of a data set of its own", 'field(pass, { name: "a", places: f }, "x")', 'calls "field" of lib/rows.js'],
    ["a row of what is no data set", 'field(pass, shown, "name")', 'calls "field"'],
    ["a column by a computed name", "field(pass, users, f)", 'calls "field"'],
    ["a session by a computed name", 'begin({ ["na" + "me"]: f, session: "vu" })', 'calls "begin"'],
    ["a session by a name of a prototype", 'begin({ name: "__proto__", session: "vu" })', 'calls "begin"'],
    ["a secret of another plan", 'fetchSecrets(["other"])', 'the secret "other"'],
    ["a secret by a computed name", "fetchSecrets([f])", 'calls "fetchSecrets"'],
    ["a changed data set", 'Object.assign(users, { places: f }); field(pass, users, "name")', 'calls "field"'],
  ])("does not let an edited file look up %s through its helpers", (_, code, text) => {
    const [, bundle] = goldens[1] ?? ["", none];
    const changed = edited(
      bundle,
      "main.js",
      (before) => `${before}const shown = f();\nfunction edit(pass, f) { ${code}; }\n`,
    );
    expect(lintScript({ bundle: changed, generated: bundle, enforcement }).join("\n")).toContain(text);
  });

  it.each<[string, string, string]>([
    ["as one object", 'export const all = require("./pass.js");', "lib/other.js:1 requires lib/pass.js"],
    [
      "passed on by name",
      'export { valueOf as look } from "./pass.js";',
      "lib/other.js:1 hands on helpers of lib/pass.js",
    ],
    ["passed on whole", 'export * from "./pass.js";', "lib/other.js:1 hands on helpers of lib/pass.js"],
    [
      "passed on after an import",
      'import { valueOf } from "./pass.js"; export { valueOf as look };',
      'hands on "valueOf"',
    ],
    ["exported at once", 'import { valueOf } from "./pass.js"; export default valueOf;', 'hands on "valueOf"'],
  ])("does not let another file have its helpers %s", (_, code, text) => {
    const [, bundle] = goldens[1] ?? ["", none];
    const changed = { ...bundle, files: [...bundle.files, { path: "lib/other.js", text: code }] };
    expect(lintScript({ bundle: changed, generated: bundle, enforcement }).join("\n")).toContain(text);
  });

  it("holds only its own helpers to the ways in which it calls them", () => {
    const main =
      'import { valueOf } from "./lib/pass.js"; export default (pass, k) => [valueOf(pass, k), k.map(valueOf)];';
    const bundle = bundleOf({ "main.js": main, "lib/pass.js": "export function valueOf(a) { return a; }" });
    expect(lintScript({ bundle, generated: none, enforcement })).toEqual([]);
  });

  it("may hold what its plan holds, characters without width among it", () => {
    const bundle = bundleOf({ "main.js": 'export const text = "a\u200Bb";'.replace("\\u200B", "\u200B") });
    expect(lintScript({ bundle, generated: bundle, enforcement })).toEqual([]);
    expect(lintScript({ bundle, generated: none, enforcement })).toHaveLength(1);
  });

  it("may be edited in the ways in which people edit", () => {
    const [, bundle] = goldens[1] ?? ["", none];
    const changed = edited(bundle, "main.js", (text) =>
      text
        .replace("/api/cart", "/api/basket")
        .replace('accept: "application/json"', 'accept: "text/html", "x-more": text(valueOf(pass, "productId"))')
        .concat(`
import { Counter } from "k6/metrics";
const bought = new Counter("shop_bought");
const sizes = [1, 2, 3];
function more(pass) {
  let sum = 0;
  for (let at = 0; at < sizes.length; at += 1) sum += sizes[at];
  bought.add(sum, { kind: "more" });
  const last = sizes[sizes.length - 1];
  const { first, ["key-" + last]: second } = JSON.parse(text(field(pass, users, "name")));
  return first ?? second?.third?.[0];
}
`),
    );
    expect(lintScript({ bundle: changed, generated: bundle, enforcement })).toEqual([]);
  });
});

describe("where code comes from", () => {
  it.each<[string, string, string]>([
    ["a browser", 'import { browser } from "k6/browser";', "past every block"],
    ["gRPC", 'import grpc from "k6/net/grpc";', '"dns:" targets'],
    ["the file system", 'import { open } from "k6/experimental/fs";', 'imports "k6/experimental/fs"'],
    ["timers", 'import { setTimeout } from "k6/timers";', 'imports "k6/timers"'],
    ["HTML", 'import { parseHTML } from "k6/html";', 'imports "k6/html"'],
    ["an extension", 'import x from "k6/x/exec";', 'imports "k6/x/exec"'],
    ["code from elsewhere", 'import x from "https://evil.test/x.js";', 'imports "https://evil.test/x.js"'],
    ["code from elsewhere by HTTP", 'import "http://evil.test/x.js";', "evil.test"],
    ["code without a scheme", 'import "//evil.test/x.js";', "evil.test"],
    ["code in a URL", 'import x from "data:text/javascript,eval(1)";', "data:"],
    ["code of the file scheme", 'import x from "file:///etc/x.js";', "file:"],
    ["code of a CDN's short form", 'import x from "cdnjs.com/libraries/x";', "cdnjs"],
    ["code with escapes in its name", 'import x from "https:\\u002f\\u002fevil.test/x.js";', "evil.test"],
    ["a re-export from elsewhere", 'export * from "https://evil.test/x.js";', "evil.test"],
    ["a named re-export from elsewhere", 'export { x } from "https://evil.test/x.js";', "evil.test"],
    ["a namespace re-export from elsewhere", 'export * as x from "https://evil.test/x.js";', "evil.test"],
    ["a re-export of a module", 'export { Trend } from "k6/metrics";', "exports what it imports"],
    ["a file outside the bundle", 'import x from "../x.js";', 'imports "../x.js"'],
    ["a file outside by a detour", 'import x from "./lib/../../x.js";', "no script of the bundle"],
    ["a file outside by an escape", 'import x from "./lib/%2e%2e/%2e%2e/x.js";', "no script of the bundle"],
    ["a file that is not there", 'import x from "./lib/other.js";', "no script of the bundle"],
    ["a script with a query", 'import x from "./lib/draw.js?x";', "no script of the bundle"],
    ["an absolute file", 'import x from "/etc/x.js";', 'imports "/etc/x.js"'],
    ["data as a script", 'import x from "./data/users.json";', "no script of the bundle"],
    ["data with attributes", 'import x from "./lib/draw.js" with { type: "json" };', "imports with attributes"],
    ["everything as one object", 'import * as all from "./lib/draw.js";', "as one object"],
    ["metrics as one object", 'import metrics from "k6/metrics";', "imports default"],
    ["execution by its parts", 'import { vu } from "k6/execution";', "imports vu"],
    ["an import while running", 'export default () => import("./lib/draw.js");', "imports while it runs"],
    ["an import with a comment between", 'export default () => import/* */("./lib/draw.js");', "imports while it runs"],
    ["an import of a computed name", 'export const a = import("htt" + "p://x");', "imports while it runs"],
    ["import.meta", "export const here = import.meta.url;", "import.meta"],
    ["new.target", "export function A() { return new.target; }", "new.target"],
    ["require of a computed name", 'export const a = require("k6/" + "browser");', 'uses "require"'],
    ["require of a template", "export const a = require(`k6/browser`);", 'uses "require"'],
    ["require as a tag", "export const a = require`k6/browser`;", 'uses "require"'],
    ["require of a variable", "export const a = (name) => require(name);", 'uses "require"'],
    ["require spread", 'export const a = require(...["k6/browser"]);', 'uses "require"'],
    ["require handed on", "export const a = require;", 'uses "require"'],
    ["require by call", 'export const a = require.call(null, "k6/browser");', 'uses "require"'],
    ["require in brackets", 'export const a = (0, require)("k6/browser");', 'uses "require"'],
    ["require in an optional chain", 'export const a = require?.resolve("x");', 'uses "require"'],
    ["require of a browser", 'export const a = require("k6/browser");', "past every block"],
    ["require of code from elsewhere", 'export const a = require("https://evil.test/x.js");', "evil.test"],
    ["require of metrics", 'export const a = require("k6/metrics");', "import it"],
    ["a source map", "export {};\n//# sourceMappingURL=https://evil.test/x.map", "main.js:2 names a source map"],
    ["a source map in a text", "export const a = `\n//# sourceMappingURL=https://evil.test/x.map`;", "source map"],
    ["no module", "this;", "is no module"],
    ["no module by a top-level await", "await 1;", "is no module"],
    ["what does not parse", "export default function (", "does not parse"],
    ["what only lax scripts may", "export {}; with (Math) floor(1);", "does not parse"],
    ["an octal number", "export const a = 010;", "does not parse"],
  ])("is not %s", (_, text, message) => {
    expect(found(text).join("\n")).toContain(message);
  });

  it.each<[string, string]>([
    [
      "modules",
      'import http from "k6/http"; import { check, sleep as wait } from "k6"; http.get("/"); check(1); wait(1);',
    ],
    ["scripts of the bundle", 'import { draw } from "./lib/draw.js"; draw();'],
    ["scripts by require", 'export const draw = require("./lib/draw.js"); export const http = require("k6/http");'],
    ["a variable of that name", "export function f(require) { return require(f); }"],
    ["a property of that name", "export const f = (a) => a.require(f);"],
  ])("is %s", (_, text) => {
    expect(found(text)).toEqual([]);
  });

  it("is resolved from the file that names it", () => {
    expect(found('import "../main.js"; export { a } from "./draw.js";', "lib/a.js")).toEqual([]);
    expect(found('import "./lib/draw.js";', "lib/a.js").join("\n")).toContain("no script of the bundle");
  });

  it("is not reached by an escaped name, even where a file has that name", () => {
    const bundle = bundleOf({ "main.js": 'import "./%6cib.js";', "%6cib.js": "export {};", "lib.js": "export {};" });
    expect(lintScript({ bundle, generated: none, enforcement }).join()).toContain("no script of the bundle");
  });

  it.each(["a.ts", "a.cjs", "a.mts", "a.jsx", "a.tsx"])("is no file of another kind: %s", (path) => {
    expect(found("export {};", path)).toEqual([
      `${path} is no plain JavaScript module (.js), and nothing else is read`,
    ]);
  });

  it("is no entry that is not read", () => {
    const bundle = bundleOf({ "main.txt": "eval(1)" }, { entry: "main.txt" });
    expect(lintScript({ bundle, generated: none, enforcement })).toEqual([
      "main.txt is no script, yet the bundle begins with it",
    ]);
    const binary: ScriptBundle = { ...none, files: [{ path: "main.js", base64: "ZXZhbCgxKQ==" }] };
    expect(lintScript({ bundle: binary, generated: none, enforcement })).toEqual(["main.js is no text"]);
  });
});

describe("making code", () => {
  it.each<[string, string, string]>([
    ["eval", 'eval("1");', 'uses "eval"'],
    ["eval by escapes", '\\u0065val("1");', 'uses "eval"'],
    ["eval by escapes of code points", 'ev\\u{61}l("1");', 'uses "eval"'],
    ["eval with comments between", 'eval/*a*/ // b\n ("1");', 'uses "eval"'],
    ["eval by another name", "const run = eval; run('1');", 'uses "eval"'],
    ["eval in a comma", "(0, eval)('1');", 'uses "eval"'],
    ["eval in an optional chain", "eval?.('1');", 'uses "eval"'],
    ["eval as a tag", "eval`1`;", 'uses "eval"'],
    ["eval as a default", "const { a = eval } = f; a('1');", 'uses "eval"'],
    ["eval as a default of a parameter", "((a = eval) => a('1'))();", 'uses "eval"'],
    ["eval by a shorthand", "return { eval };", 'uses "eval"'],
    ["eval spread", "[...[eval]].map((run) => run('1'));", 'uses "eval"'],
    ["eval in a label's loop", "again: for (const run of [eval]) { run('1'); break again; }", 'uses "eval"'],
    ["eval in a getter", "return { get a() { return eval; } };", 'uses "eval"'],
    ["eval in a class", "return class { static a = eval; };", 'uses "eval"'],
    ["eval in a static block", "return class { static { eval('1'); } };", 'uses "eval"'],
    ["eval in a template", "return `${eval('1')}`;", 'uses "eval"'],
    ["eval of an object", "f.eval('1');", 'reaches for "eval"'],
    ["a function from text", 'new Function("1")();', 'uses "Function"'],
    ["a function from text without new", 'Function("1")();', 'uses "Function"'],
    ["a subclass of functions", "class A extends Function {}", 'uses "Function"'],
    ["the global object", 'globalThis["ev" + "al"]("1");', 'uses "globalThis"'],
    ["the global object by other names", "window.x; self.x; global.x;", 'uses "window"'],
    ["reflection", 'Reflect.get(f, "con" + "structor");', 'uses "Reflect"'],
    ["a proxy", "new Proxy(f, {});", 'uses "Proxy"'],
    ["timers with text", 'setTimeout("1", 1);', 'uses "setTimeout"'],
    ["WebAssembly", "new WebAssembly.Module(f);", 'uses "WebAssembly"'],
    ["fetch", "fetch('/');", 'uses "fetch"'],
    ["the module of a CommonJS file", "module.exports = f;", 'uses "module"'],
    ["the exports of a CommonJS file", "exports.a = f;", 'uses "exports"'],
    ["a constructor", '(() => 1).constructor("1")();', '"constructor"'],
    ["a constructor by escapes", 'f.con\\u0073tructor("1")();', '"constructor"'],
    ["a constructor in brackets", 'f["constructor"]("1")();', '"constructor"'],
    ["a constructor by a template", "f[`constructor`]('1')();", '"constructor"'],
    ["a constructor by a sum", 'f["con" + "structor"]("1")();', '"constructor"'],
    ["a constructor by a template in a sum", 'f[`con${"str"}` + "uctor"]("1")();', '"constructor"'],
    ["a constructor by escapes in a text", 'f["\\x63onstructor"]("1")();', '"constructor"'],
    ["a constructor in an optional chain", 'f?.constructor?.("1");', '"constructor"'],
    ["a constructor in brackets of an optional chain", 'f?.["con" + "structor"]("1");', '"constructor"'],
    ["a constructor with comments between", "f/*a*/./*b*/constructor;", '"constructor"'],
    ["a constructor taken apart", "const { constructor } = f;", '"constructor"'],
    ["a constructor taken apart by another name", "const { constructor: make } = f; make('1')();", '"constructor"'],
    ["a constructor taken apart deep down", "const { a: [{ constructor: make }] } = f;", '"constructor"'],
    ["a constructor taken apart by a text", 'const { "constructor": make } = f;', '"constructor"'],
    ["a constructor taken apart by a sum", 'const { ["con" + "structor"]: make } = f;', '"constructor"'],
    ["a constructor taken apart by a parameter", "(({ constructor: make }) => make)(f);", '"constructor"'],
    ["a constructor taken apart by an assignment", "let make; ({ constructor: make } = f);", '"constructor"'],
    ["a constructor taken apart by a loop", "for (const { constructor: make } of [f]) make('1')();", '"constructor"'],
    [
      "a constructor taken apart by a catch",
      "try { throw f; } catch ({ constructor: make }) { make('1')(); }",
      '"constructor"',
    ],
    ["a constructor of an async function", "(async () => {}).constructor('1')();", '"constructor"'],
    ["a constructor of a generator", "(function* () {}).constructor('1')();", '"constructor"'],
    ["a constructor of a super object", "return { a() { return super.constructor; } };", '"constructor"'],
    ["a computed name of a super object", "return { a() { return super[k]; } };", "not written out"],
    ["a name in a variable", 'const key = "constructor"; f[key]("1")();', "not written out"],
    ["a name in a parameter", "f[k]('1')();", "not written out"],
    ["a name of a call", 'f[["con", "structor"].join("")]("1")();', "not written out"],
    ["a name from codes", "f[String.fromCharCode(99)]('1')();", "not written out"],
    ["a name by a conversion", 'f[{ toString() { return "constructor"; } }]("1")();', "not written out"],
    ["a name in a list", 'f[["constructor"]]("1")();', "not written out"],
    ["a name by a choice", 'f[k ? 0 : "constructor"]("1")();', "not written out"],
    ["a name by a default", 'f[k || "constructor"]("1")();', "not written out"],
    ["a name by an assignment", 'f[k = "constructor"]("1")();', "not written out"],
    ["a name by a sequence", 'f[(0, "constructor")]("1")();', "not written out"],
    ["a name that begins as a forbidden one", "f[`con${k}`]('1')();", "not written out"],
    ["a name that begins with nothing", "f[`${''}${k}`]('1')();", "not written out"],
    ["a name in a counter that is no counter", "let at = 0; at = k; f[at]('1')();", "not written out"],
    ["a name in a counter that text is added to", 'let at = 0; at += "constructor"; f[at];', "not written out"],
    ["a name in a counter that is taken apart", "let at = 0; [at] = k; f[at];", "not written out"],
    ["a name in a counter of a loop over names", "for (const at of k) f[at]('1')();", "not written out"],
    [
      "a name in a counter of another function",
      "for (let at = 0; at < 1; at += 1) ((at) => f[at])(k);",
      "not written out",
    ],
    ["a name in a counter that a loop takes over", "let at = 0; for (at of k) f[at]('1')();", "not written out"],
    ["a name in a counter of a list further in", "let at = 0; { const [at] = k; f[at]; }", "not written out"],
    ["a name in a counter of a caught error", "let at = 0; try { k(); } catch (at) { f[at]; }", "not written out"],
    [
      "a name of a Math of its own",
      'const Math = { floor: () => "constructor" }; f[Math.floor(1)];',
      "not written out",
    ],
    ["a name by length", "f[k.length]('1')();", "not written out"],
    ["a name of a changed Math", 'Math.floor = () => "constructor"; f[Math.floor(1)]("1")();', "changes a global"],
    ["a name of a Math handed on", 'const m = Math; m.floor = () => "constructor";', 'hands on "Math"'],
    ["a name of a Math changed by a list", 'Object.assign(Math, { floor: () => "constructor" });', 'hands on "Math"'],
    ["a changed global", "Number = () => k;", "changes a global"],
    ["a changed global in a pattern", "[Object.keys] = [k];", "changes a global"],
    ["a changed global in the rest of a pattern", "[...Object.keys] = [k];", "changes a global"],
    ["a changed global in a loop", "for (Object.keys of [k]);", "changes a global"],
    ["a deleted global", "delete Object.keys;", "changes a global"],
    ["a prototype", "Array.prototype.map = f;", '"prototype"'],
    ["a prototype by two underscores", "f.__proto__;", '"__proto__"'],
    ["a prototype that is set", "return { __proto__: f };", '"__proto__"'],
    ["a prototype by a text that is set", 'return { "__proto__": f };', '"__proto__"'],
    ["a prototype that is asked for", "Object.getPrototypeOf(f);", '"getPrototypeOf"'],
    ["a prototype that is asked for in parts", "const { getPrototypeOf: ask } = Object; ask(f);", '"getPrototypeOf"'],
    ["a descriptor", "Object.getOwnPropertyDescriptor(f, k).value('1')();", '"getOwnPropertyDescriptor"'],
    ["all descriptors", "Object.values(Object.getOwnPropertyDescriptors(f));", '"getOwnPropertyDescriptors"'],
    ["names that are listed", "Object.getOwnPropertyNames(f).map((name) => name);", '"getOwnPropertyNames"'],
    ["an accessor", "f.__lookupGetter__(k);", '"__lookupGetter__"'],
    ["a defined property", "Object.defineProperty(f, k, {});", '"defineProperty"'],
    ["a caller", "f.caller;", '"caller"'],
    ["a callee", "arguments.callee;", '"callee"'],
  ])("is not possible by %s", (_, body, message) => {
    expect(within(body).join("\n")).toContain(message);
  });

  it.each<[string, string]>([
    ["numbers", "f[0]; f[1 + 2]; f[-1]; f?.[0]; f[k * 2]; f[~k]; f[+k]; f[k++];"],
    ["texts", 'f["content-type"]; f[`a`]; f["a" + "b"]; const { "content-type": a, b: [c] } = f; c(a);'],
    ["texts with a known beginning", 'f["item-" + k]; f[`x-${k}`]; const { [`row ${k}`]: a } = f; return a;'],
    ["counters", "for (let at = 0, end = f.length; at < 9; at += 1) f[at] = f[at + 1];"],
    ["counters that go down", "let at = 9; while (at > 0) { at -= 1; f[at]; at--; }"],
    ["whole parts", "const half = Math.floor(k / 2); f[half]; f[Number(k)]; f[parseInt(k, 10)];"],
    ["the last", "return k[k.length - 1];"],
    ["either number", "f[k ? 0 : 1]; f[k % 2 || 1];"],
    ["keys that are written", "return { [k]: 1, ['a' + k]: 2, constructor: 3 };"],
    ["a class", "class A { constructor(a) { this.a = a; } get eval() { return this.a; } } return new A(k);"],
    ["a map", "const known = new Map(); known.set(k, 1); return known.get(k);"],
  ])("is not taken for %s", (_, body) => {
    expect(within(body)).toEqual([]);
  });

  it.each<[string, string]>([
    ["a parameter", "export function f(open, { fetch }) { return open(fetch); }"],
    [
      "a constant of the same function",
      "export function f() { const read = () => open; const open = 1; return read; }",
    ],
    ["a var further down", "export function f() { return fetch; { var fetch = 1; } }"],
    [
      "a loop",
      "export {}; for (const open of []) console.log(open); for (let fetch = 0; fetch < 1; fetch += 1) console.log(fetch);",
    ],
    ["a caught error", "export {}; try { console.log(1); } catch (Function) { console.log(Function); }"],
    ["a class", "export {}; const a = class Function { f() { return Function; } }; console.log(a);"],
    ["a function by its own name", "export {}; console.log(function open() { return open; });"],
    ["a case", "export {}; switch (1) { case 1: { let fetch = 1; console.log(fetch); } default: }"],
  ])("takes a name for a variable that is declared by %s", (_, text) => {
    expect(found(text)).toEqual([]);
  });

  it.each<[string, string]>([
    ["after a block", "{ let fetch = 1; console.log(fetch); } fetch('x');"],
    ["beside a function", "function f(fetch) { return fetch; } f(fetch);"],
    ["beside a function in a block", "{ function fetch() { return 1; } fetch(); } fetch('x');"],
    ["after a loop", "for (const fetch of []) console.log(fetch); fetch('x');"],
    ["beside a named function", "console.log(function fetch() { return 1; }); fetch('x');"],
    ["beside a var of a function", "function f() { var fetch = 1; return fetch; } f(); fetch('x');"],
  ])("knows a global again %s", (_, text) => {
    expect(found(`export {}; ${text}`)).toEqual(['main.js:1 uses "fetch"']);
  });
});

describe("files", () => {
  it.each<[string, string, string]>([
    ["a system file", 'open("/etc/passwd");', 'opens "/etc/passwd"'],
    ["a file above", 'open("../secret");', 'opens "../secret"'],
    ["a file above by a detour", 'open("./data/../../secret");', "lies outside"],
    ["a URL", 'open("file:///etc/passwd");', "lies outside"],
    ["a URL of another scheme", 'open("https://evil.test/x");', "lies outside"],
    ["a file of another system", 'open("..\\\\secret");', "lies outside"],
    ["a drive", 'open("C:\\\\secret");', "lies outside"],
    ["a file that is not there", 'open("./data/other.json");', "no file of the bundle"],
    ["a computed name", 'open("./" + k);', 'uses "open" other than'],
    ["a template", "open(`./data/users.json`);", 'uses "open" other than'],
    ["a spread name", "open(...k);", 'uses "open" other than'],
    ["no name", "open();", 'uses "open" other than'],
    ["a name handed on", "return open;", 'uses "open" other than'],
    ["a name as a tag", "open`/etc/passwd`;", 'uses "open" other than'],
    ["a name by call", 'open.call(null, "/etc/passwd");', 'uses "open" other than'],
    ["a name by new", 'new open("./data/users.json");', 'uses "open" other than'],
  ])("are not opened by %s", (_, body, message) => {
    expect(within(body).join("\n")).toContain(message);
  });

  it("of the bundle are opened, wherever k6 begins to look", () => {
    expect(within('open("./data/users.json"); open("data/users.json", "b");')).toEqual([]);
    expect(found('export const a = open("./data/users.json");', "lib/a.js")).toEqual([]);
    expect(found('export const a = open("../data/users.json");', "lib/a.js").join()).toContain("lies outside");
  });
});

describe("options", () => {
  it.each<[string, string, string]>([
    ["hosts", "{ hosts: { 'a.test': '10.0.0.1' } }", 'sets the option "hosts"'],
    ["hosts in quotes", "{ 'hosts': {} }", 'sets the option "hosts"'],
    ["hosts by escapes", "{ ho\\u0073ts: {} }", 'sets the option "hosts"'],
    ["own block lists", "{ blacklistIPs: [] }", 'sets the option "blacklistIPs"'],
    ["own blocked names", "{ blockHostnames: [] }", 'sets the option "blockHostnames"'],
    ["DNS", "{ dns: {} }", 'sets the option "dns"'],
    ["source addresses", "{ localIPs: '10.0.0.1' }", 'sets the option "localIPs"'],
    ["the cloud", "{ cloud: {} }", 'sets the option "cloud"'],
    ["extensions", "{ ext: {} }", 'sets the option "ext"'],
    ["unchecked certificates", "{ insecureSkipTLSVerify: true }", 'sets the option "insecureSkipTLSVerify"'],
    ["client certificates", "{ tlsAuth: [] }", 'sets the option "tlsAuth"'],
    ["a load of its own", "{ vus: 300 }", 'sets the option "vus"'],
    ["stages of its own", "{ stages: [] }", 'sets the option "stages"'],
    ["a rate of its own", "{ rps: 1e9 }", 'sets the option "rps"'],
    ["tags of all samples", "{ tags: {} }", 'sets the option "tags"'],
    ["a longer teardown", "{ teardownTimeout: '2h' }", 'sets the option "teardownTimeout"'],
    ["a browser", "{ scenarios: { a: { options: { browser: {} } } } }", 'sets "options" of a scenario'],
    ["an environment", "{ scenarios: { a: { env: {} } } }", 'sets "env" of a scenario'],
    ["forged tags", "{ scenarios: { a: { tags: { scenario: 'b' } } } }", 'sets the tag "scenario"'],
    ["the clock", "{ scenarios: { a: { vus: new Date().getHours() } } }", "not written out"],
    ["a choice", "{ scenarios: { a: { vus: __VU === 0 ? 1 : 300 } } }", "not written out"],
    ["a variable", "{ scenarios: { a: { vus: many } } }", "not written out"],
    ["the environment's", "{ scenarios: { a: { vus: __ENV.VUS } } }", "not written out"],
    ["a function's", "{ scenarios: make() }", "not written out"],
    ["a getter's", "{ get scenarios() { return {}; } }", "not written out"],
    ["a method's", "{ scenarios() { return {}; } }", "not written out"],
    ["a name's that is computed", "{ [scenarios]: {} }", "not written out"],
    ["a spread's", "{ ...more }", "not written out"],
    ["a spread scenario's", "{ scenarios: { ...more } }", "not written out"],
    ["a computed name's", '{ ["ho" + "sts"]: {} }', "not written out"],
    ["a template's", "{ scenarios: { a: { executor: `ramping-vus` } } }", "not written out"],
    ["a shorthand's", "{ scenarios }", "not written out"],
    ["a list with holes", "{ systemTags: [, 'name'] }", "not written out"],
    ["a call's", "Object.assign({}, { hosts: {} })", "not written out"],
  ])("are not %s", (_, options, message) => {
    expect(found(`export const options = ${options};`).join("\n")).toContain(message);
  });

  it.each<[string, string, string]>([
    ["changed later", "export const options = {}; options.hosts = {};", "touches its options"],
    ["changed deep down", "export const options = {}; options.scenarios.a = {};", "touches its options"],
    ["changed by another name", "export const options = {}; const o = options; o.hosts = {};", "touches its options"],
    ["changed by a list", "export const options = {}; Object.assign(options, { hosts: {} });", "touches its options"],
    [
      "changed in a function",
      "export const options = {}; export function setup() { options.hosts = {}; }",
      "touches its options",
    ],
    ["a variable", "export let options = {};", "not written out"],
    ["taken apart", "export const { options } = { options: {} };", "not written out"],
    ["a function", "export function options() { return {}; }", "not written out"],
    ["exported by another name", "const o = { hosts: {} }; export { o as options };", "not written out"],
    ["exported by a text", 'const o = { hosts: {} }; export { o as "options" };', "not written out"],
    ["exported later", "const options = {}; export { options };", "not written out"],
    ["imported", 'import { options } from "./lib/draw.js"; options.a = 1;', "imports options"],
    ["imported by another name", 'import { options as o } from "./lib/draw.js"; o.hosts = {};', "imports options"],
    ["another module's", 'export { options } from "./lib/draw.js";', "not written out"],
    ["a namespace", 'export * as options from "./lib/draw.js";', "not written out"],
  ])("are not %s", (_, text, message) => {
    expect(found(text).join("\n")).toContain(message);
  });

  it.each<[string, string]>([
    ["handleSummary", "export function handleSummary() { return {}; }"],
    ["handleSummary as a constant", "export const handleSummary = () => ({});"],
    ["handleSummary taken apart", "export const { handleSummary } = { handleSummary() {} };"],
    ["handleSummary by another name", "function f() {} export { f as handleSummary };"],
    ["handleSummary by a text", 'function f() {} export { f as "handleSummary" };'],
    ["handleSummary of another file", 'export { handleSummary } from "./lib/draw.js";'],
    ["handleSummary by escapes", "export function handle\\u0053ummary() {}"],
  ])("do not come with %s", (_, text) => {
    expect(found(text).join("\n")).toContain('exports "handleSummary"');
  });

  it("are a constant that is written out; elsewhere the name is free", () => {
    const options = `{
      scenarios: { a: { executor: "ramping-vus", startVUs: 0, stages: [{ duration: "1m", target: -0 }], tags: { team: "shop" } } },
      thresholds: { "http_req_duration{scenario:a}": ["p(95)<400"] },
      "discardResponseBodies": true, systemTags: ["name"],
    }`;
    expect(found(`export const options = ${options};`)).toEqual([]);
    expect(within("const options = { hosts: k }; options.a = 1; return options;")).toEqual([]);
  });
});

describe("results", () => {
  const metrics = 'import { Trend, Counter as Count } from "k6/metrics";';

  it.each<[string, string, string]>([
    ["a metric of the engine", 'new Trend("http_req_duration");', '"http_req_duration"'],
    ["a metric of the engine in capitals", 'new Trend("HTTP_REQS");', '"HTTP_REQS"'],
    ["dropped iterations", 'new Count("dropped_iterations");', '"dropped_iterations"'],
    ["virtual users", 'new Count("vus");', '"vus"'],
    ["checks", 'new Count("checks");', '"checks"'],
    ["WebSocket sessions", 'new Count("ws_sessions");', '"ws_sessions"'],
    ["a metric of the agent", 'new Trend("perf_agent_journey_duration", true);', '"perf_agent_journey_duration"'],
    ["a computed name", 'new Trend("http_" + "reqs");', "not written out"],
    ["a template", "new Trend(`http_reqs`);", "not written out"],
    ["a name in two lines", 'new Trend("a\\nhttp_reqs");', "letters, digits and underscores"],
    ["a name with a comma", 'new Trend("a,b");', "letters, digits and underscores"],
    ["a maker by another name", "const T = Trend; new T('http_reqs');", 'uses "Trend" other than'],
    ["a maker in a list", "[Count].map((T) => new T('http_reqs'));", 'uses "Count" other than'],
    ["a subclass of a maker", "class T extends Trend {}", 'uses "Trend" other than'],
    ["a maker with arguments spread", "new Trend(...['http_reqs']);", "not written out"],
    ["a scenario's tag of a sample", 'new Trend("a").add(1, { scenario: "b" });', 'sets the tag "scenario"'],
    ["a tag of a sample in quotes", 'new Trend("a").add(1, { "expected_response": "true" });', "expected_response"],
    ["a tag of a sample by a sum", 'new Trend("a").add(1, { ["sta" + "tus"]: "200" });', 'sets the tag "status"'],
    ["a tag of a sample by a computed name", 'new Trend("a").add(1, { [k]: "200" });', "tags that are not written out"],
    ["tags of a sample from elsewhere", 'new Trend("a").add(1, k);', "tags that are not written out"],
    ["tags of a sample that are spread", 'new Trend("a").add(1, { ...k });', "tags that are not written out"],
    ["a tag in two lines", 'new Trend("a").add(1, { "b\\nc": "1" });', "letters, digits, dots and dashes"],
    ["a tag of a request", 'http.get("/", { tags: { group: "b" } });', 'sets the tag "group"'],
    ["tags of a request from elsewhere", 'http.get("/", { tags: k });', "tags that are not written out"],
    ["tags of a request by a shorthand", 'const tags = k; http.get("/", { tags });', "tags that are not written out"],
    ["a tag of a check", 'check(1, {}, { error_code: "1" });', 'sets the tag "error_code"'],
    ["tags that are set later", "k.tags = f;", "other than where a request is made"],
    ["one tag that is set later", 'k.tags.scenario = "b";', "other than where a request is made"],
    ["one tag that is set later in brackets", 'k.tags["scenario"] = "b";', "other than where a request is made"],
    ["one tag that is set later by texts", 'k["tags"]["scenario"] = "b";', "other than where a request is made"],
    ["tags of a virtual user", 'exec.vu.tags.scenario = "b";', 'uses "exec" other than'],
    ["tags of all its samples", 'exec.vu.metrics.tags["scenario"] = "b";', 'uses "exec" other than'],
    ["tags by a virtual user handed on", "const { vu } = exec;", 'uses "exec" other than'],
    ["tags by a part handed on", "const vu = exec.vu;", 'uses "exec" other than'],
    ["options of the test", "exec.test.options;", 'uses "exec" other than'],
  ])("are not forged by %s", (_, body, message) => {
    const text = `${metrics} import { check } from "k6"; import exec from "k6/execution"; import http from "k6/http";
      export default function (f, k) { ${body} }`;
    expect(found(text).join("\n")).toContain(message);
  });

  it("may have metrics and tags of the script's own, and the run may end", () => {
    const text = `${metrics} import { check } from "k6"; import exec from "k6/execution"; import http from "k6/http";
      const own = new Trend("cart_size", true); const count = new Count("carts");
      export default function (f) {
        own.add(1, { kind: f }); count.add(1); new Set().add(f);
        check(http.get("/", { tags: { name: "list", team: f } }), { ok: true }, { kind: "x" });
        if (exec.scenario.iterationInTest > 3 && exec["vu"]["idInTest"] === 1) exec.test.abort("enough");
        return JSON.stringify({ tags: ["a"], more: { tags: "b" } });
      }`;
    expect(found(text)).toEqual([]);
  });
});

describe("targets", () => {
  it.each<[string, string, string]>([
    ["another host", 'http.get("http://evil.test/");', "names evil.test:80"],
    ["another port", 'http.get("http://127.0.0.1:6565/v1/status");', "names 127.0.0.1:6565"],
    ["another port by the scheme", 'http.get("http://127.0.0.1/");', "names 127.0.0.1:80"],
    ["a host in capitals", 'http.get("HTTP://EVIL.TEST");', "names evil.test:80"],
    ["user info", 'http.get("http://127.0.0.1:8080@evil.test/");', "evil.test"],
    ["an odd number", 'http.get("http://2130706433/");', "names 2130706433:80"],
    ["a trailing dot", 'http.get("http://localhost.:8080/");', "names localhost.:8080"],
    ["backslashes", 'http.get("http:\\\\\\\\evil.test/");', "names evil.test:80"],
    ["a space before", 'http.get(" http://evil.test/");', "names evil.test:80"],
    ["a sum", 'http.get("ht" + "tp://ev" + "il.test/");', "names evil.test:80"],
    ["a sum that goes on", 'http.get("http://" + k + "/");', "puts a host together"],
    ["a sum that goes on in the host", 'http.get("http://127.0.0.1:8080" + k);', "puts a host together"],
    ["a template", "http.get(`http://evil.test/${k}`);", "names evil.test:80"],
    ["a template that goes on in the host", "http.get(`http://${k}/`);", "puts a host together"],
    ["a template in a template", "http.get(`${`http://evil.test/`}${k}`);", "names evil.test:80"],
    ["a URL behind something", 'http.get(k + "http://evil.test/");', "names evil.test:80"],
    ["a tag", "http.get(http.url`http://evil.test/${k}`);", "names evil.test:80"],
    ["a URL within a call within a sum", 'http.get(k + f("http://evil.test/"));', "names evil.test:80"],
    ["a template with escapes", "http.get(`\\u0068ttp://evil.test/`);", "names evil.test:80"],
    ["a raw text", "http.get(String.raw`http://evil.test/`);", "names evil.test:80"],
    ["a constant", 'const base = "https://evil.test"; http.get(base);', "names evil.test:443"],
    ["another scheme", 'http.get("ftp://127.0.0.1:8080/");', 'scheme "ftp"'],
    ["production in a header", 'http.get("/", { headers: { "x-a": "shop.example.com" } });', "which is production"],
    ["production in a text", "return `api.SHOP.example.com/${k}`;", "which is production"],
    ["production by a wildcard", 'return "http://x.live.example.net/";', "names x.live.example.net"],
    ["production by a wildcard in a text", 'return "x.live.example.net";', "which is production"],
    ["a Host header", 'http.get("/", { headers: { Host: k } });', 'sets the header "Host"'],
    ["a Host header by a sum", 'http.get("/", { headers: { ["Ho" + "st"]: k } });', 'sets the header "Host"'],
    ["a forwarded host", 'http.get("/", { headers: { "X-Forwarded-Host": k } });', "X-Forwarded-Host"],
    ["a WebSocket elsewhere", 'new WebSocket("ws://evil.test/");', "names evil.test:80"],
    ["a WebSocket of a computed URL", "new WebSocket(k);", 'uses "WebSocket" other than'],
    ["a WebSocket by another name", "const W = WebSocket; new W(k);", 'uses "WebSocket" other than'],
    ["a WebSocket of HTTP", 'new WebSocket("http://127.0.0.1:8080/");', 'uses "WebSocket" other than'],
    ["an older WebSocket elsewhere", 'ws.connect("wss://evil.test/", f);', "names evil.test:443"],
    ["an older WebSocket of a computed URL", "ws.connect(k, f);", 'uses "ws" other than'],
    ["an older WebSocket handed on", "const { connect } = ws;", 'uses "ws" other than'],
  ])("are not chosen by %s", (_, body, message) => {
    const text = `import http from "k6/http"; import ws from "k6/ws"; import { WebSocket } from "k6/websockets";
      export default function (f, k) { ${body} }`;
    expect(found(text).join("\n")).toContain(message);
  });

  it("are the plan's, by name or address", () => {
    const text = `import http from "k6/http"; import ws from "k6/ws"; import { WebSocket } from "k6/websockets";
      const base = "http://localhost:8080"; const other = "https://shop.perf.example.test/api";
      export default function (k) {
        http.get(base + "/a"); http.get("http://127.0.0.1" + ":8080/a"); http.get("http://six.perf.example.test:8080/"); http.get(other); http.get("http://127.0.0.1:8080/" + k); http.get(\`http://[::1]:8080/\${k}\`);
        new WebSocket("ws://127.0.0.1:8080/live"); ws.connect("wss://shop.perf.example.test/live", k);
        return ["see http: or https:", "no-url", "//", "a:b", "x:y//z"].map((text) => text + k);
      }`;
    expect(found(text)).toEqual([]);
  });

  it.each(["myshop.example.com", "shop.example.community", "shop.example.com.perf.test", "-shop.example.com"])(
    "are not taken for production by a likeness: %s",
    (host) => {
      expect(within(`return "${host}";`)).toEqual([]);
      expect(within(`return "${host} and shop.example.com.";`)).toHaveLength(1);
    },
  );

  it("that stand in the plan's own texts may stand in an edited script", () => {
    const generated = bundleOf({ "main.js": 'export const body = { back: "https://elsewhere.test/back" };' });
    const bundle = bundleOf({ "main.js": 'export const body = { back: "https://elsewhere.test/back", more: 1 };' });
    expect(lintScript({ bundle, generated, enforcement })).toEqual([]);
    expect(lintScript({ bundle, generated: none, enforcement })).toHaveLength(1);
  });
});

describe("secrets", () => {
  it.each<[string, string, string]>([
    ["another plan", 'secrets.get("other");', 'the secret "other"'],
    ["a computed name", "secrets.get(k);", "not written out"],
    ["a sum", 'secrets.get("api" + "Key");', "not written out"],
    ["another source", 'secrets.source("x");', "not written out"],
    ["a source handed on", "const s = secrets; s.get(k);", "not written out"],
    ["a source taken apart", "const { get } = secrets;", "not written out"],
    ["brackets", 'secrets["get"](k);', "not written out"],
  ])("are not asked for by %s", (_, body, message) => {
    const text = `import secrets from "k6/secrets"; export default async function (k) { ${body} }`;
    expect(found(text).join("\n")).toContain(message);
  });

  it("of the plan are asked for by name", () => {
    const text = 'import secrets from "k6/secrets"; export default async function () { await secrets.get("apiKey"); }';
    expect(lintScript({ bundle: bundleOf({ "main.js": text }), generated: none, enforcement })).toEqual([]);
  });
});

describe("characters that are not seen", () => {
  it.each<[string, string, string]>([
    ["turn a line around", "export {}; // \u202E } \u2066 if (a) \u2069", "U+202E RIGHT-TO-LEFT OVERRIDE"],
    ["have no width", "export const a\u200Bb = 1;", "does not parse"],
    ["have no width in a text", 'export const a = "ab\u200Bc";', "U+200B ZERO WIDTH SPACE"],
    ["have no width in a name", "export const a\u200Cb = 1;", "U+200C ZERO WIDTH NON-JOINER"],
    ["are drawn as nothing", "export const \u3164 = 1;", "U+3164 HANGUL FILLER"],
    ["look like others", "export const sc\u043Epe = 1;", "U+043E CYRILLIC LETTER"],
    ["speak to a terminal", 'export const a = "\u001B[2K";', "U+001B CONTROL CHARACTER"],
    ["carry hidden text", 'export const a = "\u{E0041}";', "U+E0041 TAG CHARACTER"],
  ])("are refused where they %s", (_, text, message) => {
    expect(found(text).join("\n")).toContain(message);
  });

  it("are none where people write their languages", () => {
    expect(found('export const größe = "Größe, размер, μέγεθος, 👩‍💻, a\u00A0b"; // слово')).toEqual([]);
  });
});

it("tells file and line, in order", () => {
  const files = { "main.js": 'export {};\n\nfetch("x");\neval("1");', "lib/a.js": "export {};\neval(1); fetch(2);" };
  expect(lintScript({ bundle: bundleOf(files), generated: none, enforcement })).toEqual([
    'lib/a.js:2 uses "eval"',
    'lib/a.js:2 uses "fetch"',
    'main.js:3 uses "fetch"',
    'main.js:4 uses "eval"',
  ]);
});
