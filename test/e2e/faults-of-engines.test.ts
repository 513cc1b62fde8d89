import { chmod, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { certificateOf, documentOf, faultStage, killEngine, planOf, policyHead } from "../support/fault-stage.ts";
import { k6UnderTest } from "../support/k6-under-test.ts";
import { enginesOf } from "../support/processes-of-run.ts";

const k6 = await k6UnderTest("PERF_AGENT_K6", "2.2.0");

describe.skipIf(process.platform !== "linux")("faults of engines, each with the outcome that was promised", () => {
  const stage = faultStage();

  describe("an engine that dies by itself", () => {
    it("is started once more, after the approved clean-up", async () => {
      await stage.place.write("plan.yaml", planOf({ hold: "6s" }));
      const run = stage.start();
      // Some 200 a second: k6 hands out its samples once a second.
      const runId = await stage.underLoad(run, 500);
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
      expect(stage.target.arrivals.filter(({ method }) => method === "DELETE")).toHaveLength(2);
      expect(observed.leftovers).toBe(0);
      // What the first attempt measured is kept, and stays out of the figures.
      expect((await stat(join(document.directory, "attempts/1/windows.bin"))).size).toBeGreaterThan(0);
      expect(document.totals.requests).toBeLessThan(stage.target.arrivals.length);
      expect((await stage.place.run(["replay", runId])).code).toBe(0);
    });

    it("runs at half the load when it dies twice, which never passes and never is a baseline", async () => {
      await stage.place.write("plan.yaml", planOf({ hold: "5s" }));
      const run = stage.start();
      const runId = await stage.underLoad(run);
      await killEngine(runId);
      await run.seen("it is started again");
      await stage.underLoad(run);
      await killEngine(runId);
      const document = documentOf(await run.done);
      expect(document).toMatchObject({ verdict: "invalid", exitCode: 4, state: "finished" });
      expect(document.quality.flags.map(({ code }) => code)).toContain("PA_LOAD_REDUCED");
      expect(document.totals.peakVus).toBe(2);
      const { observed } = await certificateOf(document);
      expect(observed.attempts.filter(({ profile }) => profile !== "cleanup").map(({ share }) => share)).toEqual([
        1, 1, 0.5,
      ]);
      await stage.place.run(["baselines", "export", "series.json", "--service", "orders"]);
      const series = JSON.parse(await readFile(join(stage.place.directory, "series.json"), "utf8")) as {
        runs: unknown[];
      };
      expect(series.runs.filter((one) => (one as { verdict: string }).verdict !== "invalid")).toEqual([]);
      expect((await stage.place.run(["replay", runId])).code).toBe(0);
    });

    it("is given up after three deaths, with what there was", async () => {
      const run = stage.start();
      const runId = await stage.underLoad(run);
      for (let death = 0; death < 3; death += 1) {
        await killEngine(runId);
        if (death < 2) await stage.underLoad(run, 300);
      }
      const document = documentOf(await run.done);
      expect(document).toMatchObject({ verdict: "invalid", exitCode: 4, stoppedBy: "engine" });
      expect(document.totals.requests).toBeGreaterThan(0);
      expect(await enginesOf(runId)).toEqual([]);
    });

    it("is not started again for a script's own fault", async () => {
      await stage.place.run(["generate", "plan.yaml", "--base-url", stage.target.url, "--output", "edited"]);
      const main = join("edited", "main.js");
      const text = await readFile(join(stage.place.directory, main), "utf8");
      await stage.place.write(
        main,
        text.replace(
          "export function teardown() {",
          'export function setup() {\n  throw new Error("mine");\n}\n\nexport function teardown() {',
        ),
      );
      const document = documentOf(await stage.start("--script", "edited").done);
      expect(document).toMatchObject({ verdict: "invalid", exitCode: 4 });
      expect((await certificateOf(document)).observed.attempts).toHaveLength(1);
    });
  });

  describe.skipIf("reason" in k6)("an engine that does not do as it should", () => {
    const real = "found" in k6 ? k6.found.path : "";

    /** A program that is k6 but for `run`, which `script` does in its stage.place. */
    async function standIn(script: string): Promise<string> {
      const path = join(stage.place.directory, "k6-stand-in");
      await stage.place.write(
        "k6-stand-in",
        `#!/bin/sh\nif [ "$1" != run ]; then exec '${real}' "$@"; fi\n${script}\n`,
      );
      await chmod(path, 0o755);
      return path;
    }

    it("fails to start: tried three times, then told", async () => {
      const path = await standIn(`echo x >> '${stage.place.directory}/starts'\nexit 255`);
      const run = stage.place.start(["run", "plan.yaml", "--base-url", stage.target.url, "--json"], {
        PERF_AGENT_K6: path,
      });
      const document = documentOf(await run.done);
      expect(document).toMatchObject({ verdict: "invalid", exitCode: 4 });
      const { observed } = await certificateOf(document);
      expect(observed.attempts.map(({ result }) => result)).toEqual(Array.from({ length: 3 }, () => "engine-failed"));
      expect((await readFile(join(stage.place.directory, "starts"), "utf8")).split("\n")).toHaveLength(4);
    });

    it("hangs when told to end: it is killed, and the clean-up runs in its place", async () => {
      const path = await standIn(
        `if [ -e '${stage.place.directory}/hung' ]; then exec '${real}' "$@"; fi\ntouch '${stage.place.directory}/hung'\ntrap '' TERM\necho 'metric_name,timestamp,metric_value,error_code,expected_response,name,scenario,status,extra_tags,metadata'\nwhile :; do sleep 1; done`,
      );
      // A cap of 36 s leaves 5 s for each of clean-up and summary.
      await stage.place.write("plan.yaml", planOf({ hold: "1s" }));
      await stage.place.write("perf-agent.yaml", `${policyHead}limits: { duration: 37s }\n`);
      const run = stage.place.start(["run", "plan.yaml", "--base-url", stage.target.url, "--json"], {
        PERF_AGENT_K6: path,
      });
      await expect
        .poll(
          () =>
            stat(join(stage.place.directory, "hung")).then(
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
      expect(stage.target.arrivals.map(({ method }) => method)).toEqual(["DELETE", "GET"]);
    }, 120_000);
  });
});
