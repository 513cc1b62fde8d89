import { describe, expect, it } from "vitest";
import { admit, limits, policy, preview, scenario, told } from "../../../test/support/guard-inputs.ts";
import type { LoadPreview } from "../../contract/load-preview.ts";
import type { Policy } from "../../contract/policy.ts";

function priced(more: Partial<Policy["cost"]>): Policy {
  return policy({ cost: { ...policy().cost, ...more } });
}

describe("the load", () => {
  const closed = { ...scenario, model: "closed" as const, peakRatePerSecond: null };

  it.each<[string, Policy, Partial<LoadPreview>, "refuse" | "warn", string]>([
    [
      "virtual users",
      policy(),
      { peakVus: 301 },
      "refuse",
      "PA_GUARD_LIMIT 301 VUs at peak are more than the cap of 300",
    ],
    ["duration with drain", policy(), { maxDurationMs: 1_200_001 }, "refuse", "PA_GUARD_LIMIT 20m at most"],
    [
      "rate in requests",
      limits({ ratePerSecond: 399 }),
      {},
      "refuse",
      "PA_GUARD_LIMIT requests at 400/s at peak are more than the cap of 399/s",
    ],
    [
      "rate of scenarios that overlap",
      limits({ ratePerSecond: 799 }),
      { scenarios: [scenario, { ...scenario, startMs: 10_000 }] },
      "refuse",
      "requests at 800/s",
    ],
    [
      "rate of virtual users",
      limits({ ratePerSecond: 1000 }),
      { scenarios: [closed] },
      "warn",
      "virtual users set their own pace",
    ],
    [
      "requests, exact",
      limits({ requests: 131_011 }),
      {},
      "refuse",
      "PA_GUARD_LIMIT 131,012 requests are more than the cap of 131,011",
    ],
    [
      "requests, bound",
      limits({ requests: 10 }),
      { requests: { count: 20, exact: false } },
      "warn",
      "up to 20 requests: the run ends at the cap of 10",
    ],
    ["requests, no bound", limits({ requests: 10 }), { requests: null }, "warn", "the number of requests has no bound"],
    ["writes", limits({ writes: 0 }), { writes: { count: 1, exact: true } }, "refuse", "PA_GUARD_LIMIT 1 writes"],
    ["cost", priced({ perVuHour: 0.2207 }), {}, "refuse", "PA_GUARD_LIMIT EUR 5.02 are more than the cap of EUR 5.00"],
    ["cost near its cap", priced({ perVuHour: 0.176 }), {}, "warn", "EUR 4.00 are 80 % of the cap of EUR 5.00"],
  ])("%s", (_, changed, load, outcome, message) => {
    const decision = admit({ policy: changed, preview: preview(load) });
    expect(decision.decision).toBe(outcome === "refuse" ? "refuse" : "allow");
    expect(told(decision, outcome).join("\n")).toContain(message);
    expect(decision.reasons.some(({ rule, outcome: said }) => rule === "limits" && said === "allow")).toBe(
      outcome !== "refuse",
    );
  });

  it.each<[string, Policy, Partial<LoadPreview>]>([
    [
      "everything at its cap",
      limits({ vus: 130, durationMs: 665_000, connections: 130, ratePerSecond: 400, requests: 131_012, writes: 0 }),
      {},
    ],
    [
      "scenarios one after the other",
      limits({ ratePerSecond: 400 }),
      { scenarios: [scenario, { ...scenario, startMs: 600_000, endMs: 900_000 }] },
    ],
    ["cost below the alert", priced({ perVuHour: 0.1755 }), {}],
    ["no cap of cost", priced({ perVuHour: 1e6, perRun: null }), {}],
    ["nothing to pay of nothing", priced({ perVuHour: 0, perRun: 0 }), {}],
  ])("allows %s", (_, changed, load) => {
    const decision = admit({ policy: changed, preview: preview(load) });
    expect([decision.decision, told(decision, "warn")]).toEqual(["allow", []]);
  });

  it("leaves out what it does not know", () => {
    const decision = admit({
      policy: priced({ perRun: null, perVuHour: 0 }),
      preview: preview({ requests: null }),
    });
    expect(told(decision, "allow")[0]).toBe("130 VUs at peak (cap 300), 10m30s at most (cap 20m)");
  });
});
