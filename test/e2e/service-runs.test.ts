import { once } from "node:events";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startShop, type Shop } from "../../examples/shop/shop.ts";
import { runDocumentSchema } from "../../src/contract/run.ts";
import { createWorkplace, type Workplace } from "../support/command-line.ts";
import { enginesOf } from "../support/processes-of-run.ts";
import { serve, type Served } from "../support/served.ts";
import { ask, listen, secondsOf } from "../support/service-client.ts";

const token = "pa_end-to-end-token-of-the-first-administrator";

const plan = (holdSeconds: number): string => `
apiVersion: perf-agent/v1
kind: TestPlan
name: long
service: shop
target: { environment: local }
endpoints:
  list-products: { method: GET, path: /api/products }
  get-product: { method: GET, path: /api/products/1 }
scenarios:
  browse:
    load: { profile: load, vus: 2, rampUp: 0s, hold: ${holdSeconds}s, rampDown: 0s, drain: 1s }
    mix: { list-products: 1, get-product: 1 }
`;
const slo = "apiVersion: perf-agent/v1\nkind: SloSet\nobjectives: [ errors of all < 5%, p95 of each < 5s ]\n";

async function execute(service: Served, holdSeconds: number): Promise<{ runId: string; ahead: number }> {
  const { planId } = await ask<{ planId: string }>(service, "POST", "/plan", { plan: plan(holdSeconds), slos: slo });
  return ask(service, "POST", "/execute", { planId, tags: { commit: "9f31c2e" } });
}

function allUpTo(last: number): Set<number> {
  return new Set(Array.from({ length: last + 1 }, (_, second) => second));
}

describe.skipIf(process.platform !== "linux")("runs of the service", () => {
  let shop: Shop;
  let place: Workplace;
  let serving: Served[] = [];
  beforeAll(async () => {
    shop = await startShop({ port: 0, host: "127.0.0.1", latencyScale: 1 });
    place = await createWorkplace();
    await place.write(
      "data/perf-agent.yaml",
      `apiVersion: perf-agent/v1\nkind: Policy\nenvironments:\n  local: { kind: local, baseUrl: "${shop.url}", hosts: [127.0.0.1] }\n`,
    );
  });
  afterAll(async () => {
    await shop.close();
    await place.remove();
  });

  afterEach(async () => {
    // Where a test failed before it ended them.
    for (const each of serving) await each.stop("SIGKILL");
    serving = [];
  });

  async function start(): Promise<Served> {
    const service = await serve(place, { env: { PERF_AGENT_TOKEN: token } });
    serving.push(service);
    return service;
  }

  it("are told second by second, to everybody the same, until they are judged", async () => {
    const service = await start();
    const { runId } = await execute(service, 6);
    const [one, other] = [listen(service, runId), listen(service, runId)];
    await Promise.all([one.over, other.over]);
    const seconds = secondsOf(one);
    expect(new Set(seconds)).toEqual(allUpTo(Math.max(...seconds)));
    expect(secondsOf(other)).toEqual(seconds);
    expect(one.heard.at(-1)?.event).toMatchObject({ event: "done", state: "finished" });
    const document = runDocumentSchema.parse(await ask(service, "GET", `/runs/${runId}`));
    const told = new Map(
      one.heard.flatMap(({ event }) => (event.event === "window" ? [[event.second, event.all[0]]] : [])),
    );
    expect([...told.values()].reduce((sum, requests) => sum + requests, 0)).toBe(document.totals.requests);
    expect(await ask(service, "GET", `/runs/${runId}/verdict`)).toMatchObject({ runId, verdict: document.verdict });
    await service.stop();
  });

  it("end as interrupted when the service is killed; streams go on, and so does the queue", async () => {
    const first = await start();
    const [long, waiting] = [await execute(first, 60), await execute(first, 60)];
    expect(waiting.ahead).toBe(1);
    const before = listen(first, long.runId);
    await expect.poll(() => secondsOf(before).length, { timeout: 60_000, interval: 50 }).toBeGreaterThan(3);
    first.started.child.kill("SIGKILL");
    await Promise.all([once(first.started.child, "exit"), before.over]);
    await expect.poll(() => enginesOf(long.runId), { timeout: 20_000, interval: 200 }).toEqual([]);

    const second = await start();
    const after = listen(second, long.runId, before.heard.at(-1)?.id);
    await after.over;
    expect(after.heard.map(({ event }) => event.event)).not.toContain("start");
    expect(after.heard.at(-1)?.event).toMatchObject({ event: "done", state: "interrupted" });
    const seconds = new Set([...secondsOf(before), ...secondsOf(after)]);
    expect(seconds).toEqual(allUpTo(Math.max(...seconds)));
    const document = runDocumentSchema.parse(await ask(second, "GET", `/runs/${long.runId}`));
    expect(document).toMatchObject({ state: "interrupted", stoppedBy: "crash" });

    const next = listen(second, waiting.runId);
    await expect.poll(() => secondsOf(next).length, { timeout: 90_000, interval: 50 }).toBeGreaterThan(1);
    const reason = "seen enough";
    await ask(second, "POST", `/runs/${waiting.runId}/stop`, { reason, mode: "now" });
    await next.over;
    expect(next.heard.at(-1)?.event).toMatchObject({ event: "done", state: "stopped" });
    expect(await enginesOf(waiting.runId)).toEqual([]);
    await second.stop();
    const replayed = await place.run(["replay", join(place.directory, "data/runs", long.runId)]);
    expect(replayed.code).toBe(0);
  });

  it("of a process that is killed are brought to their end by another, which others watched them through", async () => {
    const maker = await start();
    const long = await execute(maker, 60);
    const begun = listen(maker, long.runId);
    await expect.poll(() => secondsOf(begun).length, { timeout: 60_000, interval: 50 }).toBeGreaterThan(0);
    const other = await start();
    const watcher = listen(other, long.runId);
    const waiting = await execute(other, 60);
    expect(waiting.ahead).toBe(1);
    await expect.poll(() => secondsOf(watcher).length, { timeout: 60_000, interval: 50 }).toBeGreaterThan(3);
    await maker.stop("SIGKILL");

    await watcher.over;
    expect(watcher.heard.at(-1)?.event).toMatchObject({ event: "done", state: "interrupted" });
    expect(await enginesOf(long.runId)).toEqual([]);
    expect(new Set(secondsOf(watcher))).toEqual(allUpTo(Math.max(...secondsOf(watcher))));
    const next = listen(other, waiting.runId);
    await expect.poll(() => secondsOf(next).length, { timeout: 90_000, interval: 50 }).toBeGreaterThan(1);
    await ask(other, "POST", `/runs/${waiting.runId}/stop`, { reason: "seen enough", mode: "now" });
    await next.over;
    await other.stop();
  });

  it("are judged by what they have when the service is asked to end, and whoever watches is told", async () => {
    const service = await start();
    const [running, waiting] = [await execute(service, 60), await execute(service, 60)];
    const listener = listen(service, running.runId);
    await expect.poll(() => secondsOf(listener).length, { timeout: 60_000, interval: 50 }).toBeGreaterThan(1);
    expect((await service.stop()).code).toBe(0);
    await listener.over;
    expect(listener.heard.at(-1)?.event).toMatchObject({ event: "done", state: "interrupted", verdict: "invalid" });
    const next = await start();
    await ask(next, "POST", `/runs/${waiting.runId}/stop`, { reason: "seen enough", mode: "now" });
    await next.stop();
  });

  it("are taken out of the queue before they begin", async () => {
    const service = await start();
    const [running, waiting] = [await execute(service, 60), await execute(service, 60)];
    const stop = { reason: "wrong build", mode: "graceful" };
    expect(await ask(service, "POST", `/runs/${waiting.runId}/stop`, stop)).toEqual({
      runId: waiting.runId,
      state: "stopped",
    });
    expect(await ask(service, "GET", `/runs/${waiting.runId}`)).toMatchObject({ state: "stopped", verdict: null });
    const listener = listen(service, running.runId);
    await ask(service, "POST", `/runs/${running.runId}/stop`, { ...stop, mode: "now" });
    await listener.over;
    expect(listener.heard.at(-1)?.event).toMatchObject({ event: "done" });
    await service.stop();
  });

  it("are listed newest first, by state, and page by page", async () => {
    const service = await start();
    const page = await ask<{ items: { runId: string; state: string }[]; next: string | null }>(
      service,
      "GET",
      "/runs?limit=1&state=interrupted",
    );
    expect(page.items).toHaveLength(1);
    expect(page.items[0]?.state).toBe("interrupted");
    const all = await ask<typeof page>(service, "GET", "/runs?limit=2");
    const rest = await ask<typeof page>(service, "GET", `/runs?limit=200&after=${encodeURIComponent(all.next ?? "")}`);
    const ids = [...all.items, ...rest.items].map(({ runId }) => runId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(rest.next).toBeNull();
    await service.stop();
  });
});
