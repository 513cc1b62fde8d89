import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";

const root = fileURLToPath(new URL("../", import.meta.url));
const reportSchema = z.object({
  summary: z.object({
    totalCruised: z.number(),
    violations: z.array(z.object({ from: z.string(), rule: z.object({ name: z.string() }) })),
  }),
});

/** Name, files, and the violation that they are. `a`, `b` get a number per case, so that all cases stand in one folder. */
const violations: readonly (readonly [string, Readonly<Record<string, string>>, string])[] = [
  [
    "a stage that imports another",
    { "src/pipeline/plan/a.ts": 'import "../guard/b.ts";', "src/pipeline/guard/b.ts": "" },
    "src/pipeline/plan/a.ts: stage-plan-stands-alone",
  ],
  [
    "a type import between stages",
    {
      "src/pipeline/analyse/a.ts": 'import type { B } from "../report/b.ts"; export type A = B;',
      "src/pipeline/report/b.ts": "export type B = 1;",
    },
    "src/pipeline/analyse/a.ts: stage-analyse-stands-alone",
  ],
  [
    "a stage that reads files",
    { "src/pipeline/plan/a.ts": 'import "node:fs";' },
    "src/pipeline/plan/a.ts: stages-are-pure",
  ],
  [
    "a contract that imports a stage",
    { "src/contract/a.ts": 'import "../pipeline/plan/b.ts";', "src/pipeline/plan/b.ts": "" },
    "src/contract/a.ts: contract-imports-zod-only",
  ],
  [
    "an adapter that imports another",
    { "src/adapters/k6/a.ts": 'import "../sql/b.ts";', "src/adapters/sql/b.ts": "" },
    "src/adapters/k6/a.ts: adapters-know-no-other-adapter",
  ],
  [
    "a use case that imports an adapter",
    { "src/services/a.ts": 'import "../adapters/k6/b.ts";', "src/adapters/k6/b.ts": "" },
    "src/services/a.ts: services-know-no-adapter-and-no-entry",
  ],
  [
    "a port that imports a stage",
    { "src/ports/a.ts": 'import "../pipeline/plan/b.ts";', "src/pipeline/plan/b.ts": "" },
    "src/ports/a.ts: ports-import-contract-only",
  ],
  [
    "a worker that judges",
    { "src/entry/worker/a.ts": 'import "../../pipeline/analyse/b.ts";', "src/pipeline/analyse/b.ts": "" },
    "src/entry/worker/a.ts: the-worker-only-collects",
  ],
  [
    "a command that answers requests",
    { "src/entry/cli/commands/a.ts": 'import "../../http/b.ts";', "src/entry/http/b.ts": "" },
    "src/entry/cli/commands/a.ts: use-cases-know-nothing-of-http",
  ],
  [
    "a route that draws for terminals",
    { "src/entry/http/a.ts": 'import "../cli/b.ts";', "src/entry/cli/b.ts": "" },
    "src/entry/http/a.ts: http-knows-no-terminal",
  ],
  ["a use case that serves", { "src/services/a.ts": 'import "fastify";' }, "src/services/a.ts: fastify-has-one-place"],
  [
    "an adapter that answers requests",
    { "src/adapters/k6/a.ts": 'import "@fastify/multipart";' },
    "src/adapters/k6/a.ts: @fastify-has-one-place",
  ],
  [
    "a library outside its place",
    { "src/pipeline/analyse/a.ts": 'import "yaml";' },
    "src/pipeline/analyse/a.ts: yaml-has-one-place",
  ],
  [
    "an evaluation that uses more than what decides",
    { "evaluation/a.ts": 'import "../src/services/b.ts";', "src/services/b.ts": "" },
    "evaluation/a.ts: evaluation-judges-what-the-product-decides-by",
  ],
  [
    "a product that leans on its evaluation",
    { "src/services/a.ts": 'import "../../evaluation/b.ts";', "evaluation/b.ts": "" },
    "src/services/a.ts: only-its-command-knows-the-evaluation",
  ],
  [
    "a page that reaches into the service",
    { "web/src/a.ts": 'import "../../src/services/b.ts";', "src/services/b.ts": "" },
    "web/src/a.ts: the-page-knows-the-contract-only",
  ],
  [
    "a service that leans on its page",
    { "src/services/a.ts": 'import "../../web/src/b.ts";', "web/src/b.ts": "" },
    "src/services/a.ts: nothing-knows-the-page",
  ],
  [
    "a product that imports tests",
    { "src/services/a.ts": 'import "./b.test.ts";', "src/services/b.test.ts": "" },
    "src/services/a.ts: no-test-code-in-the-product",
  ],
  [
    "a circle",
    { "src/services/a.ts": 'import "./b.ts";', "src/services/b.ts": 'import "./a.ts";' },
    "src/services/a.ts: no-cycles",
  ],
];

const allowed = {
  "src/contract/x.ts": 'import { z } from "zod"; export const x = z;',
  "src/pipeline/plan/y.ts": 'import "yaml"; import "../../contract/x.ts";',
  "src/pipeline/plan/y.test.ts": 'import "node:fs"; import "./y.ts";',
  "src/services/z.ts": 'import "../pipeline/plan/y.ts";',
};

let house: string;
let found: { modules: number; violations: readonly string[] };

const numbered = (text: string, index: number): string => text.replaceAll(/\b([ab])((?:\.test)?\.ts)/g, `$1${index}$2`);

beforeAll(() => {
  house = mkdtempSync(join(tmpdir(), "perf-agent-rules-"));
  for (const file of ["package.json", "tsconfig.json", ".dependency-cruiser.cjs"])
    cpSync(join(root, file), join(house, file));
  for (const library of ["zod", "yaml", "fastify", "@fastify/multipart"]) {
    plant({
      [`node_modules/${library}/package.json`]: JSON.stringify({
        name: library,
        type: "module",
        exports: "./index.js",
      }),
      [`node_modules/${library}/index.js`]: "export const z = 1;",
    });
  }
  plant(allowed);
  for (const [index, [, files]] of violations.entries()) {
    plant(
      Object.fromEntries(Object.entries(files).map(([path, text]) => [numbered(path, index), numbered(text, index)])),
    );
  }
  found = cruise(house);
});

afterAll(() => rmSync(house, { recursive: true }));

function plant(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(house, path)), { recursive: true });
    writeFileSync(join(house, path), text);
  }
}

function cruise(directory: string): { modules: number; violations: readonly string[] } {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [
      join(root, "node_modules/.bin/depcruise"),
      "src",
      "evaluation",
      "web/src",
      "--config",
      ".dependency-cruiser.cjs",
      "--output-type",
      "json",
    ],
    { cwd: directory, encoding: "utf8", maxBuffer: 256 * 1024 * 1024 },
  );
  expect(stderr).toBe("");
  const { summary } = reportSchema.parse(JSON.parse(stdout));
  return {
    modules: summary.totalCruised,
    violations: summary.violations.map(({ from, rule }) => `${from}: ${rule.name}`),
  };
}

describe("a planted violation is caught", () => {
  it.each(violations.map(([name, , violation], index) => [name, numbered(violation, index)] as const))(
    "%s",
    (_name, violation) => {
      expect(found.violations).toContain(violation);
    },
  );

  it("and what is allowed is not", () => {
    expect(found.violations.filter((violation) => /^src\/[^:]*\/[xyz](\.test)?\.ts:/.test(violation))).toEqual([]);
  });
});

it("the house itself is read: an analyser that cannot read TypeScript finds no module and no violation", () => {
  expect(cruise(root).modules).toBeGreaterThan(40);
});
