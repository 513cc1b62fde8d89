import { describe, expect, it } from "vitest";
import { PerfAgentError, type Mistake } from "../../../contract/errors.ts";
import { policySchema, type Environment, type Policy } from "../../../contract/policy.ts";
import type { PolicySource } from "./policy-layer.ts";
import { understandPolicy } from "./understand-policy.ts";

function machine(text: string): PolicySource {
  return { layer: "machine", text, file: "machine.yaml", sha256: "m", trusted: true };
}

function project(text: string, trusted = false): PolicySource {
  return { layer: "project", text, file: "perf-agent.yaml", sha256: "p", trusted };
}

function understand(...sources: PolicySource[]): Policy {
  return policySchema.parse(understandPolicy(sources));
}

function environment(policy: Policy, name: string): Environment {
  const found = policy.environments.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`no environment ${name}`);
  return found;
}

function mistakesOf(...sources: PolicySource[]): readonly Mistake[] {
  try {
    understandPolicy(sources);
  } catch (error) {
    if (error instanceof PerfAgentError) return error.mistakes;
    throw error;
  }
  throw new Error("nothing was refused");
}

const anasKey = `ed25519:MCowBQYDK2VwAyEA${"a".repeat(43)}=`;

const whole = `apiVersion: perf-agent/v1
kind: Policy
limits: { vus: 300, rate: 2000/s, requests: 2M, writes: 100k, connections: 600, duration: 20m }
environments:
  local: { kind: local,      baseUrl: "http://127.0.0.1:8080", hosts: [127.0.0.1, localhost] }
  perf:
    kind: perf
    baseUrl: "https://shop.perf.example.test"
    others: { idp: "https://login.perf.example.test" }
    hosts: [shop.perf.example.test, login.perf.example.test]
    ranges: [10.20.0.0/16]
    tls: { ca: certs/ca.pem }
    handshake: /.well-known/perf-agent
  prod:  { kind: production, hosts: [shop.example.com, "*.shop.example.com"], ranges: [203.0.113.0/24] }
cost:   { currency: EUR, perVuHour: 0.02, perMachineHour: 0.40, perCloudVuHour: 0.15, perRun: 5.00, alertAt: 80%, models: 0.50 }
stop:   { errors: 40% in every 20s, connectionFailures: 10% in every 5s }
review: { selfApprove: [ local ], approvals: { perf: 1 }, files: approvals/, keys: { ana: "${anasKey}" }, expire: 14d }
retry:  { reducedTo: 30% }
busy:   queue 5m
data:   { personal: refuse, production: warn }
notify: { webhooks: [ { url: "https://hooks.example.test/x?room=1", secret: { env: HOOK_SECRET }, on: [alert, verdict] } ] }
`;

describe("understandPolicy", () => {
  it("without any file: loopback, 50 VUs, 10 minutes, self-approved", () => {
    expect(understand()).toEqual({
      schemaVersion: 1,
      limits: {
        vus: 50,
        ratePerSecond: null,
        requests: null,
        writes: null,
        connections: null,
        durationMs: 600_000,
      },
      environments: [
        {
          name: "local",
          kind: "local",
          baseUrl: null,
          others: {},
          hosts: ["127.0.0.1", "localhost", "::1"],
          ranges: [],
          tlsCaFile: null,
          handshake: null,
          trusted: true,
        },
      ],
      cost: {
        currency: "EUR",
        perVuHour: 0,
        perMachineHour: 0,
        perCloudVuHour: 0,
        perRun: null,
        alertAt: 0.8,
        models: null,
      },
      stop: {
        errors: { share: 0.5, everyMs: 30_000 },
        connectionFailures: { share: 0.2, everyMs: 10_000 },
      },
      review: {
        selfApprove: ["local"],
        approvals: {},
        directory: "approvals/",
        keys: null,
        expireMs: 2_592_000_000,
      },
      retry: { reducedTo: 0.5 },
      busy: { action: "queue", waitMs: 600_000 },
      data: { personal: "warn", production: "refuse" },
      secrets: null,
      compare: { atLeast: 0.05, atLeastMs: 1, atLeastErrors: 0.005, demand: false },
      notify: { webhooks: [] },
      sources: [{ layer: "product", file: null, sha256: null }],
    });
  });

  it("reads every field", () => {
    const policy = understand(project(whole, true));
    expect(policy.limits).toEqual({
      vus: 300,
      ratePerSecond: 2000,
      requests: 2_000_000,
      writes: 100_000,
      connections: 600,
      durationMs: 1_200_000,
    });
    expect(environment(policy, "perf")).toEqual({
      name: "perf",
      kind: "perf",
      baseUrl: "https://shop.perf.example.test",
      others: { idp: "https://login.perf.example.test" },
      hosts: ["shop.perf.example.test", "login.perf.example.test"],
      ranges: ["10.20.0.0/16"],
      tlsCaFile: "certs/ca.pem",
      handshake: "/.well-known/perf-agent",
      trusted: true,
    });
    expect(policy.cost).toEqual({
      currency: "EUR",
      perVuHour: 0.02,
      perMachineHour: 0.4,
      perCloudVuHour: 0.15,
      perRun: 5,
      alertAt: 0.8,
      models: 0.5,
    });
    expect(policy.stop).toEqual({
      errors: { share: 0.4, everyMs: 20_000 },
      connectionFailures: { share: 0.1, everyMs: 5000 },
    });
    expect(policy.review).toEqual({
      selfApprove: ["local"],
      approvals: { perf: 1 },
      directory: "approvals/",
      keys: { ana: anasKey },
      expireMs: 1_209_600_000,
    });
    expect(policy.retry).toEqual({ reducedTo: 0.3 });
    expect(policy.busy).toEqual({ action: "queue", waitMs: 300_000 });
    expect(policy.data).toEqual({ personal: "refuse", production: "warn" });
    expect(policy.notify.webhooks).toEqual([
      { url: "https://hooks.example.test/x?room=1", secretEnv: "HOOK_SECRET", on: ["alert", "verdict"] },
    ]);
    expect(policy.sources).toEqual([
      { layer: "product", file: null, sha256: null },
      { layer: "project", file: "perf-agent.yaml", sha256: "p" },
    ]);
  });

  it.each([
    ["an untrusted project's perf environment", whole, "perf", false],
    ["an untrusted project's loopback", whole, "local", true],
    ["an untrusted project's production", whole, "prod", true],
    [
      "a perf environment of loopback hosts alone",
      "environments: { here: { kind: perf, hosts: [localhost, 127.0.0.2] } }",
      "here",
      true,
    ],
    [
      "the same with a range beyond",
      "environments: { here: { kind: perf, hosts: [localhost], ranges: [10.0.0.0/8] } }",
      "here",
      false,
    ],
    ["no hosts at all", "environments: { here: { kind: perf, ranges: [127.0.0.0/8] } }", "here", false],
  ])("trust of %s", (_, text, name, trusted) => {
    expect(environment(understand(project(text)), name).trusted).toBe(trusted);
  });

  it.each<[string, string, string, Partial<Policy["limits"]>]>([
    [
      "the minimum of both",
      "limits: { vus: 300, duration: 20m, rate: 10/s }",
      "limits: { vus: 400, duration: 5m, rate: 20/s }",
      { vus: 300, durationMs: 300_000, ratePerSecond: 10 },
    ],
    [
      "never above the product's",
      "limits: { vus: 5000 }",
      "limits: { vus: 4000, duration: 5h }",
      { vus: 1000, durationMs: 1_800_000 },
    ],
    ["wider than the defaults", "{}", "limits: { vus: 200 }", { vus: 200, durationMs: 600_000 }],
    [
      "requests and writes",
      "limits: { requests: 1M }",
      "limits: { requests: 2M, writes: 5 }",
      { requests: 1_000_000, writes: 5 },
    ],
  ])("limits: %s", (_, upper, lower, expected) => {
    expect(understand(machine(upper), project(lower)).limits).toMatchObject(expected);
    // The order in which files are handed over does not matter.
    expect(understand(project(lower), machine(upper)).limits).toMatchObject(expected);
  });

  describe("an environment of both files", () => {
    const upper = "environments: { perf: { kind: perf, hosts: ['*.perf.test', db.test], ranges: [10.0.0.0/8] } }";

    it.each<[string, string, Partial<Environment>]>([
      [
        "cannot widen its hosts",
        "perf: { kind: perf, hosts: [a.perf.test, other.test] }",
        { hosts: ["a.perf.test"], ranges: ["10.0.0.0/8"], trusted: true },
      ],
      [
        "cannot widen a wildcard",
        "perf: { kind: perf, hosts: ['*.test', '*.a.perf.test'] }",
        { hosts: ["*.a.perf.test"] },
      ],
      [
        "cannot widen its ranges",
        "perf: { kind: perf, ranges: [10.1.0.0/16, 11.0.0.0/8] }",
        { ranges: ["10.1.0.0/16"], hosts: ["*.perf.test", "db.test"] },
      ],
      [
        "keeps the upper ranges when none remain",
        "perf: { kind: perf, ranges: [0.0.0.0/0] }",
        { ranges: ["10.0.0.0/8"] },
      ],
      ["keeps its kind", "perf: { kind: local }", { kind: "perf" }],
      [
        "may become production",
        "perf: { kind: production, hosts: [new.test] }",
        { kind: "production", hosts: ["*.perf.test", "db.test", "new.test"] },
      ],
    ])("%s", (_, lower, expected) => {
      expect(environment(understand(machine(upper), project(`environments: { ${lower} }`)), "perf")).toMatchObject(
        expected,
      );
    });

    it("stays production", () => {
      const policy = understand(
        machine("environments: { prod: { kind: production, hosts: [a.test] } }"),
        project("environments: { prod: { kind: local, hosts: [b.test], ranges: [192.0.2.0/24] } }", true),
      );
      expect(environment(policy, "prod")).toMatchObject({
        kind: "production",
        hosts: ["a.test", "b.test"],
        ranges: ["192.0.2.0/24"],
      });
    });

    it("keeps the upper base URL", () => {
      const policy = understand(
        machine('environments: { perf: { kind: perf, baseUrl: "https://a.test", others: { idp: "https://i.test" } } }'),
        project(
          'environments: { perf: { kind: perf, baseUrl: "https://b.test", others: { idp: "https://j.test", cdn: "https://c.test" } } }',
        ),
      );
      expect(environment(policy, "perf")).toMatchObject({
        baseUrl: "https://a.test",
        others: { idp: "https://i.test", cdn: "https://c.test" },
        hosts: [],
      });
    });
  });

  it.each<[string, PolicySource[], string[]]>([
    ["beyond loopback, from an untrusted project", [project(whole.replace("[ local ]", "[ local, perf ]"))], ["local"]],
    [
      "beyond loopback, from a trusted project",
      [project(whole.replace("[ local ]", "[ local, perf ]"), true)],
      ["local", "perf"],
    ],
    [
      "only what both allow",
      [machine("review: { selfApprove: [local] }"), project("review: { selfApprove: [local, perf] }", true)],
      ["local"],
    ],
    ["nobody", [machine("review: { selfApprove: [] }"), project("review: { selfApprove: [local] }")], []],
    ["not where local is production", [machine("environments: { local: { kind: production, hosts: [x.test] } }")], []],
  ])("self-approval: %s", (_, sources, expected) => {
    expect(understand(...sources).review.selfApprove).toEqual(expected);
  });

  it("takes the larger number of approvals, the dearer cost, the smaller cap and the smaller share", () => {
    const policy = understand(
      machine(
        "cost: { currency: USD, perVuHour: 0.5, perRun: 9, alertAt: 90% }\nreview: { approvals: { perf: 2 } }\nstop: { errors: 50% in every 30s }",
      ),
      project(
        "cost: { perVuHour: 0.1, perRun: 20, alertAt: 50% }\nreview: { approvals: { perf: 0, other: 1 }, files: a/ }\nstop: { errors: 60% in every 10s }",
      ),
    );
    expect(policy.cost).toMatchObject({ currency: "USD", perVuHour: 0.5, perRun: 9, alertAt: 0.5 });
    expect(policy.review).toMatchObject({ approvals: { perf: 2, other: 1 }, directory: "a/" });
    expect(policy.stop.errors).toEqual({ share: 0.5, everyMs: 30_000 });
  });

  it("gives hosts of the URLs where none are named", () => {
    const policy = understand(
      project(
        'environments: { perf: { kind: perf, baseUrl: "https://a.test:8443/x", others: { idp: "https://[::1]" } } }',
      ),
    );
    expect(environment(policy, "perf").hosts).toEqual(["a.test", "::1"]);
  });

  it.each<[string, number, number, string]>([
    ["limits: { vus: many }", 1, 16, "write a number of virtual users"],
    ["limits: { vu: 1 }", 1, 11, 'Did you mean "vus"?'],
    ["limits: { rate: 200 }", 1, 17, "write a rate"],
    ["limits: { duration: 20 }", 1, 21, "write a duration"],
    ["limit: {}", 1, 1, 'Did you mean "limits"?'],
    ["limits: 3", 1, 9, "is a map"],
    ["kind: Plan", 1, 7, "Policy"],
    ["environments: { a: { hosts: [x.test] } }", 1, 20, "needs a kind"],
    ["environments: { a: { kind: prod, hosts: [x] } }", 1, 28, "needs a kind"],
    ["environments: { a: { kind: production } }", 1, 20, "name its hosts or ranges"],
    ["environments: { a: { kind: perf, ranges: [10.0.0.1/8] } }", 1, 43, "no address range"],
    ["environments: { a: { kind: perf, hosts: ['https://x.test'] } }", 1, 42, "no host"],
    ["environments: { a: { kind: perf, hosts: [2130706433] } }", 1, 42, "no host"],
    ["environments: { a: { kind: perf, hosts: ['*'] } }", 1, 42, "no host"],
    ["environments: { a: { kind: perf, hosts: ['*.10.0.0.1'] } }", 1, 42, "no host"],
    ["environments: { a: { kind: perf, hosts: [münchen.test] } }", 1, 42, "xn-- form"],
    ["environments: { a: { kind: perf, hosts: [a..b] } }", 1, 42, "no host"],
    ["environments: { a: { kind: perf, hosts: ['x.test:80'] } }", 1, 42, "no host"],
    ["environments: { a: { kind: production, hosts: [my_host] } }", 1, 48, "no host"],
    ["environments: { a: { kind: production, hosts: ['-a.test'] } }", 1, 48, "no host"],
    ['environments: { a: { kind: perf, baseUrl: "ftp://x.test" } }', 1, 43, "no base URL"],
    ['environments: { a: { kind: perf, baseUrl: "https://me:pw@x.test" } }', 1, 43, "no base URL"],
    ["environments: { a: { kind: perf, host: [x.test] } }", 1, 34, 'Did you mean "hosts"?'],
    ["cost: { currency: euro }", 1, 19, "no currency"],
    ["cost: { perRun: -1 }", 1, 17, "an amount"],
    ["cost: { alertAt: 0.8 }", 1, 18, "write a share"],
    ["stop: { errors: 50% }", 1, 17, "50% in every 30s"],
    ["stop: { errors: 50% in every 500ms }", 1, 17, "whole seconds"],
    ["review: { approvals: { perf: lots } }", 1, 30, "no number of approvals"],
    ["limits: { connections: 0 }", 1, 24, "a number of connections"],
    ["environments: { a: { kind: perf, hosts: [x], handshake: 'https://x' } }", 1, 57, "no path"],
    ["environments: { a: { kind: perf, hosts: [x], handshake: //x/y } }", 1, 57, "no path"],
    ["environments: { a: { kind: perf, hosts: [x], handshake: '/\\x' } }", 1, 57, "no path"],
    ["environments: { a: { kind: perf, hosts: [x], handshake: well-known } }", 1, 57, "no path"],
    ["cost: { perMachineHour: free }", 1, 25, "an amount"],
    ["cost: { models: -1 }", 1, 17, "an amount"],
    ["review: { expire: 0d }", 1, 19, "30d or 12h"],
    ["review: { expire: month }", 1, 19, "30d or 12h"],
    ["review: { keys: { ana: secret } }", 1, 24, "no public key"],
    [`review: { keys: { ana: "${anasKey}", eva: "${anasKey}" } }`, 1, 101, 'that of "ana" already'],
    ["retry: { reducedTo: 0% }", 1, 21, "below the whole"],
    ["retry: { reducedTo: 100% }", 1, 21, "below the whole"],
    ["retry: { reduceTo: 50% }", 1, 10, 'Did you mean "reducedTo"?'],
    ["busy: wait", 1, 7, "refuse, queue or queue 5m"],
    ["busy: queue forever", 1, 7, "refuse, queue or queue 5m"],
    ["data: { personal: allow }", 1, 19, "warn or refuse"],
    ["compare: { atLeast: 5 }", 1, 21, "a share above zero"],
    ["compare: { atLeast: 0% }", 1, 21, "a share above zero"],
    ["compare: { atLeastMs: 1 }", 1, 23, "a duration such as 1ms"],
    ["compare: { atLeastErrors: 0.5 }", 1, 27, "a share above zero"],
    ["compare: { demand: often }", 1, 20, "true or false"],
    ["compare: { demands: true }", 1, 12, 'Did you mean "demand"?'],
    ["data: { private: warn }", 1, 9, "is not a field of data"],
    ["notify: { webhooks: 'https://x.test' }", 1, 21, "is a list"],
    ["notify: { webhooks: [ { url: 'ftp://x.test' } ] }", 1, 30, "no URL of a webhook"],
    ["notify: { webhooks: [ { url: 'https://a:b@x.test' } ] }", 1, 30, "no URL of a webhook"],
    ["notify: { webhooks: [ { on: [alert] } ] }", 1, 23, "no URL of a webhook"],
    ["notify: { webhooks: [ { url: 'https://x.test', secret: s3cret } ] }", 1, 56, "is named, not written"],
    ["notify: { webhooks: [ { url: 'https://x.test', secret: { env: 'a b' } } ] }", 1, 56, "is named, not written"],
    ["notify: { webhooks: [ { url: 'https://x.test', on: [alerts] } ] }", 1, 53, 'Did you mean "alert"?'],
    ["limits: {", 1, 10, ""],
  ])("refuses %s", (text, line, column, message) => {
    const found = mistakesOf(project(text)).find((mistake) => mistake.text.includes(message));
    expect(found).toMatchObject({ file: "perf-agent.yaml", line, column });
  });

  it("refuses two currencies", () => {
    const [mistake] = mistakesOf(machine("cost: { currency: EUR }"), project("cost: { currency: USD }"));
    expect(mistake).toMatchObject({ code: "PA_POLICY_INVALID", file: "perf-agent.yaml", line: 1, column: 19 });
  });

  it("accepts addresses as hosts", () => {
    const policy = understand(
      project("environments: { a: { kind: perf, hosts: ['[::1]', '::1', 10.0.0.1, my_host, 'x.test.'] } }"),
    );
    expect(environment(policy, "a").hosts).toHaveLength(5);
  });
});
