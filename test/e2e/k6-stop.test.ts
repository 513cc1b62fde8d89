import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";
import { countingTarget, type CountingTarget } from "../support/counting-target.ts";
import { onEachK6 } from "../support/each-k6.ts";
import { bundleOf, getting, hearing, isAlive, looping, until } from "../support/k6-engine-hearing.ts";

await onEachK6(({ found, directory, engine }) => {
  let target: CountingTarget;
  beforeEach(async () => {
    target = await countingTarget();
  });
  afterEach(() => target.close());
  const home = (): string => `http://127.0.0.1:${target.port}/`;

  it("stops gracefully with teardown and summary, however often it is told to", async () => {
    const { options, heard } = hearing();
    const script = await engine().prepare(
      bundleOf(
        looping(
          getting(home()),
          `export function teardown() {
             console.log("teardown");
             sleep(0.5);
             http.get("${home()}bye", { tags: { name: "bye" } });
           }`,
        ),
      ),
    );
    const started = await engine().start(script, options);
    await until(started, () => heard.rows("http_reqs").length > 5);
    started.terminate();
    await until(started, () => heard.log.some((line) => line.includes('"teardown"')));
    started.terminate();
    const outcome = await started.done;
    expect(outcome).toMatchObject({ exitCode: 105, signal: null, scriptErrorCount: 0 });
    expect(heard.rows("http_reqs").some((row) => row.includes(",bye,"))).toBe(true);
    expect(outcome.summary?.requests).toBe(heard.rows("http_reqs").length);
  });

  it("blames nobody for what a stop cut off", async () => {
    const { options, heard } = hearing();
    const script = await engine().prepare(
      bundleOf(`
        import http from "k6/http";
        import { sleep } from "k6";
        export const options = { scenarios: { s: { executor: "constant-vus", vus: 5, duration: "30s" } } };
        export default async function () {
          await http.asyncRequest("GET", "${home()}");
          sleep(__VU === 1 ? 0.01 : 30);
        }`),
    );
    const started = await engine().start(script, options);
    await until(started, () => heard.rows("http_reqs").length > 5);
    started.terminate();
    expect(await started.done).toMatchObject({ exitCode: 105, scriptErrors: [], guardHits: 0 });
  });

  it("stops now", async () => {
    const { options, heard } = hearing();
    const script = await engine().prepare(bundleOf(looping(getting(home()))));
    const started = await engine().start(script, options);
    await until(started, () => heard.rows("http_reqs").length > 5);
    started.kill();
    expect(await started.done).toMatchObject({ exitCode: null, signal: "SIGKILL", summary: null });
    expect(isAlive(started.pid)).toBe(false);
  });

  it("tells when somebody else killed the engine", async () => {
    const { options, heard } = hearing();
    const script = await engine().prepare(bundleOf(looping(getting(home()))));
    const started = await engine().start(script, options);
    await until(started, () => heard.rows("http_reqs").length > 5);
    process.kill(started.pid, "SIGKILL");
    expect(await started.done).toMatchObject({ exitCode: null, signal: "SIGKILL", summary: null });
  });

  it("ends a setup that is stopped", async () => {
    const { options, heard } = hearing();
    const script = await engine().prepare(
      bundleOf(
        `import { sleep } from "k6"; export function setup() { console.log("in setup"); sleep(50); } export default function () {}`,
      ),
    );
    const started = await engine().start(script, options);
    await until(started, () => heard.log.length > 0);
    started.terminate();
    expect(await started.done).toMatchObject({ exitCode: 105, scriptErrors: [] });
  });

  it("dies with us", async () => {
    const holder = spawn(
      process.execPath,
      [
        fileURLToPath(new URL("../support/hold-k6-run.ts", import.meta.url)),
        directory(),
        home(),
        found.path,
        found.version,
      ],
      {
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    const pid = await new Promise<number>((resolve, reject) => {
      holder.stdout.once("data", (text: Buffer) => resolve(Number(text.toString())));
      holder.once("exit", (code) => reject(new Error(`the holder ended with code ${code}`)));
    });
    expect(isAlive(pid)).toBe(true);
    holder.kill("SIGKILL");
    await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false);
  });
});
