import { chmodSync, readdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { expect, it } from "vitest";
import { hasNetworkNamespaces } from "../../src/adapters/k6/evaluate-offline.ts";
import { k6Engine } from "../../src/adapters/k6/k6-engine.ts";
import { nodeClock } from "../../src/adapters/node/node-clock.ts";
import { onEachK6 } from "../support/each-k6.ts";
import { bundleOf, hearing } from "../support/k6-engine-hearing.ts";

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
});
