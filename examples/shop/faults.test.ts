import { describe, expect, it } from "vitest";
import { type Effect, noEffect, noStepEffect, type StepEffect } from "./effects.ts";
import { FaultBoard } from "./fault-board.ts";
import { type Fault, parseFault } from "./faults.ts";

const effect = (fault: Fault, endpoint: string, ageMs: number): Readonly<Effect> => {
  const board = new FaultBoard(() => 0.5);
  board.switchOn(fault, 1_000);
  return board.effectOn(endpoint, 1_000 + ageMs);
};

describe("a fault", () => {
  it.each<[string, Fault, string, number, Partial<Effect>]>([
    ["slows the endpoint it is about", { name: "slow-checkout" }, "checkout", 0, { delayMs: 300 }],
    ["spares others", { name: "slow-checkout" }, "get-product", 0, {}],
    ["slows everything on its database", { name: "slow-db", delayMs: 40 }, "add-to-cart", 0, { delayMs: 40 }],
    ["slows all endpoints", { name: "slow" }, "get-product", 0, { delayMs: 100 }],
    ["slows the one endpoint that was named", { name: "slow", endpoint: "search" }, "login", 0, {}],
    ["gets worse with time", { name: "creep", delayMs: 5 }, "search", 4_000, { delayMs: 20 }],
    ["burns time", { name: "cpu" }, "search", 0, { busyMs: 20 }],
    ["holds connections", { name: "pool", size: 3 }, "checkout", 0, { pool: { size: 3, holdMs: 50 } }],
    ["answers with a status", { name: "errors" }, "search", 0, { answer: { kind: "status", status: 503 } }],
    ["answers garbage", { name: "garbage" }, "search", 0, { answer: { kind: "garbage" } }],
    ["never answers", { name: "hang" }, "search", 0, { answer: { kind: "hang" } }],
    ["hits its share", { name: "slow", share: 0.6 }, "search", 0, { delayMs: 100 }],
    ["spares the rest", { name: "slow", share: 0.4 }, "search", 0, {}],
    ["has not begun", { name: "slow", afterMs: 500 }, "search", 499, {}],
    ["has begun", { name: "slow", afterMs: 500 }, "search", 500, { delayMs: 100 }],
    ["is over", { name: "slow", afterMs: 500, forMs: 100 }, "search", 601, {}],
  ])("%s", (_name, fault, endpoint, ageMs, wanted) => {
    expect(effect(fault, endpoint, ageMs)).toEqual({ ...noEffect, ...wanted });
  });

  it.each<[Fault, string, Partial<StepEffect>]>([
    [{ name: "cpu-burn", busyMs: 3 }, "get-order", { busyMs: 3 }],
    [{ name: "slow-query" }, "reviews", { scannedRows: 60_000 }],
    [{ name: "n-plus-one", calls: 3 }, "stock", { downstreamCalls: 3 }],
    [{ name: "small-pool", delayMs: 4 }, "get-order", { connections: { size: 2, holdMs: 4 } }],
    [{ name: "lock" }, "voucher", { lockMs: 6 }],
    [{ name: "payload", times: 7 }, "invoice", { itemsTimes: 7 }],
    [{ name: "cache-off", delayMs: 9 }, "prices", { cacheOffMs: 9 }],
    [{ name: "gc-pressure", kilobytes: 10 }, "reviews", { garbage: { kilobytes: 10, retainedMegabytes: 64 } }],
    [{ name: "slow-downstream", delayMs: 2 }, "shipping", { downstreamDelayMs: 2 }],
    [{ name: "retry-storm" }, "shipping", { retries: { failures: 0.8, backOffMs: 6 } }],
    [{ name: "thread-starvation", iterations: 50 }, "invoice", { occupyIterations: 50 }],
    [{ name: "lock" }, "prices", {}],
    [{ name: "cpu-burn", endpoint: "reviews" }, "categories", {}],
  ])("%j on %s makes a step worse", (fault, endpoint, wanted) => {
    expect(effect(fault, endpoint, 0)).toEqual({ ...noEffect, steps: { ...noStepEffect, ...wanted } });
  });

  it("adds to others, and replaces the one of its name", () => {
    const board = new FaultBoard(() => 0.5);
    board.switchOn({ name: "slow", delayMs: 10 }, 0);
    board.switchOn({ name: "slow", delayMs: 20 }, 0);
    board.switchOn({ name: "slow-search", delayMs: 5 }, 0);
    expect(board.effectOn("search", 0).delayMs).toBe(25);
    board.switchOff("slow");
    expect(board.active).toEqual([{ name: "slow-search", delayMs: 5 }]);
    board.switchOff();
    expect(board.effectOn("search", 0)).toEqual(noEffect);
  });
});

it.each([
  [null, "a fault is an object"],
  [{ name: "quick" }, "name must be one of"],
  [{ name: "slow", delayMs: -1 }, "delayMs must be"],
  [{ name: "slow", delayMs: "1" }, "delayMs must be"],
  [{ name: "slow", delay: 1 }, '"delay" is not a field'],
  [{ name: "lock", endpoint: "prices" }, "lock has no effect on prices; it hits get-order, stock, voucher"],
  [{ name: "slow", endpoint: 1 }, "endpoint must be a name"],
])("%j is refused", (value, message) => {
  expect(() => parseFault(value)).toThrow(message);
});
