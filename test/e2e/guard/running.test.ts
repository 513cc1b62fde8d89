import { describe, expect, it } from "vitest";
import type { RunDocument } from "../../../src/contract/run.ts";
import { edited, honestPlan, machinePolicy, type CommandOptions, type Stage } from "../../support/attack-stage.ts";
import {
  atTop,
  both,
  inIteration,
  scriptFolder,
  writeEditedScript,
  type ScriptEdit,
} from "../../support/attack-script.ts";
import { enginesUnderTest } from "../../support/attack-engine.ts";
import { documentOf, onStage } from "../../support/attack-table.ts";
import { attackTarget } from "../../support/attack-target.ts";

interface RunningAttack {
  readonly name: string;
  readonly files?: (stage: Stage) => Readonly<Record<string, string>>;
  readonly script?: ScriptEdit;
  readonly args?: readonly string[];
  readonly options?: () => CommandOptions;
  /** `inert`: the run is what an honest one would be. `hit`: the engine refused dials, and the run tells so. */
  readonly expects: "inert" | "hit";
}

const toPerf = (): CommandOptions => {
  let asked = 0;
  // The first answer is the one that is judged; later ones lead to production.
  return { names: { "shop.perf.test": () => (asked++ === 0 ? ["127.0.0.1"] : ["127.0.0.2"]) } };
};
const selfApproved = (stage: Stage): string =>
  `${machinePolicy(stage.target.port)}review: { selfApprove: [local, perf] }\n`;
const project = (policy: string): string => `apiVersion: perf-agent/v1\nkind: Policy\n${policy}\n`;
const led = (to: string) => (stage: Stage) => ({
  "plan.yaml": edited(
    honestPlan,
    "path: /home",
    `path: /redirect, redirects: 5, query: { to: ${JSON.stringify(to.replaceAll("{port}", String(stage.production.port)))} }`,
  ),
});
/** Puts a host together of parts that no lint can read. */
const assembled =
  (...parts: readonly string[]): ScriptEdit =>
  (changed, stage) =>
    both(
      atTop('import web from "k6/http";'),
      inIteration(
        `web.get(["http", "//" + ${JSON.stringify(parts)}.join(".") + ":${stage.production.port}/"].join(":"), { timeout: "2s" });`,
      ),
    )(changed, stage);

const attacks: readonly RunningAttack[] = [
  {
    name: "an overlay that changes the target of the environment it is chosen for",
    files: () => ({ "plan.yaml": `${honestPlan}overlays: { local: { target: { environment: prod } } }\n` }),
    args: ["--env", "local"],
    expects: "inert",
  },
  {
    name: "a project's other base URL for the machine's environment",
    files: ({ production }) => ({
      "perf-agent.yaml": project(
        `environments: { local: { kind: local, baseUrl: "http://127.0.0.2:${production.port}", hosts: [127.0.0.1] } }`,
      ),
    }),
    expects: "inert",
  },
  {
    name: "a project's webhook to production",
    files: ({ production }) => ({
      "perf-agent.yaml": project(`notify: { webhooks: [ { url: "http://127.0.0.2:${production.port}/hook" } ] }`),
    }),
    expects: "inert",
  },
  {
    name: "a project's range of all addresses for the machine's environment",
    files: (stage) => ({
      "../machine/policy.yaml": selfApproved(stage),
      "perf-agent.yaml": project(
        `environments: { perf: { kind: perf, baseUrl: "http://127.0.0.9:${stage.production.port}", hosts: [shop.perf.test, 127.0.0.9], ranges: [0.0.0.0/0] } }`,
      ),
      "plan.yaml": edited(honestPlan, "environment: local", "environment: perf"),
    }),
    expects: "inert",
  },
  {
    name: "a name that leads to production as soon as it was judged",
    files: (stage) => ({
      "../machine/policy.yaml": selfApproved(stage),
      "plan.yaml": edited(honestPlan, "environment: local", "environment: perf"),
    }),
    options: toPerf,
    expects: "inert",
  },
  { name: "a redirect to production", files: led("http://127.0.0.2:{port}/"), expects: "hit" },
  { name: "a redirect to production's IPv6", files: led("http://[::1]:{port}/"), expects: "hit" },
  { name: "a redirect to a name of production", files: led("http://shop.example.com:{port}/"), expects: "hit" },
  { name: "an edited script that assembles an address", script: assembled("127", "0", "0", "2"), expects: "hit" },
  {
    name: "an edited script that assembles an address of nobody",
    script: assembled("127", "0", "0", "9"),
    expects: "hit",
  },
  {
    name: "an edited script that assembles a name of production",
    script: assembled("shop", "example", "com"),
    expects: "hit",
  },
];

async function attack(
  { files, script, args = [], options }: RunningAttack,
  stage: Stage,
  k6: string,
): Promise<RunDocument> {
  for (const [path, text] of Object.entries(files?.(stage) ?? {})) await stage.write(path, text);
  if (script !== undefined) await writeEditedScript(stage, script);
  const { env, ...rest } = options?.() ?? {};
  const more = script === undefined ? [] : ["--script", scriptFolder];
  return documentOf(
    await stage.run(["run", "plan.yaml", ...args, ...more, "--json"], { ...rest, env: { ...env, PERF_AGENT_K6: k6 } }),
  );
}

for (const { name: engine, found } of await enginesUnderTest()) {
  describe.skipIf(found === null)(`attacks that run, by ${engine}`, () => {
    it.concurrent.each(attacks)("$name", async (row) => {
      await onStage(async (stage) => {
        const document = await attack(row, stage, found?.path ?? "");
        const { state, verdict, exitCode, guard, reasons, quality } = document;
        const told = [...reasons, ...quality.flags].map(({ code }) => code).includes("PA_GUARD_HIT");
        expect(
          row.expects === "inert"
            ? { state, verdict, exitCode, ...guard }
            : { hit: guard.hits > 0, told, failed: exitCode > 0 },
        ).toEqual(
          row.expects === "inert"
            ? { state: "finished", verdict: "pass", exitCode: 0, decision: "allow", hits: 0 }
            : { hit: true, told: true, failed: true },
        );
        expect(await stage.production.arrivals()).toEqual([]);
        expect(stage.target.hosts().filter((host) => /example\.com/u.test(host))).toEqual([]);
      });
    });

    // A connection that stays open: the system's list of them is looked at once a second.
    it.concurrent("another port of the allowed address, which no block of addresses can see, ends the run", async () => {
      const other = await attackTarget();
      try {
        await onStage(async (stage) => {
          const document = await attack(
            {
              name: "",
              files: () => ({
                "plan.yaml": edited(
                  honestPlan,
                  "iterations: 3, vus: 1, mode: shared",
                  "profile: load, vus: 1, rampUp: 0s, hold: 20s, rampDown: 0s",
                ),
              }),
              script: both(
                atTop('import web from "k6/http";\nimport { sleep } from "k6";'),
                inIteration(
                  `sleep(0.2); web.get(["http", "//127.0.0.1", ${other.port} + "/"].join(":"), { timeout: "2s" });`,
                ),
              ),
              expects: "hit",
            },
            stage,
            found?.path ?? "",
          );
          expect(document).toMatchObject({ state: "stopped", stoppedBy: "guard" });
          // Seen within about a second; a run of its own length would have sent a hundred.
          expect(other.requests()).toBeLessThan(50);
          expect(await stage.production.arrivals()).toEqual([]);
        });
      } finally {
        await other.close();
      }
    });
  });
}
