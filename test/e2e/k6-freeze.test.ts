import { chmodSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { expect, it } from "vitest";
import { hasNetworkNamespaces } from "../../src/adapters/k6/evaluate-offline.ts";
import { k6Engine } from "../../src/adapters/k6/k6-engine.ts";
import { nodeClock } from "../../src/adapters/node/node-clock.ts";
import type { ScriptBundle } from "../../src/contract/script-bundle.ts";
import { onEachK6 } from "../support/each-k6.ts";
import { bundleOf, hearing, messageOf } from "../support/k6-engine-hearing.ts";

const namespaces = await hasNetworkNamespaces();

await onEachK6(({ found, directory, engine, start }) => {
  it("lists what it froze, and nothing else is in it", async () => {
    const bundle = bundleOf("", { entry: "scripts/main.js" });
    const script = await engine().prepare({
      ...bundle,
      files: [
        {
          path: "scripts/main.js",
          text: `import "../lib/a.js"; open("../data/ü 1.csv"); export default function () {}`,
        },
        { path: "lib/a.js", text: "" },
        { path: "data/ü 1.csv", text: "a\n1\n" },
        { path: "data/not-read.csv", text: "b\n" },
      ],
    });
    expect(script.files.map(({ path }) => path)).toEqual([
      "data/ü 1.csv",
      "lib/a.js",
      "scripts/main.js",
      "scripts/perf-agent-entry.js",
    ]);
    expect(script.files[1]?.sha256).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    expect(script.evaluatedIn).toBe(namespaces ? "network-namespace" : "dead-proxy");
    await script.dispose();
  });

  it.each([
    ["a file of the system", `open("/etc/hostname"); export default function () {}`, "/etc/hostname"],
    [
      "pins of its own",
      `export const options = { hosts: { a: "127.0.0.1" } }; export default function () {}`,
      "`hosts`",
    ],
    [
      "the vendor's cloud",
      `export const options = { cloud: { projectID: 1 } }; export default function () {}`,
      "`cloud`",
    ],
    [
      "its old name",
      `export const options = { ext: { loadimpact: { name: "x" } } }; export default function () {}`,
      "`ext`",
    ],
    ["a start by hand", `export const options = { paused: true }; export default function () {}`, "`paused`"],
    [
      "a browser",
      `export const options = { scenarios: { ui: { executor: "shared-iterations", options: { browser: { type: "chromium" } } } } };
       export default function () {}`,
      "`browser`",
    ],
  ])("refuses a script with %s", async (_what, text, named) => {
    const refused = engine().prepare(bundleOf(text));
    await expect(refused).rejects.toMatchObject({ mistakes: [{ code: "PA_GUARD_SCRIPT" }] });
    await expect(refused).rejects.toThrow(named);
    expect(readdirSync(directory())).toEqual([]);
  });

  it("takes an entry in TypeScript, with functions of its own for scenarios", async () => {
    const { options, heard } = hearing();
    const script = await engine().prepare({
      ...bundleOf("", { entry: "main.ts" }),
      files: [
        {
          path: "lib/told.ts",
          text: "export function told(data: { name: string }): string { return `for ${data.name}`; }",
        },
        {
          path: "main.ts",
          text: `import { told } from "./lib/told.ts";
            interface Data { name: string }
            export const options: object = { scenarios: { s: { executor: "per-vu-iterations", vus: 1, iterations: 1, exec: "buy" } } };
            export function setup(): Data { return { name: "ana" }; }
            export const buy = (data: Data): void => console.log(told(data));`,
        },
      ],
    });
    const outcome = await (await engine().start(script, options)).done;
    expect(outcome).toMatchObject({ exitCode: 0, scriptErrors: [], summary: { iterations: 1 } });
    expect(heard.log.map((line) => messageOf(line))).toEqual(["for ana"]);
    await script.dispose();
  });

  it("freezes options that read the clock", async () => {
    const { script, run } = await start(`
      const started = Date.now();
      export const options = { scenarios: { s: { executor: "per-vu-iterations", vus: 1 + (started % 7), iterations: 1 } } };
      export default function () {}`);
    const outcome = await run.done;
    expect(outcome.summary?.iterations).toBe(script.inspected.maxVus);
  });

  it("does not start what was changed after it was frozen", async () => {
    const script = await engine().prepare(bundleOf("export default function () {}"));
    chmodSync(script.archive, 0o600);
    writeFileSync(script.archive, "x", { flag: "a" });
    const refused = engine().start(script, hearing().options);
    await expect(refused).rejects.toMatchObject({ mistakes: [{ code: "PA_GUARD_SCRIPT" }] });
    await script.dispose();
    expect(readdirSync(directory())).toEqual([]);
  });

  it("ends an evaluation that takes too long", async () => {
    const settings = { temporaryDirectory: directory(), clock: nodeClock(), evaluationTimeoutMs: 1_500 };
    const refused = k6Engine(found, settings).prepare(bundleOf("while (true) {}\nexport default function () {}"));
    await expect(refused).rejects.toMatchObject({ mistakes: [{ code: "PA_ENGINE_SCRIPT" }] });
    await expect(refused).rejects.toThrow("did not end within 1.5 s");
    expect(readdirSync(directory())).toEqual([]);
  });

  it.skipIf(!namespaces)(
    `reaches nobody while it evaluates, not even on loopback${namespaces ? "" : " (left out: no namespaces)"}`,
    async () => {
      let connections = 0;
      const server = createServer((socket) => {
        connections++;
        socket.destroy();
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      const address = server.address();
      const port = address !== null && typeof address === "object" ? address.port : 0;
      const refused = engine().prepare(
        bundleOf(`import "https://127.0.0.1:${port}/x.js"; export default function () {}`),
      );
      await expect(refused).rejects.toMatchObject({ mistakes: [{ code: "PA_ENGINE_SCRIPT" }] });
      server.close();
      expect(connections).toBe(0);
    },
  );

  it("freezes the same bundle to the same bytes, without a trace of where", async () => {
    const main = `import { two } from "./lib/two.js";
      const data = JSON.parse(open("../data/x.json"));
      export const options = { scenarios: { s: { executor: "per-vu-iterations", vus: two, iterations: 1, maxDuration: "90s", gracefulStop: "5s" } } };
      export default function () { console.log(data.length + " rows for " + __ENV.PERF_AGENT_RUN_ID); }`;
    const files: ScriptBundle["files"] = [
      { path: "scripts/main.js", text: main },
      { path: "scripts/lib/two.js", text: "export const two = 2;" },
      { path: "data/x.json", base64: Buffer.from("[1,2,3]").toString("base64") },
    ];
    const bundle = bundleOf("", { entry: "scripts/main.js" });
    const first = await engine().prepare({ ...bundle, files });
    const second = await engine().prepare({ ...bundle, files: files.toReversed() });
    expect(second.sha256).toBe(first.sha256);
    expect(first.inspected).toEqual({ maxVus: 2, totalDurationMs: 95_000 });
    expect(readFileSync(first.archive).includes(directory())).toBe(false);
    const { options, heard } = hearing();
    const outcome = await (await engine().start(first, options)).done;
    expect(outcome).toMatchObject({ exitCode: 0, scriptErrors: [], messages: [] });
    expect(heard.log.join("\n")).toContain("3 rows for test-run");
    await first.dispose();
    await second.dispose();
    expect(readdirSync(directory())).toEqual([]);
  });

  it.each([
    ["a syntax error", "export default function () { let a = ; }", /main\.js: Line 1:38 Unexpected token/u],
    ["an exception", `export default function () {}\nthrow new Error("too early");`, /too early.*main\.js:2/u],
    ["an extension", `import x from "k6/x/sql"; export default function () {}`, /k6\/x\/sql/u],
    ["a missing file", `open("./none.csv"); export default function () {}`, /none\.csv/u],
    [
      "a remote import",
      `import x from "https://192.0.2.1/x.js"; export default function () {}`,
      /192\.0\.2\.1.*(?:proxyconnect|network is unreachable)/u,
    ],
    [
      "an unknown executor",
      `export const options = { scenarios: { s: { executor: "none" } } }; export default function () {}`,
      /none/u,
    ],
  ])("does not accept %s", async (_what, text, reason) => {
    const refused = engine().prepare(bundleOf(text));
    await expect(refused).rejects.toMatchObject({ mistakes: [{ code: "PA_ENGINE_SCRIPT" }] });
    await expect(refused).rejects.toThrow(reason);
    expect(readdirSync(directory())).toEqual([]);
  });
});
