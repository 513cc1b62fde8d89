import { describe, expect, it } from "vitest";
import {
  admit,
  environment,
  limits,
  local,
  perf,
  policy,
  preview,
  production,
  resolved,
  target,
  told,
} from "../../../test/support/guard-inputs.ts";
import type { Policy } from "../../contract/policy.ts";
import type { TestPlan } from "../../contract/test-plan.ts";

describe("what is allowed", () => {
  it("says what the run will be", () => {
    const plan = target("https://shop.perf.test", "perf", { idp: "https://login.perf.test/realm" });
    const decision = admit({ plan });
    expect(decision.decision).toBe("allow");
    expect(decision.reasons).toEqual([
      {
        rule: "limits",
        outcome: "allow",
        code: null,
        text: "130 VUs at peak (cap 300), 10m30s at most (cap 20m), about 131,000 requests, EUR 0.46 of 5.00",
      },
      { rule: "addresses", outcome: "allow", code: null, text: "connections only to 10.20.3.4 and 10.20.3.9" },
    ]);
    expect(decision.cost).toEqual({ estimated: 0.46, limit: 5, currency: "EUR" });
  });

  it("holds the engine to the pinned addresses and the policy's limits", () => {
    const { enforcement } = admit({ plan: target("https://shop.perf.test"), policy: limits({ ratePerSecond: 500 }) });
    expect(enforcement).toMatchObject({
      pins: { "shop.perf.test": "10.20.3.4", "login.perf.test": "10.20.3.9" },
      allowedAddresses: ["10.20.3.4", "10.20.3.9"],
      blockedHostnames: ["shop.example.com", "*.shop.example.com"],
      maxVus: 300,
      maxDurationMs: 1_200_000,
      maxRatePerSecond: 500,
    });
    expect(enforcement.blockedRanges).toContain("::/0");
    expect(enforcement.blockedRanges).toContain("10.20.3.5/32");
  });

  it.each<[string, string, string[], Record<string, string>]>([
    ["an address", "http://127.0.0.1:8080", ["127.0.0.1"], { localhost: "127.0.0.1" }],
    ["a name, IPv4 first", "http://localhost:8080", ["127.0.0.1"], { localhost: "127.0.0.1" }],
    ["IPv6", "http://[::1]:8080", ["127.0.0.1", "::1"], { localhost: "127.0.0.1" }],
  ])("loopback by %s", (_, url, addresses, pins) => {
    const { decision, enforcement } = admit({ plan: target(url, "local") });
    expect(decision).toBe("allow");
    expect(enforcement.allowedAddresses).toEqual(addresses);
    expect(enforcement.pins).toEqual(pins);
  });
});

describe("the target", () => {
  it.each<[string, TestPlan, Partial<Policy>, Record<string, string[]>, string]>([
    [
      "an unknown environment",
      target("https://shop.perf.test", "pref"),
      {},
      {},
      'PA_GUARD_HOST the policy declares no environment "pref". Declared: local, perf.',
    ],
    [
      "a production environment",
      target("https://shop.example.com", "prod"),
      {},
      {},
      "PA_GUARD_PRODUCTION shop.example.com is a host of",
    ],
    [
      "a production name",
      target("https://shop.example.com"),
      {},
      {},
      "PA_GUARD_PRODUCTION shop.example.com is a host of",
    ],
    [
      "a production name in capitals with a dot",
      target("https://SHOP.example.com./x"),
      {},
      {},
      "PA_GUARD_PRODUCTION shop.example.com is a host of",
    ],
    [
      "a production wildcard",
      target("https://a.b.shop.example.com"),
      {},
      {},
      "PA_GUARD_PRODUCTION a.b.shop.example.com is a host of",
    ],
    [
      "a production name among the others",
      target("https://shop.perf.test", "perf", { cdn: "https://eu.shop.example.com" }),
      {},
      {},
      "PA_GUARD_PRODUCTION eu.shop.example.com",
    ],
    [
      "an address in a production range",
      target("https://shop.perf.test"),
      {},
      { "shop.perf.test": ["203.0.113.9"] },
      "PA_GUARD_PRODUCTION shop.perf.test is 203.0.113.9, in range 203.0.113.0/24",
    ],
    [
      "one of several addresses in a production range",
      target("https://shop.perf.test"),
      {},
      { "shop.perf.test": ["10.20.3.4", "::ffff:203.0.113.9"] },
      "PA_GUARD_PRODUCTION",
    ],
    [
      "an address shared with a production name",
      target("https://shop.perf.test"),
      {},
      { "shop.perf.test": ["192.0.2.80"] },
      "PA_GUARD_PRODUCTION shop.perf.test is 192.0.2.80, which is also shop.example.com",
    ],
    ["an address that production names", target("https://198.51.100.7"), {}, {}, "PA_GUARD_PRODUCTION"],
    [
      "a loopback address of production",
      target("http://127.0.0.1", "local"),
      { environments: [local, environment("p", { kind: "production", ranges: ["127.0.0.0/8"] })] },
      {},
      "PA_GUARD_PRODUCTION",
    ],
    [
      "an untrusted project's environment",
      target("https://shop.perf.test"),
      { environments: [local, { ...perf, trusted: false }] },
      {},
      "PA_GUARD_UNTRUSTED",
    ],
    [
      "a foreign host",
      target("https://other.test"),
      {},
      { "other.test": ["10.20.1.1"] },
      "PA_GUARD_HOST other.test is no host of environment",
    ],
    [
      "a foreign host among the others",
      target("https://shop.perf.test", "perf", { x: "https://other.test" }),
      {},
      {},
      "PA_GUARD_HOST other.test",
    ],
    [
      "a decimal numeral",
      target("http://2130706433", "local"),
      {},
      {},
      'PA_GUARD_HOST "2130706433" is read differently by different programs; write 127.0.0.1',
    ],
    ["a short address", target("http://127.1:80/", "local"), {}, {}, 'PA_GUARD_HOST "127.1"'],
    ["an octal address", target("http://0177.0.0.1", "local"), {}, {}, 'PA_GUARD_HOST "0177.0.0.1"'],
    ["a trailing dot", target("http://localhost.:80", "local"), {}, {}, 'PA_GUARD_HOST "localhost."'],
    [
      "a name that does not resolve",
      target("https://shop.perf.test"),
      {},
      { "shop.perf.test": [] },
      "PA_TARGET_UNREACHABLE shop.perf.test does not resolve",
    ],
    [
      "an address beyond the ranges",
      target("https://shop.perf.test"),
      {},
      { "shop.perf.test": ["10.21.0.1"] },
      'PA_GUARD_ADDRESS shop.perf.test resolves to 10.21.0.1, which environment "perf" does not allow (10.20.0.0/16)',
    ],
    [
      "one address beyond the ranges",
      target("https://shop.perf.test"),
      {},
      { "shop.perf.test": ["10.20.0.1", "2001:db8::1"] },
      "PA_GUARD_ADDRESS shop.perf.test resolves to 2001:db8::1",
    ],
    ["local beyond loopback", target("http://localhost", "local"), {}, { localhost: ["10.0.0.1"] }, "PA_GUARD_ADDRESS"],
    [
      "a local name beyond loopback",
      target("http://box.test", "local"),
      { environments: [{ ...local, hosts: ["box.test"] }] },
      { "box.test": ["10.0.0.1"] },
      "PA_GUARD_ADDRESS",
    ],
    [
      "a perf environment of loopback names beyond loopback",
      target("http://shop.localhost", "here"),
      { environments: [environment("here", { hosts: ["shop.localhost"] })] },
      { "shop.localhost": ["10.0.0.1"] },
      "PA_GUARD_ADDRESS",
    ],
  ])("refuses %s", (_, plan, changes, more, message) => {
    const decision = admit({ plan, policy: policy(changes), addresses: { ...resolved, ...more } });
    expect(decision.decision).toBe("refuse");
    expect(told(decision, "refuse").join("\n")).toContain(message);
    expect(decision.reasons[0]?.outcome).toBe("refuse");
    expect(decision.enforcement).toMatchObject({
      pins: {},
      allowedAddresses: [],
      blockedRanges: ["0.0.0.0/0", "::/0"],
    });
  });

  it("says that production is production, and nothing less", () => {
    const decision = admit({ plan: target("https://shop.example.com", "prod") });
    expect(new Set(decision.reasons.flatMap(({ code }) => (code === null ? [] : [code])))).toEqual(
      new Set(["PA_GUARD_PRODUCTION"]),
    );
  });

  it.each([
    ["is production", { "login.perf.test": ["203.0.113.5"] }, "production"],
    ["lies beyond the ranges", { "login.perf.test": ["10.99.0.1"] }, "outside its ranges"],
  ])("keeps a further host blocked that %s", (_, more, message) => {
    const decision = admit({ plan: target("https://shop.perf.test"), addresses: { ...resolved, ...more } });
    expect(decision.decision).toBe("allow");
    expect(told(decision, "warn").join()).toContain(message);
    expect(decision.enforcement.pins).toEqual({ "shop.perf.test": "10.20.3.4" });
  });

  it("takes any address of an environment without ranges, and addresses under bracketed names", () => {
    const open = environment("open", { hosts: ["shop.open.test", "2001:db8::5"] });
    const changed = policy({ environments: [open, production] });
    const byName = admit({
      plan: target("https://shop.open.test", "open"),
      policy: changed,
      addresses: { "shop.open.test": ["198.18.0.1"] },
    });
    expect(byName.enforcement.allowedAddresses).toEqual(["198.18.0.1"]);
    const byAddress = admit({
      plan: target("https://[2001:db8:0::5]", "open"),
      policy: changed,
      addresses: { "[2001:db8::5]": [] },
    });
    expect(byAddress.enforcement.allowedAddresses).toEqual(["2001:db8::5"]);
  });
});

it("tells every refusal at once, worst kind first", () => {
  const decision = admit({
    plan: target("https://shop.perf.test"),
    policy: policy({ environments: [local, { ...perf, trusted: false }] }),
    preview: preview({ peakVus: 999, vuHours: 999 }),
    addresses: { "shop.perf.test": ["10.99.0.1"] },
  });
  expect(decision.reasons.filter(({ outcome }) => outcome === "refuse").map(({ rule }) => rule)).toEqual([
    "trust",
    "addresses",
    "limits",
    "cost",
  ]);
});
