import { describe, expect, it } from "vitest";
import { edited, honestPlan, type Stage } from "../../support/attack-stage.ts";
import { attackOf, refusedInTime, type RefusedAttack } from "../../support/attack-table.ts";

type Expects = RefusedAttack["expects"];

/** What a pull request could do: the project's own policy, and a plan that uses what it opens. `{target}` and `{port}` are filled in. */
function project(name: string, policy: string, environment: string, expects: Expects): RefusedAttack {
  return {
    name,
    files: ({ target, production }: Stage) => ({
      "perf-agent.yaml": `apiVersion: perf-agent/v1\nkind: Policy\n${policy
        .replaceAll("{target}", String(target.port))
        .replaceAll("{port}", String(production.port))}\n`,
      "plan.yaml": edited(honestPlan, "environment: local", `environment: ${environment}`),
    }),
    expects,
  };
}

const toProduction = 'baseUrl: "http://127.0.0.2:{port}"';

const doors: readonly RefusedAttack[] = [
  project(
    "production declared local",
    `environments: { prod: { kind: local, ${toProduction}, hosts: [127.0.0.2] } }`,
    "prod",
    ["PA_GUARD_PRODUCTION", "PA_PLAN_MISSING_FIELD", "PA_PLAN_INVALID_VALUE"],
  ),
  project("production declared perf", `environments: { prod: { kind: perf, ${toProduction} } }`, "prod", [
    "PA_GUARD_PRODUCTION",
    "PA_PLAN_MISSING_FIELD",
    "PA_PLAN_INVALID_VALUE",
  ]),
  project(
    "production's address under a new name",
    `environments: { mine: { kind: local, ${toProduction}, hosts: [127.0.0.2] } }`,
    "mine",
    "PA_GUARD_PRODUCTION",
  ),
  project(
    "an address beyond loopback called local",
    'environments: { mine: { kind: local, baseUrl: "http://192.0.2.7:{port}", hosts: [192.0.2.7] } }',
    "mine",
    ["PA_GUARD_ADDRESS", "PA_GUARD_UNTRUSTED", "PA_GUARD_HOST", "PA_POLICY_INVALID"],
  ),
  project(
    "an environment beyond loopback that nobody trusted",
    'environments: { mine: { kind: staging, baseUrl: "http://192.0.2.7:{port}" } }',
    "mine",
    "PA_GUARD_UNTRUSTED",
  ),
  project("a wildcard for a host", `environments: { local: { kind: local, ${toProduction}, hosts: ["*"] } }`, "local", [
    "PA_POLICY_INVALID",
    "PA_GUARD_PRODUCTION",
  ]),
  project(
    "another host of the machine's environment",
    'environments: { local: { kind: local, baseUrl: "http://127.0.0.9:{port}", hosts: [127.0.0.9] } }',
    "local",
    ["PA_GUARD_HOST", "PA_GUARD_ADDRESS"],
  ),
  project(
    "production as one of the others",
    `environments: { local: { kind: local, baseUrl: "http://127.0.0.1:{target}", hosts: [127.0.0.1], others: { cdn: "http://127.0.0.3:{port}" } } }`,
    "local",
    ["PA_GUARD_PRODUCTION"],
  ),
  project(
    "a handshake at another host",
    'environments: { local: { kind: local, baseUrl: "http://127.0.0.1:{target}", hosts: [127.0.0.1], handshake: "http://127.0.0.2:{port}/" } }',
    "local",
    ["PA_POLICY_INVALID"],
  ),
  project(
    "a handshake behind an at sign",
    'environments: { local: { kind: local, baseUrl: "http://127.0.0.1:{target}", hosts: [127.0.0.1], handshake: "@127.0.0.2:{port}/" } }',
    "local",
    ["PA_POLICY_INVALID"],
  ),
  project("self-approval beyond what the machine says", "review: { selfApprove: [perf, local] }", "perf", [
    "PA_APPROVAL_MISSING",
  ]),
  project("no approvals wanted", "review: { approvals: { perf: 0 }, selfApprove: [perf] }", "perf", [
    "PA_APPROVAL_MISSING",
    "PA_POLICY_INVALID",
  ]),
  project(
    "approval keys of its own",
    'review: { keys: { boss: "ed25519:MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=" } }',
    "perf",
    ["PA_APPROVAL_MISSING", "PA_APPROVAL_INVALID", "PA_POLICY_INVALID"],
  ),
  project("an approvals folder elsewhere", "review: { files: ../../ }", "perf", [
    "PA_APPROVAL_MISSING",
    "PA_POLICY_INVALID",
    "PA_GUARD_FILE",
  ]),
  project("approvals that never expire", "review: { expire: 1000000h }", "perf", [
    "PA_APPROVAL_MISSING",
    "PA_POLICY_INVALID",
  ]),
  project(
    "a CA file outside the project",
    'environments: { mine: { kind: local, baseUrl: "https://127.0.0.2:{port}", hosts: [127.0.0.2], tls: { ca: /etc/shadow } } }',
    "mine",
    ["PA_GUARD_PRODUCTION", "PA_GUARD_FILE"],
  ),
  {
    ...project(
      "another policy by --policy",
      `environments: { prod: { kind: local, ${toProduction}, hosts: [127.0.0.2] } }`,
      "prod",
      ["PA_GUARD_PRODUCTION", "PA_PLAN_MISSING_FIELD", "PA_PLAN_INVALID_VALUE"],
    ),
    args: ["run", "plan.yaml", "--policy", "perf-agent.yaml"],
  },
  {
    name: "a trusted policy that was changed afterwards",
    files: ({ production }) => ({
      "perf-agent.yaml": `apiVersion: perf-agent/v1\nkind: Policy\nenvironments: { mine: { kind: perf, baseUrl: "http://192.0.2.7:${production.port}" } }\n`,
      "plan.yaml": edited(honestPlan, "environment: local", "environment: mine"),
    }),
    async prepare(stage) {
      await stage.run(["trust", "perf-agent.yaml"]);
      await stage.write(
        "perf-agent.yaml",
        `apiVersion: perf-agent/v1\nkind: Policy\nenvironments: { mine: { kind: perf, baseUrl: "http://192.0.2.8:${stage.production.port}" } }\n`,
      );
    },
    expects: "PA_GUARD_UNTRUSTED",
  },
  {
    name: "a trusted policy that opens production",
    files: ({ production }) => ({
      "perf-agent.yaml": `apiVersion: perf-agent/v1\nkind: Policy\nenvironments: { prod: { kind: perf, baseUrl: "http://127.0.0.2:${production.port}" }, mine: { kind: perf, baseUrl: "http://127.0.0.2:${production.port}" } }\n`,
      "plan.yaml": edited(honestPlan, "environment: local", "environment: mine"),
    }),
    prepare: async (stage) => void (await stage.run(["trust", "perf-agent.yaml"])),
    expects: "PA_GUARD_PRODUCTION",
  },
];

const documents: readonly RefusedAttack[] = [
  project("a misspelt list of production", "enviroments: {}", "local", "PA_POLICY_INVALID"),
  project("environments said twice", "environments: {}\nenvironments: { prod: { kind: local } }", "local", [
    "PA_POLICY_INVALID",
    "PA_PLAN_SYNTAX",
    "PA_PLAN_DUPLICATE",
  ]),
  project("a kind that does not exist", "environments: { prod: { kind: nothing } }", "local", "PA_POLICY_INVALID"),
  project("production without a host", "environments: { p: { kind: production } }", "local", "PA_POLICY_INVALID"),
  project(
    "a production name that is no name",
    'environments: { p: { kind: production, hosts: ["http://shop.example.com/"] } }',
    "local",
    "PA_POLICY_INVALID",
  ),
  project("a policy that is a list", "- 1", "local", ["PA_POLICY_INVALID", "PA_PLAN_SYNTAX"]),
  project("fuses that never trip", "stop: { errors: 100000% in every 30s }", "local", "PA_POLICY_INVALID"),
  project("negative limits", "limits: { vus: -5 }", "local", "PA_POLICY_INVALID"),
];

describe("policies of a project that open no door", () => {
  it.concurrent.each([...doors, ...documents])("$name", async (row) => {
    expect(await attackOf(row)).toEqual(refusedInTime);
  });
});
