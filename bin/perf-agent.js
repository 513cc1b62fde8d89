#!/usr/bin/env node
// Checks the version before anything is imported: older ones die on node:sqlite with a message that helps nobody.
import { existsSync } from "node:fs";
import { enableCompileCache } from "node:module";
import { isAbsolute, join } from "node:path";
import { setFlagsFromString } from "node:v8";

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `perf-agent needs Node.js 22.18 or newer; this is ${process.versions.node}. In a clone, use "npm run perf-agent -- ...".\n`,
  );
  process.exit(2);
}
const emitWarning = process.emitWarning;
process.emitWarning = (warning, ...rest) => {
  // node:sqlite announces itself as experimental on Node 22; a foreign line would spoil logs.
  if (String(warning).includes("SQLite")) return;
  emitWarning.call(process, warning, ...rest);
};
// V8 lets the space of young objects grow to 128 MB while a long run is judged, and never gives it back; small, it is as fast.
setFlagsFromString("--semi-space-growth-factor=1");
// What was compiled is kept for the next start, which takes half the time then. Where it cannot be kept, nothing is said.
const { XDG_CACHE_HOME: own, HOME: home } = process.env;
const caches = own !== undefined && isAbsolute(own) ? own : home && join(home, ".cache");
if (caches) enableCompileCache(join(caches, "perf-agent", "compiled"));
const source = new URL("../src/entry/cli/main.ts", import.meta.url);
const built = new URL("../dist/cli.js", import.meta.url);
await import(existsSync(source) ? source.href : built.href);
