import { spawn } from "node:child_process";
import { mkdir, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Started } from "../support/command-line.ts";
import { certificateOf, documentOf, faultStage, planOf, policyHead } from "../support/fault-stage.ts";
import { enginesOf } from "../support/processes-of-run.ts";
import { startRecordingServer, type RecordingServer } from "../support/recording-server.ts";

describe.skipIf(process.platform !== "linux")(
  "faults of ours and of the world, each with the outcome that was promised",
  () => {
    const stage = faultStage();
    let hook: RecordingServer;
    beforeEach(async () => {
      hook = await startRecordingServer(() => ({}));
    });
    afterEach(() => hook.close());

    describe("our own death", () => {
      it("ends the load within 3 s, and the next start recovers every second, cleans up and frees the environment", async () => {
        const run = stage.start();
        const runId = await stage.underLoad(run, 200);
        await expect
          .poll(async () => (await stat(join(stage.place.directory, "runs", runId, "windows.bin"))).size, {
            timeout: 20_000,
          })
          .toBeGreaterThan(2_000);
        run.child.kill("SIGKILL");
        const killedAt = Date.now();
        await run.done;
        await expect.poll(() => enginesOf(runId), { timeout: 10_000, interval: 50 }).toEqual([]);
        const last = stage.target.arrivals.at(-1)?.at ?? 0;
        expect(last - killedAt).toBeLessThan(3_000);
        expect(stage.target.rows()).toBeGreaterThan(0);

        await stage.place.write("plan.yaml", planOf({ hold: "2s", name: "after" }));
        const next = await stage.start().done;
        expect(next.stderr).toContain(`run ${runId} was cut off when perf-agent was killed`);
        expect(documentOf(next)).toMatchObject({ verdict: "pass" });
        const shown = documentOf(await stage.place.run(["show", runId, "--json"]));
        expect(shown).toMatchObject({ state: "interrupted", stoppedBy: "crash", verdict: "invalid" });
        // k6 hands out samples once a second, so at most the last second or two are missing.
        expect(shown.totals.durationMs).toBeGreaterThan(killedAt - Date.parse(shown.startedAt) - 3_000);
        const { observed } = await certificateOf(shown);
        expect(observed.attempts.map(({ profile }) => profile)).toEqual(["full", "cleanup"]);
        expect(observed.leftovers).toBe(0);
        expect((await stage.place.run(["replay", runId])).code).toBe(0);
        expect(await readdir(join(stage.place.directory, ".state/perf-agent/recovery"))).toEqual([]);
      });
    });

    describe("two runs on one environment", () => {
      it("wait for each other", async () => {
        await stage.place.write("plan.yaml", planOf({ hold: "15s" }));
        const first = stage.start();
        await stage.underLoad(first);
        await stage.place.write("plan.yaml", planOf({ hold: "2s" }));
        const second = stage.start();
        await second.seen("waiting for it to end");
        const [one, two] = [documentOf(await first.done), documentOf(await second.done)];
        expect(Date.parse(two.startedAt)).toBeGreaterThanOrEqual(Date.parse(one.finishedAt ?? ""));
        expect([one.verdict, two.verdict]).toEqual(["pass", "pass"]);
      });

      it("are refused where the policy says so, and leave no folder behind", async () => {
        await stage.place.write("perf-agent.yaml", `${policyHead}busy: refuse\n`);
        const first = stage.start();
        await stage.underLoad(first);
        const second = await stage.start().done;
        expect(second.code).toBe(2);
        expect(JSON.parse(second.stdout)).toMatchObject({ errors: [{ code: "PA_ENVIRONMENT_BUSY" }] });
        const { runs } = JSON.parse((await stage.place.run(["runs", "--json"])).stdout) as { runs: unknown[] };
        expect(runs).toHaveLength(1);
        expect(
          (await readdir(join(stage.place.directory, "runs"))).filter((name) => name.includes("faulty")),
        ).toHaveLength(1);
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
          async (_run: Started, runId: string) => void (await stage.place.run(["stop", runId, "--reason", "lunch"])),
          { state: "stopped", stoppedBy: "request" },
        ],
      ])("by %s lets requests under way end and loses none", async (_, stop, expected) => {
        stage.target.delayMs = 300;
        const run = stage.start();
        const runId = await stage.underLoad(run, 40);
        await stop(run, runId);
        const document = documentOf(await run.done);
        expect(document).toMatchObject(expected);
        const sent = stage.target.arrivals.filter(({ method }) => method === "POST").length;
        const { observed } = await certificateOf(document);
        expect(observed.cutIterations).toBe(0);
        expect(document.endpoints.find(({ name }) => name === "order")?.requests).toBe(sent);
        expect(stage.target.answered()).toBe(stage.target.arrivals.length);
        expect(stage.target.rows()).toBe(0);
      });

      it("by the breaker, which is on without being asked for", async () => {
        stage.target.status = 500;
        const document = documentOf(await stage.start().done);
        expect(document).toMatchObject({ state: "stopped", stoppedBy: "guard", verdict: "fail" });
      });

      it("at the cost ceiling, after an alert, with a partial report", async () => {
        // The estimate knows the load, and not how long setup takes: the ceiling comes before the end.
        const slow = planOf({ hold: "15s" })
          .replace("drain: 1s", "drain: 0s")
          .replace("  left:", "  prepare: { method: GET, path: /wait/5000 }\n  left:")
          .replace("teardown:", "setup: [ prepare ]\nteardown:");
        await stage.place.write("plan.yaml", slow);
        const estimate = (4 * 15 * 0.9) / 3600;
        await stage.place.write(
          "machine.yaml",
          `${policyHead}cost: { currency: EUR, perVuHour: 0.9, perRun: ${estimate}, alertAt: 50% }\nnotify: { webhooks: [ { url: "${hook.url}/hook", on: [alert, verdict] } ] }\n`,
        );
        const run = stage.place.start(["run", "plan.yaml", "--base-url", stage.target.url, "--json"], {
          PERF_AGENT_POLICY: join(stage.place.directory, "machine.yaml"),
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
        await stage.place.write("perf-agent.yaml", `${policyHead}limits: { duration: 42s }\n`);
        const slow = planOf({ hold: "3s" })
          .replace("  left:", "  prepare: { method: GET, path: /wait/60000, timeout: 60s }\n  left:")
          .replace("teardown:", "setup: [ prepare ]\nteardown:");
        await stage.place.write("plan.yaml", slow);
        const document = documentOf(await stage.start().done);
        expect(document).toMatchObject({ verdict: "invalid", exitCode: 4 });
        expect(stage.target.arrivals.map(({ method, path }) => `${method} ${path.split("?")[0]}`)).not.toContain(
          "POST /orders",
        );
      });
    });

    it.for([
      ["at once", "300k", false],
      ["while it runs", "640k", true],
    ] as const)("ends in a stated outcome when the disk is full %s", async ([, size, isLoaded], { skip }) => {
      const small = join(stage.place.directory, "small");
      await mkdir(small);
      if ((await exitCodeOf("mount", "-t", "tmpfs", "-o", `size=${size}`, "tmpfs", small)) !== 0)
        skip("this user may not mount a small file system");
      try {
        const before = stage.target.arrivals.length;
        const run = stage.place.start([
          "run",
          "plan.yaml",
          "--base-url",
          stage.target.url,
          "--json",
          "--runs",
          small,
          "--keep-samples",
        ]);
        const { code, stdout } = await run.done;
        expect(code).toBe(3);
        expect(JSON.parse(stdout)).toMatchObject({ errors: [{ code: "PA_WRITE_FAILED" }] });
        const requests = stage.target.arrivals.length;
        expect(requests > before).toBe(isLoaded);
        await new Promise((resolve) => setTimeout(resolve, 1_500));
        expect(stage.target.arrivals.length).toBe(requests);
      } finally {
        await exitCodeOf("umount", small);
        await rm(small, { recursive: true, force: true });
      }
    });
  },
);

function exitCodeOf(command: string, ...args: string[]): Promise<number | null> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: "ignore" });
    child.on("error", () => resolve(null));
    child.on("close", resolve);
  });
}
