import { existsSync } from "node:fs";
import { chmod, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { hasNetworkNamespaces } from "../../../src/adapters/k6/evaluate-offline.ts";
import { edited, type Stage } from "../../support/attack-stage.ts";
import {
  enginesUnderTest,
  onceThrough,
  startDirectly,
  type DirectStart,
  type EngineAnswer,
} from "../../support/attack-engine.ts";
import { onStage } from "../../support/attack-table.ts";

interface FreezeAttack {
  readonly name: string;
  readonly script: (stage: Stage) => string;
  /** Without a network namespace the lint alone holds it: the proxy that stands in its place is not asked for loopback. */
  readonly needsNamespace?: true;
  readonly prepared?: DirectStart["prepared"];
  /** Code of the refusal; null: it runs, and does nothing but what was frozen. */
  readonly expects: readonly string[] | null;
  /** What must hold after a run. */
  readonly after?: (stage: Stage, answer: EngineAnswer) => void;
}

const refused = ["PA_GUARD_SCRIPT", "PA_ENGINE_SCRIPT"] as const;
const harmless = (stage: Stage): string => `http.get("http://127.0.0.1:${stage.target.port}/");`;
const withOptions = (entries: string) => (stage: Stage) =>
  edited(onceThrough(harmless(stage)), "export const options = {", `export const options = { ${entries},`);
const withHead = (head: string) => (stage: Stage) =>
  onceThrough(harmless(stage), head.replaceAll("{port}", String(stage.production.port)));

const attacks: readonly FreezeAttack[] = [
  {
    name: "a remote import",
    script: withHead('import "https://127.0.0.2:{port}/x.js";'),
    expects: refused,
    needsNamespace: true,
  },
  {
    name: "a remote import over HTTP",
    script: withHead('import "http://127.0.0.2:{port}/x.js";'),
    expects: refused,
    needsNamespace: true,
  },
  {
    name: "require of a computed URL",
    script: withHead('require(["https://127.0.0.2:{port}", "x.js"].join("/"));'),
    expects: refused,
    needsNamespace: true,
  },
  {
    name: "an extension that would be fetched",
    script: withHead('import x from "k6/x/exec";'),
    expects: refused,
  },
  { name: "a file of the system", script: withHead('const x = open("/etc/hostname");'), expects: refused },
  {
    name: "a file above the script",
    script: withHead('const x = open("../../../../../../../../etc/hostname");'),
    expects: refused,
  },
  { name: "hosts", script: withOptions('hosts: { "127.0.0.1": "127.0.0.2" }'), expects: refused },
  {
    name: "hosts that the clock decides",
    script: withOptions('["hos" + "ts"]: Date.now() > 1 ? { "shop.perf.test": "127.0.0.2" } : {}'),
    expects: refused,
  },
  { name: "options of the cloud", script: withOptions('cloud: { projectID: 1, name: "x" }'), expects: refused },
  {
    name: "a browser scenario",
    script: (stage) =>
      edited(
        onceThrough(harmless(stage)),
        'maxDuration: "8s"',
        'maxDuration: "8s", options: { browser: { type: "chromium" } }',
      ),
    expects: refused,
  },
  { name: "a script that throws while it is read", script: withHead('throw new Error("no");'), expects: refused },
  {
    name: "an archive that was changed after it was frozen",
    script: withHead(""),
    async prepared({ archive }) {
      await chmod(archive, 0o600);
      await writeFile(archive, (await readFile(archive, "latin1")).replace("127.0.0.1", "127.0.0.2"), "latin1");
    },
    expects: ["PA_GUARD_SCRIPT"],
  },
  {
    name: "an archive that lost its end",
    script: withHead(""),
    async prepared({ archive }) {
      await chmod(archive, 0o600);
      await writeFile(archive, (await readFile(archive)).subarray(0, -512));
    },
    expects: ["PA_GUARD_SCRIPT"],
  },
  {
    name: "another archive in its place",
    script: withHead(""),
    async prepared({ archive }) {
      await rm(archive);
      await symlink("/etc/hostname", archive);
    },
    expects: ["PA_GUARD_SCRIPT"],
  },
  {
    name: "no archive in its place",
    script: withHead(""),
    prepared: ({ archive }) => rm(archive),
    expects: ["PA_GUARD_SCRIPT"],
  },
  {
    name: "options that the clock changes between freezing and running",
    script: (stage) =>
      edited(onceThrough(harmless(stage)), "vus: 1,", `vus: Date.now() < ${Date.now() + 2500} ? 1 : 40,`),
    prepared: () => sleep(3000),
    expects: null,
    after(stage, { inspected }) {
      expect(stage.target.requests()).toBe(inspected?.maxVus);
    },
  },
  {
    name: "a summary that writes a file",
    script: (stage) =>
      onceThrough(
        harmless(stage),
        `export function handleSummary() { return { ${JSON.stringify(join(stage.directory, "written"))}: "x" }; }`,
      ),
    expects: null,
    after(stage) {
      expect(existsSync(join(stage.directory, "written"))).toBe(false);
    },
  },
  {
    name: "a stop through the engine's own interface",
    script: (stage) =>
      onceThrough(
        `http.patch("http://127.0.0.1:6565/v1/status", JSON.stringify({ data: { type: "status", id: "default", attributes: { stopped: true } } }));
         ${harmless(stage)}`,
      ),
    expects: null,
    after(stage, { outcome }) {
      expect(outcome).toMatchObject({ exitCode: 0, summary: { iterations: 1 } });
      expect(stage.target.requests()).toBe(1);
    },
  },
];

const namespaces = await hasNetworkNamespaces();

for (const { name: engine, found } of await enginesUnderTest()) {
  describe.skipIf(found === null)(`freezing by ${engine}`, () => {
    it.concurrent.for(attacks)("$name", async ({ script, prepared, expects, after, needsNamespace }, { skip }) => {
      if (found === null) return;
      if (needsNamespace === true && !namespaces) skip("this system has no network namespaces for its users");
      await onStage(async (stage) => {
        const { enforcement } = await stage.decide();
        const answer = await startDirectly(found, {
          files: { "main.js": script(stage) },
          enforcement,
          ...(prepared === undefined ? {} : { prepared }),
        });
        const code = answer.refusal?.split(":")[0] ?? null;
        expect(expects === null ? code : (expects.find((one) => one === code) ?? answer)).toBe(code);
        // What is refused sends nothing anywhere.
        expect(code === null ? 0 : stage.target.requests()).toBe(0);
        after?.(stage, answer);
        expect(await stage.production.arrivals()).toEqual([]);
      });
    });
  });
}
