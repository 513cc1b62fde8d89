import { describe, expect, it } from "vitest";
import { edited, honestPlan } from "../../support/attack-stage.ts";
import { attackOf, refusedInTime, type RefusedAttack } from "../../support/attack-table.ts";

const limits = ["PA_GUARD_LIMIT", "PA_PLAN_INVALID_VALUE"] as const;

/** The honest plan under another load, with more scenarios behind it. */
function load(name: string, written: string, more = "", expects: RefusedAttack["expects"] = limits): RefusedAttack {
  return {
    name,
    files: {
      "plan.yaml":
        edited(honestPlan, "load: { iterations: 3, vus: 1, mode: shared, drain: 1s }", `load: ${written}`) + more,
    },
    expects,
  };
}

function scenarios(count: number, written: string): string {
  return Array.from({ length: count }, (_, index) => `  s${index}:\n    load: ${written}\n    mix: { home: 1 }\n`).join(
    "",
  );
}

/** A project's limits, which only narrow, over a load that is more than the machine lets through. */
function raising(name: string, policy: string, written: string): RefusedAttack {
  const attack = load(name, written);
  return {
    ...attack,
    files: {
      ...(attack.files as Readonly<Record<string, string>>),
      "perf-agent.yaml": `apiVersion: perf-agent/v1\nkind: Policy\n${policy}\n`,
    },
  };
}

const attacks: readonly RefusedAttack[] = [
  load("more virtual users than the cap", "{ profile: load, vus: 301, hold: 10s }"),
  load("virtual users in the millions", "{ profile: load, vus: 1000000, hold: 10s }"),
  load("virtual users in a stage that is over at once", "{ vus: [ { to: 301, over: 0s }, { to: 1, over: 10s } ] }"),
  load(
    "a peak between two low stages",
    "{ vus: [ { to: 1, over: 10s }, { to: 999, over: 1s }, { to: 1, over: 10s } ] }",
  ),
  load("iterations on too many virtual users", "{ iterations: 1000, vus: 301, mode: per-vu }"),
  load("virtual users that an open model may call in", "{ profile: load, rate: 1/s, maxVus: 5000, hold: 10s }"),
  load("the users that an open model would need", "{ profile: load, rate: 100000/s, hold: 10s }"),
  load("a spike of a small load", "{ profile: spike, vus: 100, peak: 50x, before: 5s, spike: 5s, after: 5s }"),
  load("stress up to many times the load", "{ profile: stress, vus: 100, upTo: 100x, steps: 4, each: 5s }"),
  load(
    "scenarios that are small alone",
    "{ profile: load, vus: 31, hold: 30s }",
    scenarios(9, "{ profile: load, vus: 31, hold: 30s }"),
  ),
  load(
    "a scenario whose drain overlaps the next",
    "{ vus: [ { to: 200, over: 5s }, { to: 200, over: 5s } ], drain: 30s }",
    `  late:\n    startAfter: 11s\n    load: { vus: [ { to: 200, over: 5s } ] }\n    mix: { home: 1 }\n`,
  ),
  load("hours", "{ profile: load, vus: 1, hold: 20h }"),
  load("hours of drain", "{ profile: load, vus: 1, hold: 10s, drain: 20h }"),
  load(
    "hours behind a late start",
    "{ profile: load, vus: 1, hold: 10s }",
    "  late:\n    startAfter: 20h\n    load: { vus: [ { to: 1, over: 5s } ] }\n    mix: { home: 1 }\n",
  ),
  load("endless iterations", "{ iterations: 1000000000000, vus: 1, mode: shared, maxDuration: 30h }", "", [
    ...limits,
    "PA_PLAN_UNKNOWN_FIELD",
  ]),
  load("a negative number of users", "{ profile: load, vus: -1, hold: 10s }"),
  load("infinitely many users", "{ profile: load, vus: .inf, hold: 10s }"),
  load("no number of users", "{ profile: load, vus: .nan, hold: 10s }"),
  load("a number beyond exact arithmetic", "{ profile: load, vus: 9007199254740993, hold: 10s }"),
  load("users in scientific writing", "{ profile: load, vus: 1e3, hold: 10s }"),
  load("users in hexadecimal", "{ profile: load, vus: 0x1000, hold: 10s }"),
  load("users as a text", '{ profile: load, vus: "1000 ", hold: 10s }'),
  load("half a user more than the cap", "{ profile: load, vus: 300.5, hold: 10s }"),
  load("a negative duration beside a long one", "{ vus: [ { to: 1, over: 2h }, { to: 1, over: -2h } ] }"),
  load("a duration in a unit that overflows", "{ profile: load, vus: 1, hold: 99999999999999h }"),
  {
    name: "a load raised by an overlay",
    files: {
      "plan.yaml": `${honestPlan}overlays: { local: { scenarios: { main: { load: { vus: 5000, iterations: 9000 } } } } }\n`,
    },
    args: ["run", "plan.yaml", "--env", "local"],
    expects: limits,
  },
  {
    name: "a load raised by --override",
    args: [
      "run",
      "plan.yaml",
      "--override",
      "scenarios.main.load.vus=5000",
      "--override",
      "scenarios.main.load.iterations=5000",
    ],
    expects: limits,
  },
  {
    name: "a scenario that an overlay adds",
    files: {
      "plan.yaml": `${honestPlan}overlays: { local: { scenarios: { more: { load: { profile: load, vus: 300, hold: 10s }, mix: { home: 1 } } } } }\n`,
    },
    args: ["run", "plan.yaml", "--env", "local"],
    expects: limits,
  },
  raising(
    "a project that raises the machine's users",
    "limits: { vus: 1000 }",
    "{ profile: load, vus: 301, hold: 10s }",
  ),
  raising(
    "a project that raises the product's ceiling",
    "limits: { vus: 100000 }",
    "{ profile: load, vus: 1001, hold: 10s }",
  ),
  raising(
    "a project that raises the product's time",
    "limits: { duration: 24h }",
    "{ profile: load, vus: 1, hold: 29m }",
  ),
  raising(
    "a project whose cost cap is small",
    "cost: { perVuHour: 100, perRun: 0.01, currency: EUR }",
    "{ profile: load, vus: 100, hold: 60s }",
  ),
  raising(
    "a rate over the project's cap",
    "limits: { rate: 10/s }",
    "{ profile: load, rate: 11/s, maxVus: 10, hold: 10s }",
  ),
  raising("more requests than the project's cap", "limits: { requests: 2 }", "{ iterations: 3, vus: 1, mode: shared }"),
  {
    name: "a machine that raises the product's ceiling",
    files: ({ target }) => ({
      "../machine/policy.yaml": `apiVersion: perf-agent/v1\nkind: Policy\nlimits: { vus: 5000, duration: 30h }\nenvironments:\n  local: { kind: local, baseUrl: "http://127.0.0.1:${target.port}", hosts: [127.0.0.1] }\n`,
      "plan.yaml": edited(honestPlan, "iterations: 3, vus: 1,", "iterations: 2000, vus: 1001,"),
    }),
    expects: limits,
  },
  {
    name: "writes without isolation",
    files: { "plan.yaml": edited(honestPlan, "method: GET", "method: POST") },
    expects: "PA_GUARD_ISOLATION",
  },
  {
    name: "more writes than the project's cap",
    files: {
      "plan.yaml": `${edited(honestPlan, "method: GET", "method: POST")}isolation: { header: { name: x-tenant, value: "perf-{run.id}" } }\n`,
      "perf-agent.yaml": "apiVersion: perf-agent/v1\nkind: Policy\nlimits: { writes: 2 }\n",
    },
    expects: "PA_GUARD_LIMIT",
  },
  {
    name: "a DELETE that claims to write, without isolation",
    files: { "plan.yaml": edited(honestPlan, "method: GET", "method: DELETE") },
    expects: "PA_GUARD_ISOLATION",
  },
];

describe("loads that the guard refuses", () => {
  it.concurrent.each(attacks)("$name", async (row) => {
    expect(await attackOf(row)).toEqual(refusedInTime);
  });
});
