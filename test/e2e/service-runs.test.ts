import { once } from "node:events";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startShop, type Shop } from "../../examples/shop/shop.ts";
import { runDocumentSchema } from "../../src/contract/run.ts";
import { createWorkplace, type Started, type Workplace } from "../support/command-line.ts";
import { eventReader, type HeardEvent } from "../support/event-reader.ts";
import { enginesOf } from "../support/processes-of-run.ts";

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

interface RunningService {
  readonly started: Started;
  readonly root: string;
}

interface Listener {
  readonly heard: HeardEvent[];
  /** Resolves when the stream has ended, however. */
  readonly over: Promise<void>;
}

const windowsOf = (heard: readonly HeardEvent[]): number[] =>
  heard.flatMap(({ event }) => (event.event === "window" ? [event.second] : []));

async function ask<T>({ root }: RunningService, method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(`${root}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${answer}`);
  return JSON.parse(answer) as T;
}

function listen({ root }: RunningService, runId: string, lastId?: string): Listener {
  const { heard, take } = eventReader();
  const reading = async (): Promise<void> => {
    const response = await fetch(`${root}/runs/${runId}/events`, {
      headers: {
        authorization: `Bearer ${token}`,
        ...(lastId === undefined ? {} : { "last-event-id": lastId }),
      },
    });
    if (response.body === null) return;
    const decoder = new TextDecoder();
    for await (const bytes of response.body) take(decoder.decode(bytes, { stream: true }));
  };
  // A service that is killed breaks its streams off.
  return { heard, over: reading().catch(() => undefined) };
}

async function ended(service: RunningService): Promise<void> {
  service.started.child.kill("SIGTERM");
  await service.started.done;
}

async function execute(service: RunningService, holdSeconds: number): Promise<{ runId: string; ahead: number }> {
  const { planId } = await ask<{ planId: string }>(service, "POST", "/plan", { plan: plan(holdSeconds), slos: slo });
  return ask(service, "POST", "/execute", { planId, tags: { commit: "9f31c2e" } });
}

describe.skipIf(process.platform !== "linux")("runs of the service", () => {
  let shop: Shop;
  let place: Workplace;
  let serving: RunningService[] = [];
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
    for (const { started } of serving) started.child.kill("SIGKILL");
    await Promise.all(serving.map(({ started }) => started.done));
    serving = [];
  });

  async function serve(): Promise<RunningService> {
    const started = place.start(["serve", "--port", "0", "--data", "data"], { PERF_AGENT_TOKEN: token });
    const text = await started.seen("http://127.0.0.1:");
    const port = /http:\/\/127\.0\.0\.1:(\d+)/u.exec(text)?.[1] ?? "";
    const service = { started, root: `http://127.0.0.1:${port}/api/agents/performance-agent` };
    serving.push(service);
    return service;
  }

  it("are told second by second, to everybody the same, until they are judged", async () => {
    const service = await serve();
    const { runId } = await execute(service, 6);
    const listeners = [listen(service, runId), listen(service, runId)];
    await Promise.all(listeners.map(({ over }) => over));
    const [one, other] = listeners.map(({ heard }) => heard);
    const seconds = windowsOf(one ?? []);
    expect(new Set(seconds)).toEqual(new Set(Array.from({ length: Math.max(...seconds) + 1 }, (_, n) => n)));
    expect(windowsOf(other ?? [])).toEqual(seconds);
    expect(one?.at(-1)?.event).toMatchObject({ event: "done", state: "finished" });
    const document = runDocumentSchema.parse(await ask(service, "GET", `/runs/${runId}`));
    const told = new Map(
      (one ?? []).flatMap(({ event }) => (event.event === "window" ? [[event.second, event.all[0]]] : [])),
    );
    expect([...told.values()].reduce((sum, requests) => sum + requests, 0)).toBe(document.totals.requests);
    expect(await ask(service, "GET", `/runs/${runId}/verdict`)).toMatchObject({ runId, verdict: document.verdict });
    await ended(service);
  });

  it("end as interrupted when the service is killed; streams go on, and so does the queue", async () => {
    const first = await serve();
    const [long, waiting] = [await execute(first, 60), await execute(first, 60)];
    expect(waiting.ahead).toBe(1);
    const before = listen(first, long.runId);
    await expect.poll(() => windowsOf(before.heard).length, { timeout: 60_000, interval: 50 }).toBeGreaterThan(3);
    first.started.child.kill("SIGKILL");
    await Promise.all([once(first.started.child, "exit"), before.over]);
    await expect.poll(() => enginesOf(long.runId), { timeout: 20_000, interval: 200 }).toEqual([]);

    const second = await serve();
    const after = listen(second, long.runId, before.heard.at(-1)?.id);
    await after.over;
    expect(after.heard.map(({ event }) => event.event)).not.toContain("start");
    expect(after.heard.at(-1)?.event).toMatchObject({ event: "done", state: "interrupted" });
    const seconds = new Set([...windowsOf(before.heard), ...windowsOf(after.heard)]);
    expect(seconds).toEqual(new Set(Array.from({ length: Math.max(...seconds) + 1 }, (_, n) => n)));
    const document = runDocumentSchema.parse(await ask(second, "GET", `/runs/${long.runId}`));
    expect(document).toMatchObject({ state: "interrupted", stoppedBy: "crash" });

    const next = listen(second, waiting.runId);
    await expect.poll(() => windowsOf(next.heard).length, { timeout: 90_000, interval: 50 }).toBeGreaterThan(1);
    const reason = "seen enough";
    await ask(second, "POST", `/runs/${waiting.runId}/stop`, { reason, mode: "now" });
    await next.over;
    expect(next.heard.at(-1)?.event).toMatchObject({ event: "done", state: "stopped" });
    expect(await enginesOf(waiting.runId)).toEqual([]);
    await ended(second);
    const replayed = await place.run(["replay", join(place.directory, "data/runs", long.runId)]);
    expect(replayed.code).toBe(0);
  });

  it("are taken out of the queue before they begin", async () => {
    const service = await serve();
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
    await ended(service);
  });

  it("are listed newest first, by state, and page by page", async () => {
    const service = await serve();
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
    await ended(service);
  });
});
