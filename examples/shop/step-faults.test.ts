import { afterEach, describe, expect, it } from "vitest";
import type { WorkStats } from "./back-office.ts";
import type { Fault } from "./faults.ts";
import { services, serviceNames } from "./services.ts";
import { startShop, type Shop } from "./shop.ts";

let shop: Shop | undefined;

afterEach(async () => {
  await shop?.close();
  shop = undefined;
});

const start = async (): Promise<string> => {
  shop = await startShop({ port: 0, host: "127.0.0.1", latencyScale: 0 });
  return shop.url;
};

const switchOn = async (url: string, fault: Fault): Promise<void> => {
  const { status } = await fetch(`${url}/__faults`, { method: "POST", body: JSON.stringify(fault) });
  expect(status).toBe(200);
};

const switchOff = async (url: string): Promise<void> => {
  await (await fetch(`${url}/__faults`, { method: "DELETE" })).arrayBuffer();
};

const bodyOf = async (url: string): Promise<Record<string, unknown>> => {
  const response = await fetch(url);
  expect(response.status).toBe(200);
  return (await response.json()) as Record<string, unknown>;
};

const workOf = async (url: string): Promise<WorkStats> => {
  const { work } = await bodyOf(`${url}/__stats`);
  return work as WorkStats;
};

/** By how much a figure grew during ten requests, one after the other or all at once. */
const growth = async (
  url: string,
  path: string,
  read: (work: WorkStats) => number,
  together: boolean,
): Promise<number> => {
  const before = read(await workOf(url));
  const sent: Promise<unknown>[] = [];
  for (let count = 0; count < 10; count++) {
    const answer = bodyOf(`${url}${path}`);
    sent.push(answer);
    if (!together) await answer;
  }
  await Promise.all(sent);
  return read(await workOf(url)) - before;
};

interface Case {
  readonly fault: Fault;
  readonly path: string;
  readonly read: (work: WorkStats) => number;
  /** Of ten requests while all is well, and while the fault is on: at least, at most. */
  readonly well: number;
  readonly ill: readonly [number, number];
  /** Only requests that come at once queue. */
  readonly together?: boolean;
}

describe("the fault of a step", () => {
  it.each<Case>([
    {
      fault: { name: "cpu-burn", busyMs: 3 },
      path: "/api/categories",
      read: ({ burntMs }) => burntMs,
      well: 0,
      ill: [30, Infinity],
    },
    {
      fault: { name: "slow-query", rows: 30_000 },
      path: "/api/reviews?product=3",
      read: ({ rowsScanned }) => rowsScanned,
      well: 0,
      ill: [300_000, 300_000],
    },
    {
      fault: { name: "n-plus-one", calls: 6 },
      path: "/api/shipping?product=3",
      read: ({ downstream }) => downstream.served,
      well: 10,
      ill: [60, 60],
    },
    {
      fault: { name: "n-plus-one", calls: 2.5 },
      path: "/api/shipping?product=3",
      read: ({ downstream }) => downstream.served,
      well: 10,
      ill: [21, 29],
    },
    {
      fault: { name: "small-pool", delayMs: 100 },
      path: "/api/account?customer=3",
      read: ({ connections }) => connections.waited,
      well: 0,
      ill: [1, 8],
      together: true,
    },
    {
      fault: { name: "lock", delayMs: 100 },
      path: "/api/stock?product=3",
      read: ({ lock }) => lock.longestQueue,
      well: 0,
      ill: [2, 9],
      together: true,
    },
    {
      fault: { name: "payload", times: 20 },
      path: "/api/categories",
      read: ({ items }) => items,
      well: 120,
      ill: [2400, 2400],
    },
    {
      fault: { name: "cache-off", delayMs: 1 },
      path: "/api/prices?product=7",
      read: ({ cache }) => cache.misses,
      well: 0,
      ill: [10, 10],
    },
    {
      fault: { name: "gc-pressure", kilobytes: 500, retainedMegabytes: 2 },
      path: "/api/categories",
      read: ({ garbage }) => garbage.madeKilobytes,
      well: 0,
      ill: [5000, 5000],
    },
    {
      fault: { name: "retry-storm", failures: 1, delayMs: 1 },
      path: "/api/shipping?product=3",
      read: ({ downstream }) => downstream.retries,
      well: 0,
      ill: [20, 20],
    },
    {
      fault: { name: "retry-storm", failures: 0.5, delayMs: 1 },
      path: "/api/shipping?product=3",
      read: ({ downstream }) => downstream.calls,
      well: 10,
      ill: [11, 29],
    },
    {
      fault: { name: "thread-starvation", iterations: 10 },
      path: "/api/vouchers/spring",
      read: ({ threadPool }) => threadPool.otherJobs,
      well: 0,
      ill: [40, 40],
    },
  ])("$fault shows, and goes when it is switched off", async ({ fault, path, read, well, ill, together = false }) => {
    const url = await start();
    expect(await growth(url, path, read, together)).toBe(well);
    await switchOn(url, fault);
    const grown = await growth(url, path, read, together);
    expect(grown).toBeGreaterThanOrEqual(ill[0]);
    expect(grown).toBeLessThanOrEqual(ill[1]);
    await switchOff(url);
    expect(await growth(url, path, read, together)).toBe(well);
  });

  it("slows the second service for the endpoint that it is about: another overtakes it", async () => {
    const url = await start();
    await bodyOf(`${url}/api/stock?product=1`);
    await switchOn(url, { name: "slow-downstream", delayMs: 300, endpoint: "shipping" });
    const order: string[] = [];
    const slow = bodyOf(`${url}/api/shipping?product=1`).then(() => order.push("shipping"));
    await bodyOf(`${url}/api/stock?product=1`).then(() => order.push("stock"));
    await slow;
    expect(order).toEqual(["stock", "shipping"]);
  });

  it("makes bodies longer on the wire", async () => {
    const url = await start();
    const lengthOf = async (): Promise<number> =>
      (await (await fetch(`${url}/api/categories`)).arrayBuffer()).byteLength;
    const usual = await lengthOf();
    await switchOn(url, { name: "payload", times: 20 });
    expect((await lengthOf()) / usual).toBeGreaterThan(18);
  });

  it("leaves no garbage behind", async () => {
    const url = await start();
    await switchOn(url, { name: "gc-pressure", kilobytes: 100 });
    await bodyOf(`${url}/api/categories`);
    expect((await workOf(url)).garbage.keptKilobytes).toBe(100);
    await switchOff(url);
    expect((await workOf(url)).garbage.keptKilobytes).toBe(0);
  });

  it("spares requests that do not take the step", async () => {
    const url = await start();
    await switchOn(url, { name: "payload", times: 3, endpoint: "categories" });
    expect((await bodyOf(`${url}/api/categories`))["items"]).toHaveLength(36);
    expect((await bodyOf(`${url}/api/reviews?product=1`))["items"]).toHaveLength(40);
  });
});

describe("the services", () => {
  it("answer for what they know, and 404 for the rest", async () => {
    const url = await start();
    const statusesOf = async (paths: readonly string[]): Promise<number[]> => {
      const statuses: number[] = [];
      for (const path of paths) statuses.push((await fetch(`${url}/api/${path}`)).status);
      return statuses;
    };
    const known = ["orders/2000", "orders?customer=200", "stock?product=120", "vouchers/spring"];
    expect(await statusesOf(known)).toEqual([200, 200, 200, 200]);
    const unknown = ["orders/2001", "orders/0", "orders/1.5", "orders/one", "orders", "stock"];
    expect(await statusesOf(unknown)).toEqual([404, 404, 404, 404, 404, 404]);
  });

  it("do the whole work for one order in ten", async () => {
    const url = await start();
    let whole = 0;
    for (let id = 1; id <= 100; id++) if ("items" in (await bodyOf(`${url}/api/orders/${id}`))) whole += 1;
    expect(whole).toBeGreaterThanOrEqual(9);
    expect(whole).toBeLessThanOrEqual(11);
    const { downstream, threadPool } = await workOf(url);
    expect([downstream.calls, threadPool.receipts]).toEqual([whole, whole]);
  });

  it("have their profiles in the cache, 97 times in 100 and more", async () => {
    const url = await start();
    for (let product = 1; product <= 120; product++) {
      for (const _ of [1, 2, 3, 4, 5]) await bodyOf(`${url}/api/prices?product=${product}`);
    }
    const { hits, misses } = (await workOf(url)).cache;
    expect(hits + misses).toBe(600);
    expect(hits / 600).toBeGreaterThan(0.97);
  });

  it("are thirteen endpoints and more, with those of the shop", async () => {
    const url = await start();
    expect(Object.keys(services)).toEqual(serviceNames);
    for (const name of serviceNames) {
      const { parameter, path } = services[name];
      const place = path.source.replaceAll("\\", "").replace("([^/]+)", "1").replace(/[$^]/g, "");
      await bodyOf(`${url}${place}${parameter === null ? "" : `?${parameter}=1`}`);
    }
    const { byEndpoint } = shop?.stats() ?? { byEndpoint: {} };
    expect(Object.keys(byEndpoint).toSorted()).toEqual([...serviceNames].toSorted());
  });
});
