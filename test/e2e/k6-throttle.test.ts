import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { k6Engine } from "../../src/adapters/k6/k6-engine.ts";
import { nodeClock } from "../../src/adapters/node/node-clock.ts";
import type { EngineRun } from "../../src/ports/load-engine.ts";
import { countingTarget, type CountingTarget } from "../support/counting-target.ts";
import { onEachK6 } from "../support/each-k6.ts";
import { bundleOf, hearing, messageOf, until } from "../support/k6-engine-hearing.ts";

/** Iterations that wait at the gate, over all scenarios. */
function heldOf(run: EngineRun): number {
  return [...run.held().values()].reduce((sum, { held }) => sum + held, 0);
}

await onEachK6(({ found, directory, start }) => {
  let target: CountingTarget;
  beforeEach(async () => {
    target = await countingTarget({ delayMs: 150 });
  });
  afterEach(() => target.close());

  /** Two scenarios of six users, closed and open, one of them asynchronous. */
  const script = (): string => `
    import http from "k6/http";
    export const options = { scenarios: {
      browse: { executor: "constant-vus", vus: 6, duration: "60s" },
      buy: { executor: "constant-arrival-rate", rate: 20, timeUnit: "1s", duration: "60s", preAllocatedVUs: 6, exec: "buy" } } };
    const url = "http://127.0.0.1:${target.port}/";
    export default function () { http.get(url, { tags: { name: "browse" } }); }
    export async function buy() { await http.asyncRequest("GET", url, null, { tags: { name: "buy" } }); }`;

  it("lets what was begun come to its end, and knows how many that were", async () => {
    const { run, heard, script: frozen } = await start(script());
    expect(run.canThrottle).toBe(true);
    await until(run, () => heard.rows("iterations").length > 20);
    expect(run.held()).toEqual(new Map());
    run.throttle(0);
    await until(run, () => heldOf(run) === 12);
    run.terminate();
    const outcome = await run.done;
    expect(outcome).toMatchObject({ exitCode: 105, scriptErrors: [], messages: [] });
    // Nothing was under way when it was stopped: what the server saw is what was reported.
    expect(heard.rows("http_reqs").length).toBe(target.requests());
    for (const scenario of ["browse", "buy"]) {
      const completed = heard.rows("iterations").filter((row) => row.includes(`,${scenario},`)).length;
      expect(run.held().get(scenario)).toEqual({ held: 6, begun: completed + 6 });
    }
    await frozen.dispose();
  });

  it("holds the share of users that may not go on, and never lets them go on again", async () => {
    const { run, heard } = await start(`
      import http from "k6/http";
      import exec from "k6/execution";
      export const options = { scenarios: { s: { executor: "constant-vus", vus: 8, duration: "60s" } } };
      export default function () {
        http.get("http://127.0.0.1:${target.port}/", { tags: { name: "user-" + exec.vu.idInTest } });
      }`);
    await until(run, () => heard.rows("http_reqs").length > 20);
    run.throttle(0.3);
    await until(run, () => heldOf(run) === 5);
    run.throttle(1);
    const before = heard.rows("http_reqs").length;
    await until(run, () => heard.rows("http_reqs").length > before + 70);
    const later = heard.rows("http_reqs").slice(before);
    run.terminate();
    await run.done;
    expect(heldOf(run)).toBe(5);
    // ceil(0.3 of 8 users) = 3. Rows come once a second: those that were under way may still be among them.
    const users = new Set(later.slice(-20).map((row) => /user-\d/u.exec(row)?.[0]));
    expect(users).toEqual(new Set(["user-1", "user-2", "user-3"]));
  });

  it("hands on data of setup, runs teardown, and tells exceptions apart, behind the gate", async () => {
    const { run, heard } = await start(`
      import { group, sleep } from "k6";
      import exec from "k6/execution";
      export const options = { scenarios: {
        plain: { executor: "per-vu-iterations", vus: 2, iterations: 2, exec: "plain" },
        later: { executor: "per-vu-iterations", vus: 1, iterations: 2, exec: "later", startTime: "500ms" },
        whole: { executor: "per-vu-iterations", vus: 1, iterations: 1 } } };
      export function setup() { return { token: 7 }; }
      export function plain(data) { group("inner", () => sleep(0.05)); if (data.token !== 7) throw new Error("no data"); }
      export async function later(data) { await null; throw new Error("later " + data.token); }
      export default (data) => { console.log("whole " + data.token); null.field; };
      export function teardown(data) { console.log("teardown " + data.token); }
      export function handleSummary() { return { stdout: "not ours" }; }`);
    const outcome = await run.done;
    expect(outcome).toMatchObject({ exitCode: 0, scriptErrorCount: 3, messages: [] });
    expect(outcome.scriptErrors.join("\n")).toMatch(/field.*main\.js/u);
    expect(outcome.scriptErrors.join("\n")).toMatch(/later 7.*main\.js/u);
    const told = heard.log.filter((line) => line.includes('"console"')).map((line) => messageOf(line));
    expect(told).toEqual(["whole 7", "teardown 7"]);
    expect(heard.csv()).not.toContain("not ours");
    expect(heard.rows("iterations")).toHaveLength(7);
    // The gate is not load: the script made no request.
    expect(heard.rows("http_req")).toEqual([]);
  });

  it("gives secrets of its own to a script that does not name their source, and hides them alone", async () => {
    const { run, heard } = await start(
      `import secrets from "k6/secrets"; import { sleep } from "k6";
       export const options = { scenarios: { s: { executor: "constant-vus", vus: 1, duration: "2500ms" } } };
       export default async function () { sleep(0.5); console.log("[" + (await secrets.get("key")) + "] 1 2 3"); }`,
      { secrets: { key: "the-value" } },
    );
    expect(await run.done).toMatchObject({ exitCode: 0, scriptErrorCount: 0 });
    expect(messageOf(heard.log[0])).toBe("[***SECRET_REDACTED***] 1 2 3");
  });

  it("keeps the reason of a failed request in a log without secrets", async () => {
    const { run, heard } = await start(`
      import http from "k6/http"; import { sleep } from "k6";
      export const options = { scenarios: { s: { executor: "constant-vus", vus: 2, duration: "2500ms" } } };
      export default function () { http.get("http://127.0.0.2:${target.port}/", { tags: { name: "home" } }); sleep(0.3); }`);
    const outcome = await run.done;
    expect(outcome.guardHits).toBe(heard.rows("http_reqs").length);
    expect(heard.log.at(-1)).toContain("is in a blacklisted range");
  });

  it.each([
    ["is not there", ""],
    ["does not answer", "--secret-source=url=name=perf-agent-gate,urlTemplate=http://127.0.0.1:9/{key},maxRetries=0"],
  ])("goes on when the gate %s", async (_how, source) => {
    const program = join(directory(), "k6");
    writeFileSync(
      program,
      `#!/bin/sh\nfor word; do shift; case $word in --secret-source=*) word='${source}' ;; esac; set -- "$@" $word; done\nexec '${found.path}' "$@"\n`,
    );
    chmodSync(program, 0o755);
    const engine = k6Engine({ ...found, path: program }, { temporaryDirectory: directory(), clock: nodeClock() });
    const { options, heard } = hearing();
    const frozen = await engine.prepare(
      bundleOf(`
        import { sleep } from "k6";
        export const options = { scenarios: { s: { executor: "per-vu-iterations", vus: 2, iterations: 5, maxDuration: "20s" } } };
        export default function () { sleep(0.5); }`),
    );
    const run = await engine.start(frozen, options);
    run.throttle(0);
    expect(await run.done).toMatchObject({ exitCode: 0, scriptErrorCount: 0, summary: { iterations: 10 } });
    expect(heard.log).toEqual([]);
  });
});
