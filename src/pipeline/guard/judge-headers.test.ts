import { describe, expect, it } from "vitest";
import { admit, perf, policy, production, target, told } from "../../../test/support/guard-inputs.ts";
import { smallEndpoint } from "../../../test/support/small-plan.ts";
import type { Template, TestPlan } from "../../contract/test-plan.ts";

/** A plan on the perf environment whose only endpoint sends the header. */
function sending(name: string, value: Template): TestPlan {
  return { ...target("https://shop.perf.test"), endpoints: [smallEndpoint("list", { headers: [[name, value]] })] };
}

describe("headers that say which host is meant", () => {
  it.each<[string, string, string | Template, string]>([
    [
      "production",
      "host",
      "shop.example.com",
      'PA_GUARD_PRODUCTION header host of endpoint "list" names production: shop.example.com is a host of production environment "prod" (shop.example.com)',
    ],
    ["production in capitals, with port and dot", "HOST", "SHOP.Example.COM.:443", "PA_GUARD_PRODUCTION"],
    ["production by wildcard", "Host", "eu.shop.example.com", "PA_GUARD_PRODUCTION"],
    ["production by address", "host", "198.51.100.7", "PA_GUARD_PRODUCTION"],
    ["production by range", "host", "203.0.113.200:8080", "PA_GUARD_PRODUCTION"],
    ["production by mapped address", "host", "[::ffff:203.0.113.200]:80", "PA_GUARD_PRODUCTION"],
    ["production by number", "host", "3405803976", "PA_GUARD_PRODUCTION"],
    ["production in wide letters", "host", "ｓｈｏｐ.example.com", "PA_GUARD_PRODUCTION"],
    ["production, to HTTP/2", ":authority", "shop.example.com", "PA_GUARD_PRODUCTION header :authority"],
    [
      "production, forwarded",
      "Forwarded",
      'for=192.0.2.60; host="shop.example.com:443"; proto=https',
      "PA_GUARD_PRODUCTION",
    ],
    ["production, as proxies write it", "X-Forwarded-Host", "shop.perf.test, shop.example.com", "PA_GUARD_PRODUCTION"],
    ["production, as an overriding host", "x-host", "shop.example.com", "PA_GUARD_PRODUCTION"],
    ["production, as a URL", "x-original-url", "https://shop.example.com/api", "PA_GUARD_PRODUCTION"],
    ["production beside a variable", "host", ["shop.example.com:", { ref: "port" }], "PA_GUARD_PRODUCTION"],
    ["production with blanks around its name", " host ", " shop.example.com ", "PA_GUARD_PRODUCTION"],
    [
      "a variable",
      "host",
      [{ ref: "tenant" }],
      'PA_GUARD_HOST header host of endpoint "list" is filled in while running',
    ],
    ["part of a name", "x-forwarded-host", [{ ref: "tenant" }, ".example.com"], "PA_GUARD_HOST"],
    [
      "a host of no environment",
      "host",
      "other.test",
      'PA_GUARD_HOST header host of endpoint "list" names "other.test", which is no host of environment "perf"',
    ],
    ["no host at all", "host", "", "PA_GUARD_HOST"],
    ["more than a host", "host", "shop.perf.test/x", "PA_GUARD_HOST"],
    ["two hosts", "host", "shop.perf.test@login.perf.test", "PA_GUARD_HOST"],
  ])("refuses %s", (_, name, value, message) => {
    const decision = admit({ plan: sending(name, typeof value === "string" ? [value] : value) });
    expect(told(decision, "refuse").join("\n")).toContain(message);
    expect(decision.enforcement.allowedAddresses).toEqual([]);
  });

  it.each<[string, string, string | Template]>([
    ["a host of the environment", "host", "login.perf.test"],
    ["with its port", "Host", "shop.perf.test:8443"],
    ["what is forwarded for others", "x-forwarded-host", "partner.test"],
    ["proxies' numbers and words", "forwarded", "for=192.0.2.60;proto=http;by=203.0.112.43"],
    ["where a page lies that links here", "referer", "https://shop.example.com/"],
    ["the origin of a page", "origin", "https://shop.example.com"],
    ["variables elsewhere", "authorization", ["Bearer ", { ref: "token" }]],
  ])("allows %s", (_, name, value) => {
    const plan = sending(name, typeof value === "string" ? [value] : value);
    expect(told(admit({ plan }), "refuse")).toEqual([]);
  });

  it.each<[string, Partial<TestPlan>, string]>([
    [
      "of authentication",
      {
        auth: [
          {
            kind: "login",
            name: "customer",
            login: "list",
            refresh: null,
            renewAfterMs: null,
            headers: [["host", ["shop.example.com"]]],
          },
        ],
      },
      'of auth "customer"',
    ],
    [
      "of the isolation",
      { isolation: { kind: "header", name: "X-Host", value: ["shop.example.com"] } },
      "of the isolation",
    ],
  ])("sees the headers %s", (_, more, message) => {
    const plan = { ...target("https://shop.perf.test"), ...more };
    expect(told(admit({ plan }), "refuse").join()).toContain(message);
  });

  it("tells a header of all endpoints once for each", () => {
    const headers: [string, Template][] = [["host", ["shop.example.com"]]];
    const plan = {
      ...target("https://shop.perf.test"),
      endpoints: [smallEndpoint("list", { headers: [...headers, ...headers] }), smallEndpoint("get", { headers })],
    };
    expect(told(admit({ plan }), "refuse")).toHaveLength(2);
  });

  it("takes a name of the environment for production where production names it too", () => {
    const both = policy({ environments: [perf, { ...production, hosts: ["login.perf.test"], ranges: [] }] });
    expect(told(admit({ plan: sending("host", ["login.perf.test"]), policy: both }), "refuse").join()).toContain(
      "PA_GUARD_PRODUCTION header host",
    );
  });
});
