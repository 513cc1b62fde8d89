import { describe, expect, it } from "vitest";
import { smallEndpoint, smallPlan } from "../../../test/support/small-plan.ts";
import type { LoadSummary } from "../../contract/load-summary.ts";
import type { GuardDecision } from "../../contract/policy.ts";
import type { TestPlan } from "../../contract/test-plan.ts";
import { listChecks } from "./list-checks.ts";

const load: LoadSummary = {
  peakVus: 130,
  peakRatePerSecond: 243,
  maxDurationMs: 630_000,
  requests: null,
  writes: { count: 0, exact: true },
  hosts: ["shop.perf.test", "login.perf.test"],
  data: [],
  cost: { estimated: 0, currency: "EUR" },
  scenarios: [],
  endpoints: [{ name: "list", method: "GET", target: "shop.perf.test", writes: false }],
};
const decision = {
  reasons: [{ rule: "vus", outcome: "allow", code: null, text: "130 of 300" }],
  enforcement: { pins: { "shop.perf.test": "10.20.3.4" } },
} as unknown as GuardDecision;

function checks(
  more: Partial<LoadSummary> = {},
  rest: { plan?: Partial<TestPlan>; hiddenLines?: number; decision?: GuardDecision } = {},
): readonly string[] {
  return listChecks({
    load: { ...load, ...more },
    plan: smallPlan(rest.plan),
    decision: rest.decision ?? decision,
    hiddenLines: rest.hiddenLines ?? 0,
  });
}

describe("listChecks", () => {
  it("asks of every plan whether the target is right and can take it", () => {
    expect(checks()).toEqual([
      "The target is shop.perf.test (10.20.3.4), login.perf.test, and whoever runs it knows of this test.",
      "It can take 130 virtual users, 243/s for up to 10m30s, and so can what it depends on.",
    ]);
  });

  const writing = { name: "buy", method: "POST", target: "shop.perf.test", writes: true };
  const header = { kind: "header" as const, name: "x-tenant", value: ["perf"] };
  it.each<[string, Partial<LoadSummary>, Parameters<typeof checks>[1], string]>([
    [
      "writes that are kept apart and removed",
      { endpoints: [writing], writes: { count: 1200, exact: true } },
      { plan: { isolation: header, teardown: ["wipe"], endpoints: [smallEndpoint("wipe")] } },
      "Writing by buy up to 1,200 times does no harm: kept apart by the header x-tenant, removed by wipe.",
    ],
    [
      "writes without a bound that stay",
      { endpoints: [writing], writes: null },
      { plan: { isolation: { kind: "tenant", value: ["perf"] } } },
      "Writing by buy any number of times does no harm: kept apart by a tenant, nothing removes them afterwards.",
    ],
    [
      "data",
      {
        data: [
          { name: "users", rows: 5000, sha256: "a" },
          { name: "carts", rows: 1, sha256: "b" },
        ],
      },
      {},
      "No real person's data are in users (5,000 rows), carts (1 row).",
    ],
    ["a price", { cost: { estimated: 4.5, currency: "EUR" } }, {}, "It is worth EUR 4.50."],
    [
      "hidden characters",
      {},
      { hiddenLines: 1 },
      "1 line of the script with hidden or look-alike characters do what they seem to do.",
    ],
    [
      "warnings",
      {},
      { decision: { ...decision, reasons: [{ rule: "x", outcome: "warn", code: null, text: "half of the cap" }] } },
      "The guard's warning is known and accepted: half of the cap",
    ],
  ])("asks about %s where there are such", (_, more, rest, text) => {
    expect(checks(more, rest)).toContain(text);
    expect(checks()).not.toContain(text);
  });
});
