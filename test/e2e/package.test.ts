import { execFile, execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { startShop } from "../../examples/shop/shop.ts";
import { obtainOldestNode, oldestNode } from "../support/obtain-oldest-node.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const { version } = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(join(root, "package.json"), "utf8")));

let folder: string;
const installed = (): string => join(folder, "node_modules/perf-agent");

beforeAll(() => {
  execFileSync(process.execPath, ["tools/build.ts"], { cwd: root, stdio: "pipe" });
  folder = mkdtempSync(join(tmpdir(), "perf-agent-package-"));
  execFileSync("npm", ["pack", "--ignore-scripts", "--pack-destination", folder], { cwd: root, stdio: "pipe" });
  writeFileSync(join(folder, "package.json"), "{}");
  const quiet = ["--ignore-scripts", "--omit=dev", "--offline", "--no-audit", "--no-fund"];
  execFileSync("npm", ["install", ...quiet, `./perf-agent-${version}.tgz`], { cwd: folder, stdio: "pipe" });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the package", () => {
  it("brings no other package and no TypeScript", () => {
    expect(readdirSync(join(folder, "node_modules")).filter((name) => !name.startsWith("."))).toEqual(["perf-agent"]);
    const files = readdirSync(installed(), { recursive: true, encoding: "utf8" });
    expect(files.filter((file) => file.endsWith(".ts"))).toEqual([]);
  });

  it("carries its licence, those of others, its changes, the recipes of k6, and a bill of materials", () => {
    const files = readdirSync(installed(), { recursive: true, encoding: "utf8" });
    expect(files).toEqual(
      expect.arrayContaining([
        "LICENSE",
        "THIRD-PARTY-NOTICES.md",
        "CHANGELOG.md",
        "dist/cli.js",
        "dist/collect-worker.js",
        "dist/k6-build/v2/go.sum",
        "dist/sbom.json",
        "dist/evaluation.md",
        "dist/web/index.html",
      ]),
    );
  });

  it("names every package of the bill in the notices", () => {
    const bill = z
      .object({ components: z.array(z.object({ name: z.string(), version: z.string() })).min(3) })
      .parse(JSON.parse(readFileSync(join(installed(), "dist/sbom.json"), "utf8")));
    const notices = readFileSync(join(installed(), "THIRD-PARTY-NOTICES.md"), "utf8");
    for (const component of bill.components) expect(notices).toContain(`## ${component.name} ${component.version}\n`);
  });
});

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

describe.each([
  ["this Node", () => ({ path: process.execPath })],
  [`Node ${oldestNode}`, obtainOldestNode],
])("installed, on %s", (name, obtain) => {
  let node: ReturnType<typeof obtainOldestNode>;
  let place: string;

  beforeAll(() => {
    node = obtain();
    place = join(folder, name.replaceAll(" ", "-"));
    mkdirSync(place);
    for (const file of ["plan.yaml", "slo.yaml", "perf-agent.yaml", "data"]) {
      cpSync(join(root, "examples/shop", file), join(place, file), { recursive: true });
    }
  });

  const perfAgent = (words: readonly string[], environment: Record<string, string> = {}): Promise<Ended> =>
    new Promise((resolve, reject) => {
      if ("reason" in node) return reject(new Error(node.reason));
      const env = { PATH: process.env["PATH"], HOME: place, ...environment };
      execFile(
        node.path,
        [join(installed(), "bin/perf-agent.js"), ...words],
        { cwd: place, env },
        (error, stdout, stderr) => {
          resolve({ code: error === null ? 0 : typeof error.code === "number" ? error.code : -1, stdout, stderr });
        },
      );
    });

  it("tells its version, and nothing else", async ({ skip }) => {
    if ("reason" in node) skip(node.reason);
    expect(await perfAgent(["--version"])).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
  });

  it("keeps what was compiled for the next start, and starts where it cannot be kept", async ({ skip }) => {
    if ("reason" in node) skip(node.reason);
    const cache = join(place, "cache");
    await perfAgent(["--version"], { XDG_CACHE_HOME: cache });
    expect(readdirSync(join(cache, "perf-agent/compiled"), { recursive: true }).length).toBeGreaterThan(1);
    const file = join(place, "plan.yaml");
    expect(await perfAgent(["--version"], { XDG_CACHE_HOME: file })).toEqual({
      code: 0,
      stdout: `${version}\n`,
      stderr: "",
    });
  });

  it("validates the example plan", async ({ skip }) => {
    if ("reason" in node) skip(node.reason);
    const { code, stderr } = await perfAgent(["validate", "plan.yaml"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.not.stringContaining("Warning") });
  });

  it("points at a mistake", async ({ skip }) => {
    if ("reason" in node) skip(node.reason);
    const plan = readFileSync(join(place, "plan.yaml"), "utf8").replace("journey:", "jurney:");
    writeFileSync(join(place, "wrong.yaml"), plan);
    const { code, stdout, stderr } = await perfAgent(["validate", "wrong.yaml"]);
    expect(code).toBe(2);
    expect(stdout + stderr).toMatch(/wrong\.yaml:\d+:\d+ +PA_PLAN_UNKNOWN_FIELD/);
  });

  it("generates a script with the files it opens", async ({ skip }) => {
    if ("reason" in node) skip(node.reason);
    const { code } = await perfAgent(["generate", "plan.yaml", "-o", "out"]);
    expect(code).toBe(0);
    const scripts = readdirSync(join(place, "out"), { recursive: true, encoding: "utf8" });
    expect(scripts.filter((file) => file.endsWith(".js")).length).toBeGreaterThan(0);
  });

  it("runs a plan on the real engine", async ({ skip }) => {
    if ("reason" in node) skip(node.reason);
    const k6 = process.env["PERF_AGENT_K6"] ?? "";
    skip(k6 === "", "PERF_AGENT_K6 names no engine");
    const shop = await startShop({ port: 0, host: "127.0.0.1" });
    try {
      writeFileSync(
        join(place, "short.yaml"),
        `apiVersion: perf-agent/v1
kind: TestPlan
name: short
target: { environment: local }
endpoints: { list-products: { method: GET, path: /api/products } }
scenarios: { browse: { load: { iterations: 20, vus: 2, mode: shared, maxDuration: 1m }, mix: { list-products: 1 } } }
`,
      );
      writeFileSync(
        join(place, "short-slo.yaml"),
        "apiVersion: perf-agent/v1\nkind: SloSet\nobjectives: [errors of all < 1%]\n",
      );
      const words = ["run", "short.yaml", "--slo", "short-slo.yaml", "--base-url", shop.url, "--json"];
      const { code, stdout, stderr } = await perfAgent(words, { PERF_AGENT_K6: k6 });
      expect({ code, stderr }).toMatchObject({ code: 0 });
      expect(JSON.parse(stdout)).toMatchObject({ state: "finished", totals: { requests: 20, failedRequests: 0 } });
      expect(shop.stats().byEndpoint).toEqual({ "list-products": 20 });
      expect(existsSync(join(place, "runs/latest/report.html"))).toBe(true);
    } finally {
      await shop.close();
    }
  });
});
