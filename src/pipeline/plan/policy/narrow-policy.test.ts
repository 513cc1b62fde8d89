import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { policyDocument, publicKey as key } from "../../../../test/support/policy-document.ts";
import { hostMatches } from "../../../contract/host-name.ts";
import { inRange, parseAddress, parseRange } from "../../../contract/ip-address.ts";
import type { Policy } from "../../../contract/policy.ts";
import { runEventKinds } from "../../../contract/run-event.ts";
import type { PolicySource } from "./policy-layer.ts";
import { understandPolicy } from "./understand-policy.ts";

function source(layer: "machine" | "project", document: unknown, trusted: boolean): PolicySource {
  return {
    layer,
    text: typeof document === "string" ? document : JSON.stringify(document),
    file: `${layer}.yaml`,
    sha256: layer,
    trusted,
  };
}

/** The machine's file over a project's. */
function merged(upper: unknown, lower: unknown, trusted = false): Policy {
  return understandPolicy([source("machine", upper, true), source("project", lower, trusted)]);
}

describe("what two files make together", () => {
  it.each<[string, string, string, Partial<Policy>]>([
    ["a lower retry", "retry: { reducedTo: 60% }", "retry: { reducedTo: 20% }", { retry: { reducedTo: 0.2 } }],
    [
      "no retry, of the upper",
      "retry: { reducedTo: never }",
      "retry: { reducedTo: 90% }",
      { retry: { reducedTo: null } },
    ],
    [
      "no retry, of the lower",
      "retry: { reducedTo: 10% }",
      "retry: { reducedTo: never }",
      { retry: { reducedTo: null } },
    ],
    ["refusing, of the upper", "busy: refuse", "busy: queue 1h", { busy: { action: "refuse", waitMs: 0 } }],
    ["refusing, of the lower", "busy: queue 1s", "busy: refuse", { busy: { action: "refuse", waitMs: 0 } }],
    ["the shorter wait", "busy: queue 1m", "busy: queue", { busy: { action: "queue", waitMs: 60_000 } }],
    [
      "refusal of data, each for itself",
      "data: { personal: refuse }",
      "data: { personal: warn, production: warn }",
      { data: { personal: "refuse", production: "warn" } },
    ],
    [
      "the upper's time of a fuse with the smaller share",
      "stop: { errors: 50% in every 30s, connectionFailures: 5% in every 10s }",
      "stop: { errors: 20% in every 5s, connectionFailures: 30% in every 60s }",
      { stop: { errors: { share: 0.2, everyMs: 30_000 }, connectionFailures: { share: 0.05, everyMs: 10_000 } } },
    ],
  ])("%s", (_, upper, lower, expected) => {
    expect(merged(upper, lower)).toMatchObject(expected);
  });

  it("takes the dearer prices, the smaller caps and the shorter life of an approval", () => {
    const policy = merged(
      "cost: { perMachineHour: 1, perCloudVuHour: 0.2, models: 3 }\nreview: { expire: 10d }\nlimits: { connections: 90 }",
      "cost: { perMachineHour: 0.5, perCloudVuHour: 0.4, models: 9 }\nreview: { expire: 36h }\nlimits: { connections: 900 }",
    );
    expect(policy.cost).toMatchObject({ perMachineHour: 1, perCloudVuHour: 0.4, models: 3 });
    expect(policy.review.expireMs).toBe(129_600_000);
    expect(policy.limits.connections).toBe(90);
  });

  it.each<[string, PolicySource[], Record<string, string> | null]>([
    ["of an untrusted project do not count", [source("project", { review: { keys: { eva: key("e") } } }, false)], null],
    [
      "of a trusted project count",
      [source("project", { review: { keys: { eva: key("e") } } }, true)],
      { eva: key("e") },
    ],
    [
      "of both files are those that both name alike",
      [
        source("machine", { review: { keys: { ana: key("a"), eva: key("e"), ida: key("i") } } }, true),
        source("project", { review: { keys: { ana: key("a"), eva: key("x"), bob: key("b") } } }, true),
      ],
      { ana: key("a") },
    ],
    [
      "of the machine stay where an untrusted project names none of them",
      [
        source("machine", { review: { keys: { ana: key("a") } } }, true),
        source("project", { review: { keys: {} } }, false),
      ],
      { ana: key("a") },
    ],
    [
      "are none where the machine says so",
      [
        source("machine", { review: { keys: {} } }, true),
        source("project", { review: { keys: { eva: key("e") } } }, true),
      ],
      {},
    ],
  ])("keys %s", (_, sources, expected) => {
    expect(understandPolicy(sources).review.keys).toEqual(expected);
  });

  it("unites the webhooks of trusted files", () => {
    const upper = { notify: { webhooks: [{ url: "https://a.test/x", secret: { env: "A" }, on: ["alert"] }] } };
    const lower = {
      notify: {
        webhooks: [{ url: "https://a.test/x", secret: { env: "B" }, on: ["stop", "alert"] }, { url: "http://b.test" }],
      },
    };
    expect(merged(upper, lower, true).notify.webhooks).toEqual([
      { url: "https://a.test/x", secretEnv: "A", on: ["alert", "stop"] },
      { url: "http://b.test", secretEnv: null, on: [...runEventKinds] },
    ]);
    expect(merged(upper, lower, false).notify.webhooks).toHaveLength(1);
  });

  it.each([
    ["keeps the upper's", "/a", "/b", "/a"],
    ["takes the lower's where the upper has none", null, "/b", "/b"],
  ])("a handshake: %s", (_, upper, lower, expected) => {
    const perf = (handshake: string | null) => ({
      environments: { perf: { kind: "perf", hosts: ["a.test"], handshake } },
    });
    const found = merged(perf(upper), perf(lower)).environments.find(({ name }) => name === "perf");
    expect(found?.handshake).toBe(expected);
  });
});

/** What the environment lets be reached, over all names and addresses that could be told apart. */
function reach(
  policy: Policy,
  name: string,
): { production: boolean; trusted: boolean; hosts: string[]; addresses: string[] } {
  const found = policy.environments.find((environment) => environment.name === name);
  if (found === undefined) throw new Error(`no environment ${name}`);
  const probes = [
    "a.perf.test",
    "b.perf.test",
    "x.a.perf.test",
    "y.x.a.perf.test",
    "localhost",
    "127.0.0.1",
    "shop.test",
    "perf.test",
  ];
  const addresses = ["10.9.9.9", "10.1.9.9", "10.1.2.9", "192.0.2.1", "127.0.0.9", "2001:db8::9", "203.0.113.1"];
  return {
    production: found.kind === "production",
    trusted: found.trusted,
    hosts: probes.filter((probe) => found.hosts.some((pattern) => hostMatches(pattern, probe))),
    addresses: addresses.filter((text) => {
      const address = parseAddress(text);
      const inside = (range: string): boolean => {
        const parsed = parseRange(range);
        return address !== null && parsed !== null && inRange(address, parsed);
      };
      return found.ranges.length === 0 || found.ranges.some(inside);
    }),
  };
}

function expectWithin(inner: readonly string[], outer: readonly string[]): void {
  expect(inner.filter((item) => !outer.includes(item))).toEqual([]);
}

describe("a lower layer only narrows", () => {
  it("whatever it says: nothing that the upper layer says is widened", () => {
    fc.assert(
      fc.property(policyDocument, policyDocument, fc.boolean(), (upper, lower, trusted) => {
        const alone = understandPolicy([source("machine", upper, true)]);
        const both = merged(upper, lower, trusted);
        const said = (value: unknown): boolean => value !== undefined;

        const units = { ratePerSecond: "rate", durationMs: "duration" } as const;
        for (const name of ["vus", "ratePerSecond", "requests", "writes", "connections", "durationMs"] as const) {
          const typed = name === "ratePerSecond" || name === "durationMs" ? units[name] : name;
          if (said(upper.limits[typed]))
            expect(both.limits[name] ?? Infinity).toBeLessThanOrEqual(alone.limits[name] ?? 0);
        }
        expect(both.limits.vus).toBeLessThanOrEqual(1000);
        expect(both.limits.durationMs).toBeLessThanOrEqual(1_800_000);

        for (const name of ["perVuHour", "perMachineHour", "perCloudVuHour"] as const)
          expect(both.cost[name]).toBeGreaterThanOrEqual(alone.cost[name]);
        for (const name of ["perRun", "alertAt", "models"] as const)
          if (said(upper.cost[name])) expect(both.cost[name] ?? Infinity).toBeLessThanOrEqual(alone.cost[name] ?? 0);

        for (const name of ["errors", "connectionFailures"] as const) {
          expect(both.stop[name]).not.toBeNull();
          if (!said(upper.stop[name])) continue;
          // Over the same seconds and at a smaller share, so it blows whenever the upper's alone would.
          expect(both.stop[name]?.everyMs).toBe(alone.stop[name]?.everyMs);
          expect(both.stop[name]?.share).toBeLessThanOrEqual(alone.stop[name]?.share ?? 0);
        }

        if (said(upper.review.selfApprove)) expectWithin(both.review.selfApprove, alone.review.selfApprove);
        for (const [name, count] of Object.entries(alone.review.approvals))
          expect(both.review.approvals[name] ?? 0).toBeGreaterThanOrEqual(count);
        const keys = (policy: Policy): string[] =>
          Object.entries(policy.review.keys ?? {}).map((entry) => entry.join());
        if (said(upper.review.keys) || !trusted) {
          expectWithin(keys(both), keys(alone));
          // null lets this machine's own key count.
          expect(both.review.keys === null).toBe(alone.review.keys === null);
        }
        if (said(upper.review.expire)) expect(both.review.expireMs).toBeLessThanOrEqual(alone.review.expireMs);

        if (said(upper.retry.reducedTo))
          expect(both.retry.reducedTo ?? 0).toBeLessThanOrEqual(alone.retry.reducedTo ?? 0);
        if (said(upper.busy)) {
          expect(both.busy.waitMs).toBeLessThanOrEqual(alone.busy.waitMs);
          if (alone.busy.action === "refuse") expect(both.busy.action).toBe("refuse");
        }
        for (const name of ["personal", "production"] as const)
          if (upper.data[name] === "refuse") expect(both.data[name]).toBe("refuse");

        for (const name of Object.keys(upper.environments)) {
          const [before, after] = [reach(alone, name), reach(both, name)];
          if (before.production) {
            expect(after.production).toBe(true);
            expectWithin(before.hosts, after.hosts);
          } else if (!after.production) {
            expectWithin(after.hosts, before.hosts);
            expectWithin(after.addresses, before.addresses);
          }
        }
        // What only the lower layer declares opens nothing beyond loopback unless it is trusted.
        for (const environment of both.environments) {
          if (trusted || Object.hasOwn(upper.environments, environment.name) || environment.kind === "production")
            continue;
          const loopback =
            environment.kind === "local" ||
            environment.hosts.every((host) => ["localhost", "127.0.0.1"].includes(host));
          expect(environment.trusted).toBe(
            loopback && (environment.kind === "local" || environment.ranges.length === 0),
          );
        }
      }),
      { numRuns: 400 },
    );
  });
});
