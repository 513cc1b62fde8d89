import { describe, expect, it } from "vitest";
import { dnsResolver } from "./dns-resolver.ts";
import { nodeClock } from "./node-clock.ts";
import { nodeSystem } from "./node-system.ts";

describe("dnsResolver", () => {
  it.each([
    ["10.1.2.3", ["10.1.2.3"]],
    ["::1", ["::1"]],
    ["[2001:db8::7]", ["2001:db8::7"]],
    ["", []],
    ["no-such-host.invalid", []],
    ["a name with spaces", []],
  ])("%j is %j", async (host, addresses) => {
    expect(await dnsResolver().resolve(host)).toEqual(addresses);
  });

  it("reads the hosts file", async () => {
    const addresses = await dnsResolver().resolve("localhost");
    expect(addresses.some((address) => address === "127.0.0.1" || address === "::1")).toBe(true);
  });
});

describe("nodeClock", () => {
  it("sleeps until its signal fires, without an error", async () => {
    const controller = new AbortController();
    const sleeping = nodeClock().sleep(60_000, controller.signal);
    controller.abort();
    await expect(sleeping).resolves.toBeUndefined();
    await expect(nodeClock().sleep(60_000, controller.signal)).resolves.toBeUndefined();
    await expect(nodeClock().sleep(0)).resolves.toBeUndefined();
  });

  it("never runs backwards", () => {
    const clock = nodeClock();
    const first = clock.monotonic();
    expect(clock.monotonic()).toBeGreaterThanOrEqual(first);
  });
});

describe("nodeSystem", () => {
  it("gives as many random digits as asked for", () => {
    const system = nodeSystem();
    expect(system.randomHex(16)).toMatch(/^[0-9a-f]{16}$/u);
    expect(system.randomHex(5)).toMatch(/^[0-9a-f]{5}$/u);
    expect(system.randomHex(16)).not.toBe(system.randomHex(16));
  });

  it("tells of interrupts until it shall no more", () => {
    const heard: string[] = [];
    const before = process.listenerCount("SIGTERM");
    const stop = nodeSystem().onInterrupt((signal) => void heard.push(signal));
    process.emit("SIGTERM");
    process.emit("SIGINT");
    process.emit("SIGINT");
    stop();
    expect(heard).toEqual(["SIGTERM", "SIGINT", "SIGINT"]);
    expect(process.listenerCount("SIGTERM")).toBe(before);
  });
});
