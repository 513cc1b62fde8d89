import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { k6Engine } from "../../src/adapters/k6/k6-engine.ts";
import { nodeClock } from "../../src/adapters/node/node-clock.ts";
import { onEachK6 } from "../support/each-k6.ts";
import { bundleOf, hearing, isAlive, until } from "../support/k6-engine-hearing.ts";

const hasProc = existsSync("/proc/self/fd");
const enforcement = hearing().options.enforcement;

await onEachK6(({ found, directory, start }) => {
  describe("connections", () => {
    /** Keeps every request open for a while, and remembers how many connections were open at once. */
    let open = 0;
    let peak = 0;
    const server = createServer((socket) => {
      peak = Math.max(peak, ++open);
      socket.on("close", () => open--).on("error", () => socket.destroy());
      socket.on("data", () =>
        setTimeout(() => {
          if (socket.writable) socket.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        }, 400),
      );
    });
    let port = 0;
    beforeEach(async () => {
      peak = 0;
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      const address = server.address();
      port = address !== null && typeof address === "object" ? address.port : 0;
    });
    afterEach(() => new Promise<void>((resolve) => server.close(() => resolve())));

    const storm = (): string =>
      `await Promise.all(Array.from({ length: 120 }, () => http.asyncRequest("GET", "http://127.0.0.1:${port}/", null, { tags: { name: "home" } })));`;

    it.each([
      ["an iteration", (body: string) => `export default async function () { ${body} }`],
      ["setup", (body: string) => `export async function setup() { ${body} } export default function () {}`],
      ["teardown", (body: string) => `export default function () {} export async function teardown() { ${body} }`],
    ])("are no more at once than the run may have, in %s", async (_where, script) => {
      const { run, heard } = await start(`import http from "k6/http"; ${script(storm())}`, {
        enforcement: { ...enforcement, maxConnections: 30 },
      });
      const outcome = await run.done;
      expect(peak).toBeLessThanOrEqual(30);
      expect(peak).toBeGreaterThan(20);
      const served = heard.rows("http_reqs").filter((row) => row.includes(",200,")).length;
      expect(served).toBeGreaterThan(0);
      expect(served).toBeLessThanOrEqual(peak);
      expect(outcome.summary?.requests).toBe(120);
    });

    it("hold a batch to k6's own size", async () => {
      const { run } = await start(
        `import http from "k6/http";
         export const options = { batch: 1000, batchPerHost: 1000 };
         export default function () { http.batch(Array.from({ length: 40 }, () => ["GET", "http://127.0.0.1:${port}/"])); }`,
      );
      expect(await run.done).toMatchObject({ exitCode: 0, summary: { requests: 40 } });
      expect(peak).toBeLessThanOrEqual(6);
    });

    it.skipIf(!hasProc)("are shown while it runs, without the gate's", async () => {
      const { run } = await start(
        `import http from "k6/http"; import { sleep } from "k6";
         export const options = { scenarios: { s: { executor: "constant-vus", vus: 4, duration: "30s" } } };
         export default function () { http.get("http://127.0.0.1:${port}/", { tags: { name: "home" } }); sleep(0.1); }`,
      );
      await until(run, () => run.connections()?.open === 4);
      expect(run.connections()).toEqual({ open: 4, peak: 4, sockets: [`127.0.0.1:${port}`] });
      run.terminate();
      expect((await run.done).connections).toEqual({ peak: 4, sockets: [`127.0.0.1:${port}`] });
      expect(run.connections()?.open).toBe(0);
    });
  });

  it.skipIf(!hasProc)("gives the process id of k6 itself", async () => {
    const { run, heard } = await start(
      `import { sleep } from "k6"; export default function () { console.log("here"); sleep(30); }`,
    );
    await until(run, () => heard.log.length > 0);
    expect(readFileSync(`/proc/${run.pid}/cmdline`, "utf8")).toMatch(/^[^\0]*k6[^\0]*\0run\0/u);
    expect(readFileSync(`/proc/${run.pid}/limits`, "utf8")).toMatch(/Max open files\s+1005\s+1005/u);
    run.kill();
    expect(await run.done).toMatchObject({ signal: "SIGKILL" });
  });

  it.each([
    ["setup", 100, `export function setup() { while (true) sleep(0.1); } export default function () {}`],
    ["teardown", 101, `export default function () {} export function teardown() { while (true) sleep(0.1); }`],
  ])("ends %s at the time set from outside, whatever the script says", async (what, exitCode, functions) => {
    const { run } = await start(
      `import { sleep } from "k6"; export const options = { setupTimeout: "2h", teardownTimeout: "2h" }; ${functions}`,
      { enforcement: { ...enforcement, setupTimeoutMs: 700, teardownTimeoutMs: 700 } },
    );
    const outcome = await run.done;
    expect(outcome).toMatchObject({ exitCode, signal: null });
    expect(outcome.scriptErrors.concat(outcome.messages).join("\n")).toContain(`${what}() execution timed out`);
  });

  it("ends a teardown that a stop began", async () => {
    const { run, heard } = await start(
      `import { sleep } from "k6";
       export const options = { teardownTimeout: "2h", scenarios: { s: { executor: "constant-vus", vus: 1, duration: "30s" } } };
       export default function () { console.log("begun"); sleep(30); }
       export function teardown() { while (true) sleep(0.1); }`,
      { enforcement: { ...enforcement, teardownTimeoutMs: 700 } },
    );
    await until(run, () => heard.log.length > 0);
    run.terminate();
    expect(await run.done).toMatchObject({ signal: null, exitCode: 105 });
  });

  it("leaves nothing behind that its program started", async () => {
    const note = join(directory(), "child");
    const program = join(directory(), "k6");
    writeFileSync(
      program,
      `#!/bin/sh\n[ "$1" = run ] && { trap '' TERM; sleep 300 & echo $! > '${note}'; trap - TERM; }\nexec '${found.path}' "$@"\n`,
    );
    chmodSync(program, 0o755);
    const engine = k6Engine({ ...found, path: program }, { temporaryDirectory: directory(), clock: nodeClock() });
    const script = await engine.prepare(bundleOf("export default function () {}"));
    const run = await engine.start(script, hearing().options);
    expect(await run.done).toMatchObject({ exitCode: 0 });
    await expect.poll(() => isAlive(Number(readFileSync(note, "utf8")))).toBe(false);
  });

  it("blocks a name that ends in a dot", async () => {
    const { run, heard } = await start(
      `import http from "k6/http";
       export default function () {
         for (const name of ["shop.example.test", "shop.example.test.", "SHOP.example.test.", "other.test."])
           http.get("http://" + name + ":9/", { tags: { name } });
       }`,
      {
        enforcement: {
          ...enforcement,
          pins: { "shop.example.test": "127.0.0.1", "shop.example.test.": "127.0.0.1" },
          blockedHostnames: ["shop.example.test", "shop.example.test."],
        },
      },
    );
    expect((await run.done).guardHits).toBe(4);
    expect(heard.rows("http_reqs").map((row) => row.split(",")[3])).toEqual(["1111", "1111", "1111", "1111"]);
  });

  it.skipIf(spawnSync("sh", ["-c", "true"]).status !== 0)("tells each log line in one line", async () => {
    const program = join(directory(), "k6");
    writeFileSync(
      program,
      `#!/bin/sh\n[ "$1" = run ] || exec '${found.path}' "$@"\nprintf 'a\\033[31m\\007b\\tc\\n' >&2\nexit 3\n`,
    );
    chmodSync(program, 0o755);
    const engine = k6Engine({ ...found, path: program }, { temporaryDirectory: directory(), clock: nodeClock() });
    const { options, heard } = hearing();
    const run = await engine.start(await engine.prepare(bundleOf("export default function () {}")), options);
    await run.done;
    expect(heard.log).toEqual([String.raw`a\u001b[31m\u0007b\u0009c`]);
  });
});
