import { spawn } from "node:child_process";
import { chmod, mkdir, readdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { certificateSchema, type Certificate } from "../../src/contract/certificate.ts";
import { runDocumentSchema, type RunDocument } from "../../src/contract/run.ts";
import { createWorkplace, type Finished, type Started, type Workplace } from "../support/command-line.ts";
import { startFaultTarget, type FaultTarget } from "../support/fault-target.ts";
import { k6UnderTest } from "../support/k6-under-test.ts";
import { startRecordingServer, type RecordingServer } from "../support/recording-server.ts";
import { enginesOf } from "../support/processes-of-run.ts";

/** A closed model that writes, cleans up and counts what is left. */
function planOf({ hold = "60s", vus = 4, name = "faulty" } = {}): string {
  return `
apiVersion: perf-agent/v1
kind: TestPlan
name: ${name}
service: orders
target: { environment: local }
endpoints:
  order: { method: POST, path: /orders, expect: { status: 2xx } }
  remove: { method: DELETE, path: "/orders?run={run.id}" }
  left: { method: GET, path: /left, writes: false }
isolation: { header: { name: x-tenant, value: "t-{run.id}" } }
teardown: [ remove ]
leftovers: { endpoint: left, count: "$.total" }
scenarios:
  buy:
    load: { profile: load, vus: ${vus}, rampUp: 0s, hold: ${hold}, rampDown: 0s, drain: 1s }
    mix: { order: 1 }
    think: 20ms
`;
}
const slo = "apiVersion: perf-agent/v1\nkind: SloSet\nobjectives: [ errors of all < 5% ]\n";
const policyHead = "apiVersion: perf-agent/v1\nkind: Policy\n";

function documentOf({ stdout, stderr }: Finished): RunDocument {
  try {
    return runDocumentSchema.parse(JSON.parse(stdout));
  } catch (error) {
    throw new Error(`no document of a run:\n${stdout}\n${stderr}`, { cause: error });
  }
}

async function certificateOf(document: RunDocument): Promise<Certificate> {
  return certificateSchema.parse(JSON.parse(await readFile(join(document.directory, "certificate.json"), "utf8")));
}

async function killEngine(runId: string): Promise<void> {
  await expect.poll(() => enginesOf(runId), { timeout: 30_000, interval: 50 }).toHaveLength(1);
  for (const pid of await enginesOf(runId)) process.kill(pid, "SIGKILL");
}

const k6 = await k6UnderTest("PERF_AGENT_K6", "2.2.0");

describe.skipIf(process.platform !== "linux")("faults, each with the outcome that was promised", () => {
  let target: FaultTarget;
  let place: Workplace;
  let hook: RecordingServer;
  beforeEach(async () => {
    hook = await startRecordingServer(() => ({}));
    target = await startFaultTarget();
    place = await createWorkplace({ "plan.yaml": planOf(), "slo.yaml": slo });
  });
  afterEach(async () => {
    await target.close();
    await hook.close();
    await place.remove();
  });

  function start(...more: string[]): Started {
    return place.start(["run", "plan.yaml", "--base-url", target.url, "--json", ...more]);
  }

  /** Waits until `more` further requests arrived; resolves to the id of the run. */
  async function underLoad(run: Started, more = 30): Promise<string> {
    const before = target.arrivals.length;
    const text = await run.seen("guard ");
    await expect.poll(() => target.arrivals.length - before, { timeout: 60_000, interval: 20 }).toBeGreaterThan(more);
    return /run (\d{8}-\d{6}-[a-z]+-[0-9a-f]+)/u.exec(text)?.[1] ?? "";
  }

  describe("an engine that dies by itself", () => {
    it("is started once more, after the approved clean-up", async () => {
      await place.write("plan.yaml", planOf({ hold: "6s" }));
      const run = start();
      // Some 200 a second: k6 hands out its samples once a second.
      const runId = await underLoad(run, 500);
      await killEngine(runId);
      const document = documentOf(await run.done);
      expect(document).toMatchObject({ runId, state: "finished", stoppedBy: null, verdict: "pass", exitCode: 0 });
      expect(document.quality.flags.map(({ code }) => code)).toContain("PA_ENGINE_RETRIED");
      const { observed } = await certificateOf(document);
      expect(observed.attempts.map(({ profile, result }) => `${profile} ${result}`)).toEqual([
        "full engine-failed",
        "cleanup finished",
        "full finished",
      ]);
      expect(target.arrivals.filter(({ method }) => method === "DELETE")).toHaveLength(2);
      expect(observed.leftovers).toBe(0);
      // What the first attempt measured is kept, and stays out of the figures.
      expect((await stat(join(document.directory, "attempts/1/windows.bin"))).size).toBeGreaterThan(0);
      expect(document.totals.requests).toBeLessThan(target.arrivals.length);
      expect((await place.run(["replay", runId])).code).toBe(0);
    });

    it("runs at half the load when it dies twice, which never passes and never is a baseline", async () => {
      await place.write("plan.yaml", planOf({ hold: "5s" }));
      const run = start();
      const runId = await underLoad(run);
      await killEngine(runId);
      await run.seen("it is started again");
      await underLoad(run);
      await killEngine(runId);
      const document = documentOf(await run.done);
      expect(document).toMatchObject({ verdict: "invalid", exitCode: 4, state: "finished" });
      expect(document.quality.flags.map(({ code }) => code)).toContain("PA_LOAD_REDUCED");
      expect(document.totals.peakVus).toBe(2);
      const { observed } = await certificateOf(document);
      expect(observed.attempts.filter(({ profile }) => profile !== "cleanup").map(({ share }) => share)).toEqual([
        1, 1, 0.5,
      ]);
      await place.run(["baselines", "export", "series.json", "--service", "orders"]);
      const series = JSON.parse(await readFile(join(place.directory, "series.json"), "utf8")) as { runs: unknown[] };
      expect(series.runs.filter((one) => (one as { verdict: string }).verdict !== "invalid")).toEqual([]);
      expect((await place.run(["replay", runId])).code).toBe(0);
    });

    it("is given up after three deaths, with what there was", async () => {
      const run = start();
      const runId = await underLoad(run);
      for (let death = 0; death < 3; death += 1) {
        await killEngine(runId);
        if (death < 2) await underLoad(run, 300);
      }
      const document = documentOf(await run.done);
      expect(document).toMatchObject({ verdict: "invalid", exitCode: 4, stoppedBy: "engine" });
      expect(document.totals.requests).toBeGreaterThan(0);
      expect(await enginesOf(runId)).toEqual([]);
    });

    it("is not started again for a script's own fault", async () => {
      await place.run(["generate", "plan.yaml", "--base-url", target.url, "--output", "edited"]);
      const main = join("edited", "main.js");
      const text = await readFile(join(place.directory, main), "utf8");
      await place.write(
        main,
        text.replace(
          "export function teardown() {",
          'export function setup() {\n  throw new Error("mine");\n}\n\nexport function teardown() {',
        ),
      );
      const document = documentOf(await start("--script", "edited").done);
      expect(document).toMatchObject({ verdict: "invalid", exitCode: 4 });
      expect((await certificateOf(document)).observed.attempts).toHaveLength(1);
    });
  });

  describe.skipIf("reason" in k6)("an engine that does not do as it should", () => {
    const real = "found" in k6 ? k6.found.path : "";

    /** A program that is k6 but for `run`, which `script` does in its place. */
    async function standIn(script: string): Promise<string> {
      const path = join(place.directory, "k6-stand-in");
      await place.write("k6-stand-in", `#!/bin/sh\nif [ "$1" != run ]; then exec '${real}' "$@"; fi\n${script}\n`);
      await chmod(path, 0o755);
      return path;
    }

    it("fails to start: tried three times, then told", async () => {
      const path = await standIn(`echo x >> '${place.directory}/starts'\nexit 255`);
      const run = place.start(["run", "plan.yaml", "--base-url", target.url, "--json"], { PERF_AGENT_K6: path });
      const document = documentOf(await run.done);
      expect(document).toMatchObject({ verdict: "invalid", exitCode: 4 });
      const { observed } = await certificateOf(document);
      expect(observed.attempts.map(({ result }) => result)).toEqual(Array.from({ length: 3 }, () => "engine-failed"));
      expect((await readFile(join(place.directory, "starts"), "utf8")).split("\n")).toHaveLength(4);
    });

    it("hangs when told to end: it is killed, and the clean-up runs in its place", async () => {
      const path = await standIn(
        `if [ -e '${place.directory}/hung' ]; then exec '${real}' "$@"; fi\ntouch '${place.directory}/hung'\ntrap '' TERM\necho 'metric_name,timestamp,metric_value,error_code,expected_response,name,scenario,status,extra_tags,metadata'\nwhile :; do sleep 1; done`,
      );
      const run = place.start(["run", "plan.yaml", "--base-url", target.url, "--json"], { PERF_AGENT_K6: path });
      await expect
        .poll(
          () =>
            stat(join(place.directory, "hung")).then(
              () => true,
              () => false,
            ),
          { timeout: 30_000 },
        )
        .toBe(true);
      run.child.kill("SIGINT");
      const finished = await run.done;
      expect(finished.code).toBe(130);
      expect(documentOf(finished)).toMatchObject({ state: "interrupted", verdict: "invalid" });
      expect(target.arrivals.map(({ method }) => method)).toEqual(["DELETE", "GET"]);
    }, 120_000);
  });

  describe("our own death", () => {
    it("ends the load within 3 s, and the next start recovers every second, cleans up and frees the environment", async () => {
      const run = start();
      const runId = await underLoad(run, 200);
      await expect
        .poll(async () => (await stat(join(place.directory, "runs", runId, "windows.bin"))).size, { timeout: 20_000 })
        .toBeGreaterThan(2_000);
      run.child.kill("SIGKILL");
      const killedAt = Date.now();
      await run.done;
      await expect.poll(() => enginesOf(runId), { timeout: 10_000, interval: 50 }).toEqual([]);
      const last = target.arrivals.at(-1)?.at ?? 0;
      expect(last - killedAt).toBeLessThan(3_000);
      expect(target.rows()).toBeGreaterThan(0);

      await place.write("plan.yaml", planOf({ hold: "2s", name: "after" }));
      const next = await start().done;
      expect(next.stderr).toContain(`run ${runId} was cut off when perf-agent was killed`);
      expect(documentOf(next)).toMatchObject({ verdict: "pass" });
      const shown = documentOf(await place.run(["show", runId, "--json"]));
      expect(shown).toMatchObject({ state: "interrupted", stoppedBy: "crash", verdict: "invalid" });
      // k6 hands out samples once a second, so at most the last second or two are missing.
      expect(shown.totals.durationMs).toBeGreaterThan(killedAt - Date.parse(shown.startedAt) - 3_000);
      const { observed } = await certificateOf(shown);
      expect(observed.attempts.map(({ profile }) => profile)).toEqual(["full", "cleanup"]);
      expect(observed.leftovers).toBe(0);
      expect((await place.run(["replay", runId])).code).toBe(0);
      expect(await readdir(join(place.directory, ".state/perf-agent/recovery"))).toEqual([]);
    });
  });

  describe("two runs on one environment", () => {
    it("wait for each other", async () => {
      await place.write("plan.yaml", planOf({ hold: "15s" }));
      const first = start();
      await underLoad(first);
      await place.write("plan.yaml", planOf({ hold: "2s" }));
      const second = start();
      await second.seen("waiting for it to end");
      const [one, two] = [documentOf(await first.done), documentOf(await second.done)];
      expect(Date.parse(two.startedAt)).toBeGreaterThanOrEqual(Date.parse(one.finishedAt ?? ""));
      expect([one.verdict, two.verdict]).toEqual(["pass", "pass"]);
    });

    it("are refused where the policy says so, and leave no folder behind", async () => {
      await place.write("perf-agent.yaml", `${policyHead}busy: refuse\n`);
      const first = start();
      await underLoad(first);
      const second = await start().done;
      expect(second.code).toBe(2);
      expect(JSON.parse(second.stdout)).toMatchObject({ errors: [{ code: "PA_ENVIRONMENT_BUSY" }] });
      const { runs } = JSON.parse((await place.run(["runs", "--json"])).stdout) as { runs: unknown[] };
      expect(runs).toHaveLength(1);
      expect((await readdir(join(place.directory, "runs"))).filter((name) => name.includes("faulty"))).toHaveLength(1);
      first.child.kill("SIGINT");
      await first.done;
    });
  });

  describe("stopping", () => {
    it.each([
      [
        "Ctrl-C",
        async (run: Started) => void run.child.kill("SIGINT"),
        { state: "interrupted", stoppedBy: "interrupt" },
      ],
      [
        "`stop` from another process",
        async (_run: Started, runId: string) => void (await place.run(["stop", runId, "--reason", "lunch"])),
        { state: "stopped", stoppedBy: "request" },
      ],
    ])("by %s lets requests under way end and loses none", async (_, stop, expected) => {
      target.delayMs = 300;
      const run = start();
      const runId = await underLoad(run, 40);
      await stop(run, runId);
      const document = documentOf(await run.done);
      expect(document).toMatchObject(expected);
      const sent = target.arrivals.filter(({ method }) => method === "POST").length;
      const { observed } = await certificateOf(document);
      expect(observed.cutIterations).toBe(0);
      expect(document.endpoints.find(({ name }) => name === "order")?.requests).toBe(sent);
      expect(target.answered()).toBe(target.arrivals.length);
      expect(target.rows()).toBe(0);
    });

    it("by the breaker, which is on without being asked for", async () => {
      target.status = 500;
      const document = documentOf(await start().done);
      expect(document).toMatchObject({ state: "stopped", stoppedBy: "guard", verdict: "fail" });
    });

    it("at the cost ceiling, after an alert, with a partial report", async () => {
      // The estimate knows the load, and not how long setup takes: the ceiling comes before the end.
      const slow = planOf({ hold: "15s" })
        .replace("drain: 1s", "drain: 0s")
        .replace("  left:", "  prepare: { method: GET, path: /wait/5000 }\n  left:")
        .replace("teardown:", "setup: [ prepare ]\nteardown:");
      await place.write("plan.yaml", slow);
      const estimate = (4 * 15 * 0.9) / 3600;
      await place.write(
        "machine.yaml",
        `${policyHead}cost: { currency: EUR, perVuHour: 0.9, perRun: ${estimate}, alertAt: 50% }\nnotify: { webhooks: [ { url: "${hook.url}/hook", on: [alert, verdict] } ] }\n`,
      );
      const run = place.start(["run", "plan.yaml", "--base-url", target.url, "--json"], {
        PERF_AGENT_POLICY: join(place.directory, "machine.yaml"),
      });
      const finished = await run.done;
      const document = documentOf(finished);
      expect(document).toMatchObject({ state: "stopped", stoppedBy: "budget" });
      expect(finished.stderr).toMatch(/^alert /mu);
      expect(document.cost.actual).toBeLessThan(estimate * 1.5);
      expect(document.totals.requests).toBeGreaterThan(100);
      expect(hook.requests.map(({ body }) => (JSON.parse(body.toString()) as { type: string }).type)).toEqual([
        "perf-agent.run.alert",
        "perf-agent.run.verdict",
      ]);
    });

    it("at a setup that takes longer than it may, from outside", async () => {
      // A cap of 40 s leaves 5 s for setup, whatever the script says.
      await place.write("perf-agent.yaml", `${policyHead}limits: { duration: 42s }\n`);
      const slow = planOf({ hold: "3s" })
        .replace("  left:", "  prepare: { method: GET, path: /wait/60000, timeout: 60s }\n  left:")
        .replace("teardown:", "setup: [ prepare ]\nteardown:");
      await place.write("plan.yaml", slow);
      const document = documentOf(await start().done);
      expect(document).toMatchObject({ verdict: "invalid", exitCode: 4 });
      expect(target.arrivals.map(({ method, path }) => `${method} ${path.split("?")[0]}`)).not.toContain(
        "POST /orders",
      );
    });
  });

  it("ends in a stated outcome when the disk is full", async ({ skip }) => {
    const small = join(place.directory, "small");
    await mkdir(small);
    if ((await exitCodeOf("mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", small)) !== 0)
      skip("this user may not mount a small file system");
    try {
      const run = place.start([
        "run",
        "plan.yaml",
        "--base-url",
        target.url,
        "--json",
        "--runs",
        small,
        "--keep-samples",
      ]);
      const { code, stdout } = await run.done;
      expect(code).toBe(3);
      expect(JSON.parse(stdout)).toMatchObject({ errors: [{ code: "PA_WRITE_FAILED" }] });
      const requests = target.arrivals.length;
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      expect(target.arrivals.length).toBe(requests);
    } finally {
      await exitCodeOf("umount", small);
      await rm(small, { recursive: true, force: true });
    }
  });
});

function exitCodeOf(command: string, ...args: string[]): Promise<number | null> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: "ignore" });
    child.on("error", () => resolve(null));
    child.on("close", resolve);
  });
}
