import { spawn } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { edited, honestPlan, stageEnvironment, type Stage } from "../../support/attack-stage.ts";
import { enginesUnderTest, onceThrough, startDirectly } from "../../support/attack-engine.ts";
import type { Finished } from "../../support/command-line.ts";
import { documentOf, onStage } from "../../support/attack-table.ts";

const bin = fileURLToPath(new URL("../../../bin/perf-agent.js", import.meta.url));

/** Variables that whoever starts the agent may have set, by kind. `production` is "http://127.0.0.2:PORT". */
const kinds: Readonly<Record<string, (production: string, stage: Stage) => Readonly<Record<string, string>>>> = {
  "proxies in capitals": (production) => ({
    HTTP_PROXY: production,
    HTTPS_PROXY: production,
    ALL_PROXY: production,
    NO_PROXY: "",
    NODE_USE_ENV_PROXY: "1",
  }),
  "proxies in small letters": (production) => ({
    http_proxy: production,
    https_proxy: production,
    all_proxy: production,
    no_proxy: "",
    NODE_USE_ENV_PROXY: "1",
  }),
  "load options of k6": () => ({ K6_VUS: "300", K6_DURATION: "2h", K6_ITERATIONS: "100000", K6_STAGES: "5s:300" }),
  "options of k6 that undo the block": () => ({
    K6_BLACKLIST_IPS: "",
    K6_BLOCK_HOSTNAMES: "",
    K6_HOSTS: "127.0.0.1=127.0.0.2",
    K6_DNS: "ttl=0,select=random,policy=any",
    K6_LOCAL_IPS: "127.0.0.2",
    K6_RPS: "100000",
    K6_BATCH: "5000",
  }),
  "outputs of k6": (production) => ({
    K6_OUT: "experimental-prometheus-rw",
    K6_PROMETHEUS_RW_SERVER_URL: production,
    K6_TRACES_OUTPUT: `otel=${production}`,
    K6_LOG_OUTPUT: `loki=${production}`,
    K6_WEB_DASHBOARD: "true",
    K6_CLOUD_HOST: production,
    K6_CLOUD_TOKEN: "x",
  }),
  "sources of k6": (production, stage) => ({
    K6_SECRET_SOURCE: `url=urlTemplate=${production}/{key}`,
    K6_AUTO_EXTENSION_RESOLUTION: "true",
    K6_BUILD_SERVICE_URL: production,
    K6_CONFIG: join(stage.directory, "../home/.config/k6/config.json"),
    K6_ADDRESS: "0.0.0.0:6565",
    K6_SETUP_TIMEOUT: "2h",
    K6_TEARDOWN_TIMEOUT: "2h",
  }),
  "preloads and tracing": (production) => ({
    NODE_OPTIONS: "--use-env-proxy",
    HTTP_PROXY: production,
    GODEBUG: "netdns=go+2",
    SSL_CERT_FILE: "/nowhere",
    LOCALDOMAIN: "shop.example.com",
  }),
};

/** Runs the agent as a process of its own, whose environment is what it gets. */
function runProcess(stage: Stage, args: readonly string[], env: Readonly<Record<string, string>>): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [bin, ...args], {
      cwd: stage.directory,
      env: { ...stageEnvironment(join(stage.directory, "..")), ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const output = { stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => void (output.stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => void (output.stderr += text));
    child.once("error", reject).once("close", (code) => resolve({ code, ...output }));
  });
}

/** A configuration file where every k6 looks for one by itself. */
async function writeK6Configuration(stage: Stage): Promise<void> {
  const text = JSON.stringify({ hosts: { "127.0.0.1": "127.0.0.2" }, vus: 300, collectors: {}, blacklistIPs: [] });
  for (const folder of ["k6", "loadimpact/k6"]) {
    const path = join(stage.directory, "../home/.config", folder, "config.json");
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
}

const engines = await enginesUnderTest();
const rows = engines.flatMap(({ name, found }, index) =>
  // The environment is kept from every engine in one place: the older one proves that with all kinds at once.
  (index === 0 ? Object.keys(kinds) : ["everything at once"]).map((kind) => ({ engine: name, found, kind })),
);

describe.each(rows)("$kind, around $engine", ({ found, kind }) => {
  it.skipIf(found === null)("change nothing about a run", async () => {
    await onStage(async (stage) => {
      await writeK6Configuration(stage);
      const production = `http://127.0.0.2:${stage.production.port}`;
      const made = Object.entries(kinds).flatMap(([name, make]) =>
        name === kind || kind === "everything at once" ? Object.entries(make(production, stage)) : [],
      );
      const finished = await runProcess(stage, ["run", "plan.yaml", "--json"], {
        ...Object.fromEntries(made),
        PERF_AGENT_K6: found?.path ?? "",
      });
      expect(documentOf(finished)).toMatchObject({
        state: "finished",
        verdict: "pass",
        totals: { requests: 3, peakVus: 1 },
      });
      expect(stage.target.requests()).toBe(3);
      expect(await stage.production.arrivals()).toEqual([]);
    });
  });
});

describe.each(engines)("proxies of this process, around $name", ({ found }) => {
  const variables = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"];
  const before = new Map(variables.map((name) => [name, process.env[name]]));
  afterEach(() => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  });

  // Go asks no proxy for loopback addresses: only a name shows that none is asked.
  it.skipIf(found === null)("are not asked for a name", async () => {
    if (found === null) return;
    await onStage(async (stage) => {
      const proxy = `http://127.0.0.2:${stage.production.port}`;
      for (const name of variables) process.env[name] = proxy;
      await stage.write("plan.yaml", edited(honestPlan, "environment: local", "environment: perf"));
      const { enforcement } = await stage.decide();
      const url = `http://shop.perf.test:${stage.target.port}/`;
      const answer = await startDirectly(found, {
        files: { "main.js": onceThrough(`http.get("${url}");`) },
        enforcement,
      });
      expect(answer.outcome).toMatchObject({ exitCode: 0 });
      expect(stage.target.requests()).toBe(1);
      expect(await stage.production.arrivals()).toEqual([]);
    });
  });
});
