import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:https";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { k6Engine } from "../../src/adapters/k6/k6-engine.ts";
import { nodeClock } from "../../src/adapters/node/node-clock.ts";
import type { FoundEngine, LoadEngine, StartOptions } from "../../src/ports/load-engine.ts";
import { countingTarget, type CountingTarget } from "../support/counting-target.ts";
import { bundleOf, getting, hearing, looping, messageOf, until } from "../support/k6-engine-hearing.ts";
import { k6UnderTest } from "../support/k6-under-test.ts";

const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;

for (const [variable, version] of [
  ["PERF_AGENT_K6", "2.2.0"],
  ["PERF_AGENT_K6_V1", "1.8.1"],
] as const) {
  const k6 = await k6UnderTest(variable, version);
  describe.skipIf("reason" in k6)(`k6 ${"found" in k6 ? k6.found.version : `left out: ${k6.reason}`}`, () => {
    const found: FoundEngine = "found" in k6 ? k6.found : { path: "", version: "", sha256: "", from: "configured" };
    let directory = "";
    let target: CountingTarget;
    let engine: LoadEngine;

    beforeEach(async () => {
      directory = mkdtempSync(join(tmpdir(), "k6-engine-test-"));
      target = await countingTarget();
      engine = k6Engine(found, { temporaryDirectory: directory, clock: nodeClock() });
    });
    afterEach(async () => {
      await target.close();
      rmSync(directory, { recursive: true, force: true });
    });

    const home = (): string => `http://127.0.0.1:${target.port}/`;

    async function run(text: string, overrides: Partial<StartOptions> = {}) {
      const { options, heard } = hearing(overrides);
      const script = await engine.prepare(bundleOf(text));
      const started = await engine.start(script, options);
      const outcome = await started.done;
      await script.dispose();
      return { outcome, heard };
    }

    it("delivers one sample row for each request that the server saw", async () => {
      const { outcome, heard } = await run(`
        import http from "k6/http";
        export const options = { scenarios: { buy: { executor: "shared-iterations", vus: 5, iterations: 200, exec: "buy" } } };
        export function buy() { ${getting(home())} }`);
      expect(outcome).toMatchObject({
        exitCode: 0,
        signal: null,
        scriptErrorCount: 0,
        guardHits: 0,
        messages: [],
        summary: { requests: 200, iterations: 200 },
        clockStepMs: 0,
      });
      expect(target.requests()).toBe(200);
      expect(heard.rows("http_reqs")).toHaveLength(200);
      expect(heard.csv().split("\n")[0]).toBe(
        "metric_name,timestamp,metric_value,error_code,expected_response,name,scenario,status,extra_tags,metadata",
      );
      expect(heard.rows("http_reqs")[0]).toMatch(/^http_reqs,\d{13},1\.000000,,true,home,buy,200,,$/u);
      // Nothing but rows: k6's summary text must not follow.
      expect(heard.csv().trimEnd().split("\n").at(-1)).toMatch(/^\w+,\d{13},/u);
      expect(readdirSync(directory)).toEqual([]);
    });

    it("counts exceptions of the script and keeps each text once", async () => {
      const { outcome } = await run(`
        export const options = { scenarios: { s: { executor: "shared-iterations", vus: 1, iterations: 30 } } };
        export default async function () { await null; if (__ITER % 3 === 0) throw new Error("odd one"); null.field; }`);
      expect(outcome.exitCode).toBe(0);
      expect(outcome.scriptErrorCount).toBe(30);
      expect(outcome.scriptErrors).toHaveLength(2);
      expect(outcome.scriptErrors.join("\n")).toMatch(/odd one.*main\.js:3/u);
      expect(outcome.messages).toEqual([]);
    });

    it("tells that setup failed", async () => {
      const { outcome } = await run(`
        export function setup() { throw new Error("no tenant"); }
        export default function () {}`);
      expect(outcome.exitCode).toBe(107);
      expect(outcome.scriptErrors[0]).toContain("no tenant");
    });

    it("refuses dials to other addresses and blocked names, and counts them even when a secret masks the log", async () => {
      const { outcome, heard } = await run(
        `import http from "k6/http";
         import secrets from "k6/secrets";
         export const options = { scenarios: { s: { executor: "shared-iterations", vus: 1, iterations: 10 } } };
         export default async function () {
           await secrets.get("key");
           http.get("http://127.0.0.2:${target.port}/", { tags: { name: "address" } });
           http.get("http://shop.example.test:${target.port}/", { tags: { name: "host" } });
           ${getting(`http://pinned.test:${target.port}/`)}
         }`,
        {
          secrets: { key: "a-value" },
          enforcement: {
            ...hearing().options.enforcement,
            pins: { "pinned.test": "127.0.0.1", "shop.example.test": "127.0.0.1" },
            blockedHostnames: ["shop.example.test"],
          },
        },
      );
      expect(outcome.guardHits).toBe(20);
      expect(heard.rows("http_reqs").filter((row) => row.includes(",1110,false,address,"))).toHaveLength(10);
      expect(heard.rows("http_reqs").filter((row) => row.includes(",1111,false,host,"))).toHaveLength(10);
      // The pin leads to the target, under its own name.
      expect(target.requests()).toBe(10);
      expect(target.lastHeaders().host).toBe(`pinned.test:${target.port}`);
    });

    it("brings secrets to the script and to nowhere else", async () => {
      const canary = `canary="9&3c1f",0`;
      const { options, heard } = hearing({ secrets: { token: canary, other: "x" } });
      const script = await engine.prepare(
        bundleOf(
          looping(
            `
            const value = await secrets.get("token");
            console.log("it is " + value);
            console.log(JSON.stringify({ value, url: "/?t=" + encodeURIComponent(value) }));
            http.get("${home()}", { headers: { "x-token": value }, tags: { name: "home" } });`,
            `import secrets from "k6/secrets";`,
          ).replace("function ()", "async function ()"),
        ),
      );
      const started = await engine.start(script, options);
      await until(started, () => target.requests() > 0 && heard.log.length > 0);
      expect(target.lastHeaders()["x-token"]).toBe(canary);
      const commandLine = existsSync("/proc") ? readFileSync(`/proc/${started.pid}/cmdline`, "utf8") : "";
      const environment = existsSync("/proc") ? readFileSync(`/proc/${started.pid}/environ`, "utf8") : "";
      expect(commandLine + environment).not.toContain("canary");
      const left = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
      expect(left.length).toBeGreaterThan(0);
      for (const file of left) expect(readFileSync(join(file.parentPath, file.name), "latin1")).not.toContain("canary");
      started.terminate();
      await started.done;
      expect(heard.log.join("\n")).toContain("REDACTED");
      expect(heard.log.join("\n") + heard.csv()).not.toContain("canary");
    });

    it("gives the script nothing of our environment", async () => {
      process.env["PLANTED_API_KEY"] = "planted";
      process.env["K6_VUS"] = "7";
      try {
        const { outcome, heard } = await run(`export default function () { console.log(JSON.stringify(__ENV)); }`);
        expect(outcome.summary?.iterations).toBe(1);
        expect(JSON.parse(messageOf(heard.log[0]))).toEqual({
          PERF_AGENT_RUN_ID: "test-run",
        });
      } finally {
        delete process.env["PLANTED_API_KEY"];
        delete process.env["K6_VUS"];
      }
    });

    it("loses nothing when the reader stalls", async () => {
      let chunks = 0;
      const { options, heard } = hearing();
      const stalled: StartOptions = {
        ...options,
        async onSamples(chunk) {
          if (++chunks <= 3) await nodeClock().sleep(700);
          await options.onSamples(chunk);
        },
      };
      const script = await engine.prepare(
        bundleOf(`
          import http from "k6/http";
          export const options = { scenarios: { s: { executor: "shared-iterations", vus: 5, iterations: 2000 } } };
          export default function () { ${getting(home())} }`),
      );
      const outcome = await (await engine.start(script, stalled)).done;
      expect(outcome.receiverLagMs).toBeGreaterThanOrEqual(690);
      expect(heard.rows("http_reqs")).toHaveLength(2000);
      expect(outcome.summary?.requests).toBe(2000);
      expect(target.requests()).toBe(2000);
    });

    it("ends the engine when the receiver fails", async () => {
      const { options } = hearing({
        onSamples: () => {
          throw new Error("disk full");
        },
      });
      const script = await engine.prepare(bundleOf(looping(getting(home()))));
      const outcome = await (await engine.start(script, options)).done;
      expect(outcome.messages[0]).toContain("disk full");
      expect(outcome.exitCode).not.toBe(0);
    });

    it.skipIf(!hasOpenssl)(`trusts a CA of its own${hasOpenssl ? "" : " (left out: no openssl)"}`, async () => {
      const [key, certificate] = [join(directory, "key.pem"), join(directory, "certificate.pem")];
      const request = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=secure.test";
      const args = [
        ...request.split(" "),
        "-addext",
        "subjectAltName=DNS:secure.test",
        "-keyout",
        key,
        "-out",
        certificate,
      ];
      execFileSync("openssl", args, { stdio: "ignore" });
      const secure = createServer({ key: readFileSync(key), cert: readFileSync(certificate) }, (_request, response) => {
        response.end("ok");
      });
      await new Promise<void>((resolve) => secure.listen(0, "127.0.0.1", resolve));
      const address = secure.address();
      const port = address !== null && typeof address === "object" ? address.port : 0;
      const script = `import http from "k6/http"; export default function () { ${getting(`https://secure.test:${port}/`)} }`;
      const enforcement = { ...hearing().options.enforcement, pins: { "secure.test": "127.0.0.1" } };
      const without = await run(script, { enforcement });
      const trusted = await run(script, { enforcement, tlsCaFile: certificate });
      secure.close();
      expect(without.heard.rows("http_reqs")[0]).toMatch(/,1\.000000,131\d,false,home,default,0,/u);
      expect(trusted.heard.rows("http_reqs")[0]).toMatch(/,1\.000000,,true,home,default,200,/u);
    });

    it("measures the engine's share of the processor over five seconds", async () => {
      const { outcome } = await run(`
        export const options = { scenarios: { s: { executor: "constant-vus", vus: 1, duration: "6500ms", gracefulStop: "0s" } } };
        export default function () { for (let i = 0; i < 1e5; i++) Math.sqrt(i); }`);
      // One busy VU is about one core; what else runs here may take some of it.
      const oneCore = 1 / availableParallelism();
      expect(outcome.peakCpuShare).toBeGreaterThan(existsSync("/proc") ? oneCore / 4 : -1);
      expect(outcome.peakCpuShare).toBeLessThanOrEqual(1);
    });

    it("says that an engine that is gone is missing", async () => {
      const gone = k6Engine(
        { ...found, path: join(directory, "k6") },
        { temporaryDirectory: directory, clock: nodeClock() },
      );
      const script = await engine.prepare(bundleOf("export default function () {}"));
      await expect(gone.start(script, hearing().options)).rejects.toMatchObject({
        mistakes: [{ code: "PA_ENGINE_MISSING" }],
      });
      await expect(gone.prepare(bundleOf("export default function () {}"))).rejects.toMatchObject({
        mistakes: [{ code: "PA_ENGINE_MISSING" }],
      });
    });

    it("does not take a secret of several lines", async () => {
      const script = await engine.prepare(bundleOf("export default function () {}"));
      const refused = engine.start(script, hearing({ secrets: { key: "one\ntwo" } }).options);
      await expect(refused).rejects.toMatchObject({ mistakes: [{ code: "PA_SECRET_MISSING" }] });
      await expect(refused).rejects.not.toThrow("two");
    });
  });
}
