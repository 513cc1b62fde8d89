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
    expect(decision.cost).toEqual({
      estimated: 0.455,
      limit: 5,
      currency: "EUR",
      alertAt: 0.8,
      parts: [{ unit: "VU-hours", quantity: 22.75, price: 0.02 }],
    });
  });

  it("holds the engine to the pinned addresses and the policy's limits", () => {
    const { enforcement } = admit({ plan: target("https://shop.perf.test"), policy: limits({ ratePerSecond: 500 }) });
    expect(enforcement).toMatchObject({
      pins: { "shop.perf.test": "10.20.3.4", "login.perf.test": "10.20.3.9" },
      allowedAddresses: ["10.20.3.4", "10.20.3.9"],
      allowedSockets: ["10.20.3.4:443", "10.20.3.9:443"],
      blockedHostnames: ["shop.example.com", "*.shop.example.com"],
      maxVus: 300,
      maxDurationMs: 1_200_000,
      maxRatePerSecond: 500,
      maxConnections: 536,
      maxRequests: null,
      maxWrites: null,
      setupTimeoutMs: 5000,
      teardownTimeoutMs: 5000,
      summaryTimeoutMs: 10_000,
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
    ["a hexadecimal address", target("http://0x7f.0.0.1", "local"), {}, {}, 'PA_GUARD_HOST "0x7f.0.0.1"'],
    ["a production address as a number", target("http://3325256711"), {}, {}, "PA_GUARD_PRODUCTION 198.51.100.7"],
    ["a mapped production address", target("http://[::ffff:203.0.113.9]"), {}, {}, "PA_GUARD_PRODUCTION 203.0.113.9"],
    [
      "a mapped production address in hexadecimal",
      target("http://[::ffff:cb00:7109]"),
      {},
      {},
      "PA_GUARD_PRODUCTION 203.0.113.9",
    ],
    [
      "a production address behind NAT64",
      target("https://shop.perf.test"),
      {},
      { "shop.perf.test": ["64:ff9b::203.0.113.9"] },
      "PA_GUARD_PRODUCTION shop.perf.test is 64:ff9b::cb00:7109, a way to 203.0.113.9, in range 203.0.113.0/24",
    ],
    [
      "an address of production behind 6to4",
      target("https://shop.perf.test"),
      {},
      { "shop.perf.test": ["2002:c633:6407::1"] },
      "PA_GUARD_PRODUCTION shop.perf.test is 2002:c633:6407::1, a way to 198.51.100.7, which is also 198.51.100.7",
    ],
    [
      "an IPv6 address shared with a production name",
      target("https://shop.perf.test"),
      {},
      { "shop.perf.test": ["10.20.3.4", "2001:db8::80"], "shop.example.com": ["192.0.2.80", "2001:DB8:0::80"] },
      "PA_GUARD_PRODUCTION shop.perf.test is 2001:db8::80, which is also shop.example.com",
    ],
    [
      "an address that a production name has as well, the target being the address",
      target("http://10.20.3.4"),
      { environments: [{ ...perf, hosts: ["10.20.3.4"] }, production] },
      { "shop.example.com": ["::ffff:10.20.3.4"] },
      "PA_GUARD_PRODUCTION 10.20.3.4 is 10.20.3.4, which is also shop.example.com",
    ],
    [
      "a production name in wide letters",
      target("https://ｓｈｏｐ。example.com"),
      {},
      {},
      "PA_GUARD_PRODUCTION shop.example.com is a host of",
    ],
    ["a production name with an escape", target("https://shop%2eexample.com"), {}, {}, "PA_GUARD_PRODUCTION"],
    [
      "a name that only looks like one of the environment",
      target("https://shоp.perf.test"),
      {},
      { "xn--shp-vmc.perf.test": ["10.20.3.4"] },
      "PA_GUARD_HOST",
    ],
    [
      "a name of the environment as the user of production",
      target("https://shop.perf.test@shop.example.com/"),
      {},
      {},
      "PA_GUARD_PRODUCTION shop.example.com is a host of",
    ],
    [
      "a user before the host",
      target("https://me:secret@shop.perf.test/"),
      {},
      {},
      "PA_GUARD_HOST the URL of shop.perf.test has a user before its host",
    ],
    [
      "an empty user before the host",
      target("https://@shop.perf.test/"),
      {},
      {},
      "PA_GUARD_HOST the URL of shop.perf.test has a user before its host",
    ],
    ["a backslash before another host", target("https://shop.perf.test\\@other.test/"), {}, {}, "PA_GUARD_HOST"],
    [
      "a fragment that would take in paths",
      target("http://127.0.0.1:80#@127.0.0.2:90", "local"),
      {},
      {},
      "PA_GUARD_HOST the URL of 127.0.0.1 has a query, a fragment",
    ],
    [
      "an empty fragment",
      target("http://127.0.0.1:8080/#", "local"),
      {},
      {},
      "PA_GUARD_HOST the URL of 127.0.0.1:8080",
    ],
    ["a query", target("http://127.0.0.1:8080/?a", "local"), {}, {}, "PA_GUARD_HOST the URL of 127.0.0.1:8080"],
    [
      "a tab in a path",
      target("http://127.0.0.1:8080/a\tb", "local"),
      {},
      {},
      "PA_GUARD_HOST the URL of 127.0.0.1:8080",
    ],
    ["a line break in a name", target("https://shop.pe\nrf.test/"), {}, {}, "PA_GUARD_HOST"],
    ["a zone id", target("http://[fe80::1%25eth0]/"), {}, {}, "is no URL that the engine could be held to"],
    [
      "another scheme",
      target("ftp://shop.perf.test/"),
      {},
      {},
      'PA_GUARD_HOST "ftp://shop.perf.test/" begins with ftp:',
    ],
    ["a file", target("file:///etc/passwd"), {}, {}, "PA_GUARD_HOST"],
    ["no URL", target("shop.perf.test"), {}, {}, "is no URL"],
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

  it("never prints a password", () => {
    for (const url of ["https://me:s3cret@shop.perf.test/", "ftp://me:s3cret@x.test", "http://me:s3cret@[::1%25x]/"])
      expect(JSON.stringify(admit({ plan: target(url) }))).not.toContain("s3cret");
  });

  it("says that production is production, and nothing less", () => {
    const decision = admit({ plan: target("https://shop.example.com", "prod") });
    expect(new Set(decision.reasons.flatMap(({ code }) => (code === null ? [] : [code])))).toEqual(
      new Set(["PA_GUARD_PRODUCTION"]),
    );
  });

  it.each([
    [
      "names of production that do not resolve",
      "https://shop.perf.test",
      "perf",
      [
        "shop.example.com of production does not resolve here: whether the target shares an address with production cannot be seen",
      ],
    ],
    ["nothing, where the target is loopback", "http://127.0.0.1:8080", "local", []],
  ])("warns of %s", (_, url, name, warnings) => {
    const decision = admit({ plan: target(url, name), addresses: { ...resolved, "shop.example.com": [] } });
    expect([decision.decision, told(decision, "warn")]).toEqual(["allow", warnings]);
  });

  it("allows the sockets of the plan's URLs, and further hosts at their own ports or else at those", () => {
    const sockets = ([{}, { admin: "http://login.perf.test:9090", login: "https://login.perf.test" }] as const).map(
      (others) =>
        admit({
          plan: target("http://shop.perf.test:8080"),
          policy: policy({ environments: [local, { ...perf, others }, production] }),
        }).enforcement.allowedSockets,
    );
    expect(sockets).toEqual([
      ["10.20.3.4:8080", "10.20.3.9:8080"],
      ["10.20.3.4:8080", "10.20.3.9:9090", "10.20.3.9:443"],
    ]);
    expect(admit({ plan: target("http://[::1]:8080", "local") }).enforcement.allowedSockets).toContain("[::1]:8080");
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
    policy: policy({
      environments: [local, { ...perf, trusted: false }],
      cost: { ...policy().cost, perVuHour: 1 },
    }),
    preview: preview({ peakVus: 999 }),
    addresses: { "shop.perf.test": ["10.99.0.1"] },
  });
  expect(decision.reasons.filter(({ outcome }) => outcome === "refuse").map(({ rule }) => rule)).toEqual([
    "trust",
    "addresses",
    "limits",
    "cost",
  ]);
});
