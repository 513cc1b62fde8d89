import { spawn } from "node:child_process";
import { once } from "node:events";
import { afterEach, describe, expect, it } from "vitest";
import type { Fault } from "./faults.ts";
import { seededRandom, serviceTimeMs } from "./seeded-random.ts";
import { startShop, type Shop, type ShopOptions } from "./shop.ts";

let shop: Shop | undefined;

afterEach(async () => {
  await shop?.close();
  shop = undefined;
});

const start = async (options: Partial<ShopOptions> = {}): Promise<string> => {
  shop = await startShop({ port: 0, host: "127.0.0.1", latencyScale: 0, ...options });
  return shop.url;
};

interface Sent {
  readonly status: number;
  readonly json: Record<string, unknown>;
}

const call = async (url: string, init: RequestInit & { json?: unknown } = {}): Promise<Sent> => {
  const { json, ...rest } = init;
  const response = await fetch(url, json === undefined ? rest : { ...rest, body: JSON.stringify(json) });
  const text = await response.text();
  return { status: response.status, json: text === "" ? {} : JSON.parse(text) };
};

const post = (url: string, json: unknown, headers: Record<string, string> = {}): Promise<Sent> =>
  call(url, { method: "POST", json, headers });

const logIn = async (url: string, headers: Record<string, string> = {}): Promise<Record<string, string>> => {
  const { json } = await post(`${url}/api/login`, { user: "ana", password: "pw" }, headers);
  return { authorization: `Bearer ${String(json["token"])}`, ...headers };
};

const statusesOf = async (seed: number): Promise<number[]> => {
  const url = await start({ seed, faults: [{ name: "errors", share: 0.3 }] });
  const seen: number[] = [];
  for (let count = 0; count < 40; count++) seen.push((await call(`${url}/api/products/1`)).status);
  await shop?.close();
  return seen;
};

const drawTimes = (seed: number): number[] => {
  const random = seededRandom(seed);
  return Array.from({ length: 20_000 }, () => serviceTimeMs(random, 10, 0.4));
};

describe("the catalogue", () => {
  it("lists pages and single products", async () => {
    const url = await start();
    const first = await call(`${url}/api/products?page=1`);
    expect(first).toMatchObject({ status: 200, json: { page: 1, pages: 6 } });
    expect(first.json["items"]).toHaveLength(20);
    expect(await call(`${url}/api/products/7`)).toMatchObject({ status: 200, json: { id: 7 } });
    expect((await call(`${url}/api/products?page=7`)).status).toBe(404);
    expect((await call(`${url}/api/products/no`)).status).toBe(404);
    expect((await call(`${url}/elsewhere`)).status).toBe(404);
  });

  it("answers GraphQL with data, or with errors and status 200", async () => {
    const url = await start();
    const good = await post(`${url}/graphql`, { query: "query($q:String!){find(q:$q){id}}", variables: { q: "lamp" } });
    expect(good.json).toMatchObject({ data: { find: expect.arrayContaining([{ id: 1 }]) } });
    expect(await post(`${url}/graphql`, { query: "{find}" })).toMatchObject({ status: 200, json: { errors: [{}] } });
  });
});

describe("buying", () => {
  it("takes a cart to an order, once per idempotency key", async () => {
    const url = await start();
    const headers = await logIn(url);
    expect((await post(`${url}/api/checkout`, {}, headers)).status).toBe(409);
    expect(await post(`${url}/api/cart`, { productId: 3, quantity: 2 }, headers)).toMatchObject({
      status: 201,
      json: { items: 1 },
    });
    const key = { ...headers, "idempotency-key": "k1" };
    const first = await post(`${url}/api/checkout`, {}, key);
    expect(first.status).toBe(201);
    expect(first.json["total"]).toBeGreaterThan(0);
    expect((await post(`${url}/api/checkout`, {}, key)).json).toEqual(first.json);
  });

  it.each([
    ["no token", {}, 401],
    ["an unknown token", { authorization: "Bearer nope" }, 401],
  ])("refuses %s", async (_name, headers, status) => {
    const url = await start();
    expect((await post(`${url}/api/cart`, { productId: 1 }, headers)).status).toBe(status);
  });

  it("refuses a second password for an account, and an unknown client", async () => {
    const url = await start({ apiKey: "key" });
    const headers = { "x-api-key": "key" };
    expect((await post(`${url}/api/login`, { user: "ana", password: "one" }, headers)).status).toBe(200);
    expect((await post(`${url}/api/login`, { user: "ana", password: "two" }, headers)).status).toBe(401);
    expect((await post(`${url}/api/login`, { user: "ana", password: "one" })).status).toBe(403);
  });

  it("lets tokens expire and be renewed", async () => {
    const expired = await start({ tokenLifeMs: 0 });
    const late = await logIn(expired);
    expect((await call(`${expired}/api/cart`, { headers: late })).status).toBe(401);
    await shop?.close();
    const url = await start();
    const { authorization = "" } = await logIn(url);
    const old = authorization.slice("Bearer ".length);
    const renew = (): Promise<Sent> =>
      call(`${url}/api/token`, { method: "POST", body: new URLSearchParams({ grant: "refresh", token: old }) });
    const renewed = await renew();
    expect(renewed.status).toBe(200);
    expect((await call(`${url}/api/cart`, { headers: { authorization } })).status).toBe(401);
    expect((await renew()).status).toBe(401);
    const fresh = { authorization: `Bearer ${String(renewed.json["token"])}` };
    expect((await call(`${url}/api/cart`, { headers: fresh })).status).toBe(200);
  });

  it("takes photos as multipart only", async () => {
    const url = await start();
    const headers = await logIn(url);
    const form = new FormData();
    form.set("file", new Blob(["picture"], { type: "image/jpeg" }), "photo.jpg");
    expect(await call(`${url}/api/products/1/photos`, { method: "POST", headers, body: form })).toMatchObject({
      status: 201,
      json: { photo: 1 },
    });
    expect((await post(`${url}/api/products/1/photos`, {}, headers)).status).toBe(415);
  });

  it("counts what a tenant has, without making one", async () => {
    const url = await start();
    const left = async (): Promise<unknown> => (await call(`${url}/api/test-tenants/one`)).json["total"];
    expect(await left()).toBe(0);
    expect(shop?.stats().tenants).toBe(0);
    const headers = await logIn(url, { "x-test-tenant": "one" });
    await post(`${url}/api/cart`, { productId: 1 }, headers);
    await post(`${url}/api/cart`, { productId: 2 }, headers);
    expect(await left()).toBe(3);
    await post(`${url}/api/checkout`, {}, headers);
    expect(await left()).toBe(2);
    await call(`${url}/api/test-tenants/one`, { method: "DELETE" });
    expect(await left()).toBe(0);
  });

  it("keeps tenants apart and forgets one that is cleaned up, however often", async () => {
    const url = await start();
    const one = await logIn(url, { "x-test-tenant": "one" });
    await post(`${url}/api/cart`, { productId: 1 }, one);
    expect((await call(`${url}/api/cart`, { headers: { ...one, "x-test-tenant": "two" } })).status).toBe(401);
    expect(shop?.stats().tenants).toBe(2);
    for (const _ of [1, 2]) {
      expect((await call(`${url}/api/test-tenants/one`, { method: "DELETE" })).status).toBe(204);
    }
    expect((await call(`${url}/api/cart`, { headers: one })).status).toBe(401);
  });
});

describe("faults", () => {
  it("are switched on and off while the shop runs", async () => {
    const url = await start();
    const on = await post(`${url}/__faults`, { name: "errors", endpoint: "get-product" });
    expect(on.json["active"]).toEqual([{ name: "errors", endpoint: "get-product" }]);
    expect((await call(`${url}/api/products/1`)).status).toBe(503);
    expect((await call(`${url}/api/products`)).status).toBe(200);
    expect((await call(`${url}/__faults/errors`, { method: "DELETE" })).json["active"]).toEqual([]);
    expect((await call(`${url}/api/products/1`)).status).toBe(200);
  });

  it("hit the same requests for the same seed", async () => {
    const first = await statusesOf(5);
    expect(await statusesOf(5)).toEqual(first);
    expect(await statusesOf(6)).not.toEqual(first);
    expect(new Set(first)).toEqual(new Set([200, 503]));
  });

  it.each<Fault>([
    { name: "slow", delayMs: 60 },
    { name: "cpu", busyMs: 60 },
    { name: "pool", delayMs: 60, size: 1 },
  ])("take their time: %j", async (fault) => {
    const url = await start({ faults: [fault] });
    const startedAt = performance.now();
    expect((await call(`${url}/api/checkout`, { method: "POST" })).status).toBe(401);
    // A lower bound only: timers may end 1 ms early, and a busy machine may take longer.
    expect(performance.now() - startedAt).toBeGreaterThan(55);
  });

  it("answer garbage, or cut the connection", async () => {
    const url = await start({ faults: [{ name: "garbage" }] });
    const garbage = await fetch(`${url}/api/products`);
    await expect(garbage.json()).rejects.toThrow(SyntaxError);
    await fetch(`${url}/__faults`, { method: "DELETE" });
    await post(`${url}/__faults`, { name: "reset" });
    await expect(fetch(`${url}/api/products`)).rejects.toThrow("fetch failed");
  });

  it("refuse a body that is none with 400", async () => {
    const url = await start();
    expect((await call(`${url}/__faults`, { method: "POST", body: "{" })).status).toBe(400);
  });
});

describe("service times", () => {
  it("have the median that was asked for, a tail, and repeat with their seed", () => {
    const times = drawTimes(3).toSorted((left, right) => left - right);
    expect(times[10_000]).toBeCloseTo(10, 0);
    expect(times[19_000]).toBeGreaterThan(17);
    expect(times[19_000]).toBeLessThan(22);
    expect(drawTimes(3)).toEqual(drawTimes(3));
  });
});

it("sustains thousands of requests over kept connections and counts each", async () => {
  const url = await start();
  const wanted = 2_000;
  let next = 0;
  const client = async (): Promise<void> => {
    while (next++ < wanted) await (await fetch(`${url}/api/products/1`)).arrayBuffer();
  };
  await Promise.all(Array.from({ length: 16 }, client));
  expect(shop?.stats()).toMatchObject({ requests: wanted, byEndpoint: { "get-product": wanted } });
});

it("refuses a body beyond its limit", async () => {
  const url = await start();
  const { status } = await call(`${url}/api/login`, { method: "POST", body: "x".repeat(5_000_001) });
  expect(status).toBe(413);
});

it("as a program prints its address and ends on SIGTERM", async () => {
  const child = spawn(process.execPath, [new URL("main.ts", import.meta.url).pathname, "--port", "0"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = await once(child.stdout.setEncoding("utf8"), "data");
  const address = /http:\/\/127\.0\.0\.1:\d+/.exec(String(line))?.[0];
  expect((await call(`${String(address)}/healthz`)).json).toEqual({ status: "ok" });
  child.kill("SIGTERM");
  expect(await once(child, "exit")).toEqual([0, null]);
});
