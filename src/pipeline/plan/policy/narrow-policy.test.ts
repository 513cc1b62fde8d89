import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { policyDocument, publicKey as key } from "../../../../test/support/policy-document.ts";
import { widened } from "../../../../test/support/widened-policy.ts";
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
    [
      "a project's own thresholds, and the machine's where it has none",
      "compare: { atLeast: 3%, atLeastMs: 2ms }",
      "compare: { atLeast: 8%, atLeastErrors: 1% }",
      { compare: { atLeast: 0.08, atLeastMs: 2, atLeastErrors: 0.01, demand: false } },
    ],
    [
      "a comparison that the machine demands",
      "compare: { demand: true }",
      "compare: { demand: false }",
      { compare: { atLeast: 0.05, atLeastMs: 1, atLeastErrors: 0.005, demand: true } },
    ],
    [
      "a comparison that only the project demands",
      "compare: { demand: false }",
      "compare: { demand: true }",
      { compare: { atLeast: 0.05, atLeastMs: 1, atLeastErrors: 0.005, demand: true } },
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

  it.each<[string, string, string, boolean, string[] | null]>([
    ["of both trusted files are those that both name", "secrets: [A, B]", "secrets: [B, C]", true, ["B"]],
    ["of the only file that says any", "limits: { vus: 1 }", "secrets: [C]", true, ["C"]],
    ["of an untrusted project do not count", "limits: { vus: 1 }", "secrets: [C]", false, null],
    ["of the machine stay beside an untrusted project", "secrets: [A]", "secrets: []", false, ["A"]],
    ["are none where the machine says so", "secrets: []", "secrets: [A]", true, []],
  ])("secrets %s", (_, upper, lower, trusted, expected) => {
    expect(merged(upper, lower, trusted).secrets).toEqual(expected);
  });

  it.each(["secrets: [A-B]", "secrets: [1A]", "secrets: [[A]]", "secrets: { A: B }"])("refuses %s", (text) => {
    expect(() => understandPolicy([source("machine", text, true)])).toThrow("PA_POLICY_INVALID");
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
    const [above, below] = [upper, lower].map((handshake) => ({
      environments: { perf: { kind: "perf", hosts: ["a.test"], handshake } },
    }));
    const found = merged(above, below).environments.find(({ name }) => name === "perf");
    expect(found?.handshake).toBe(expected);
  });
});

it("a lower layer, whatever it says, widens nothing that the upper layer says", () => {
  fc.assert(
    fc.property(policyDocument, policyDocument, fc.boolean(), (upper, lower, trusted) => {
      const alone = understandPolicy([source("machine", upper, true)]);
      expect(widened(upper, alone, merged(upper, lower, trusted), trusted)).toEqual([]);
    }),
    { numRuns: 400 },
  );
});
