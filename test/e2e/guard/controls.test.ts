import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { enginesUnderTest, onceThrough, startDirectly } from "../../support/attack-engine.ts";
import { documentOf, onStage } from "../../support/attack-table.ts";

/** Runs a script as anybody could, with no guard around it. */
async function plainly(k6: string, text: string): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), "perf-agent-attack-plain-"));
  await writeFile(join(directory, "main.js"), text);
  // Whatever it ends with: what arrived is what counts.
  await promisify(execFile)(k6, ["run", "--quiet", "--no-usage-report", "main.js"], {
    cwd: directory,
    env: { PATH: process.env["PATH"] ?? "", HOME: directory, K6_ADDRESS: "127.0.0.1:0" },
    timeout: 20_000,
  }).catch(() => undefined);
  await rm(directory, { recursive: true });
}

for (const { name, found } of await enginesUnderTest()) {
  describe.skipIf(found === null)(`controls of the attacks, by ${name}`, () => {
    const k6 = found?.path ?? "";

    it.concurrent("sees every connection that nothing holds back", async () => {
      await onStage(async ({ production }) => {
        const { port } = production;
        const hosts = ["127.0.0.2", "127.0.0.3", "127.0.0.9", ...(production.hasIpv6 ? ["[::1]"] : [])];
        await plainly(k6, onceThrough(hosts.map((host) => `http.get("http://${host}:${port}/");`).join("\n")));
        expect(await production.arrivals()).toEqual(hosts.map((host) => `tcp ${host.replaceAll(/[[\]]/gu, "")}`));
      });
    });

    it.concurrent("sees datagrams", async () => {
      await onStage(async ({ production }) => {
        await plainly(
          k6,
          onceThrough(
            `const client = new grpc.Client(); try { client.connect("dns://127.0.0.2:${production.port}/shop.test", { plaintext: true, timeout: "1s" }); } catch (_) {}`,
            'import grpc from "k6/net/grpc";',
          ),
        );
        expect(await production.arrivals()).toContain("udp 127.0.0.2");
      });
    });

    it.concurrent("lets an honest plan through, to its target only", async () => {
      await onStage(async (stage) => {
        const finished = await stage.run(["run", "plan.yaml", "--json"], { env: { PERF_AGENT_K6: k6 } });
        const { state, verdict, exitCode, guard } = documentOf(finished);
        expect({ state, verdict, exitCode, hits: guard.hits }).toEqual({
          state: "finished",
          verdict: "pass",
          exitCode: 0,
          hits: 0,
        });
        expect(stage.target.requests()).toBe(3);
        expect(await stage.production.arrivals()).toEqual([]);
      });
    });

    it.concurrent("lets an edited script through that changes nothing", async () => {
      await onStage(async (stage) => {
        await stage.run(["generate", "plan.yaml", "-o", "script"]);
        const finished = await stage.run(["run", "plan.yaml", "--script", "script", "--json"], {
          env: { PERF_AGENT_K6: k6 },
        });
        expect(documentOf(finished)).toMatchObject({ state: "finished", verdict: "pass" });
        expect(stage.target.requests()).toBe(3);
      });
    });

    // What the block of addresses cannot see, the lint must refuse (edited-scripts.test.ts): these two show why.
    it.concurrent.each([
      [
        "gRPC that asks a name server of its own",
        (port: number) =>
          onceThrough(
            `const client = new grpc.Client(); try { client.connect("dns://127.0.0.2:${port}/shop.test", { plaintext: true, timeout: "1s" }); } catch (_) {}`,
            'import grpc from "k6/net/grpc";',
          ),
      ],
      [
        "an import that only the run does",
        (port: number) =>
          onceThrough("", `if (__ENV.PERF_AGENT_RUN_ID === "attack") require("https://127.0.0.2:${port}/x.js");`),
      ],
    ] as const)("gets past the block of addresses, without the lint: %s", async (_, text) => {
      if (found === null) return;
      await onStage(async (stage) => {
        const { enforcement } = await stage.decide();
        await startDirectly(found, { files: { "main.js": text(stage.production.port) }, enforcement });
        expect((await stage.production.arrivals()).length).toBeGreaterThan(0);
      });
    });
  });
}
