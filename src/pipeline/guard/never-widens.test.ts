import * as fc from "fast-check";
import { expect, it } from "vitest";
import { policyDocument } from "../../../test/support/policy-document.ts";
import { preview, scenario, target } from "../../../test/support/guard-inputs.ts";
import { understandPolicy } from "../plan/policy/understand-policy.ts";
import { admitPlan } from "./admit-plan.ts";

/** What a file says where it is silent, so that it speaks of everything: a lower file may set what no upper one sets. */
const spoken = {
  limits: { vus: 1000, rate: "1000/s", requests: 1000, writes: 1000, connections: 1000, duration: "30m" },
  cost: { perVuHour: 0, perMachineHour: 0, perCloudVuHour: 0, perRun: 1000, alertAt: "80%", models: 1000 },
};

function said(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

const names = ["a.perf.test", "x.a.perf.test", "shop.test", "localhost", "127.0.0.1", "10.1.2.9"];
const addresses = ["10.1.2.9", "10.9.9.9", "192.0.2.1", "127.0.0.1", "2001:db8::9"];
/** Mostly little, so that one thing too many decides. */
const mostly = (little: number, most: number): fc.Arbitrary<number> =>
  fc.oneof(
    { arbitrary: fc.integer({ min: 1, max: little }), weight: 4 },
    { arbitrary: fc.integer({ min: 1, max: most }), weight: 1 },
  );
const run = fc.record({
  host: fc.constantFrom(...names),
  resolved: fc.uniqueArray(fc.constantFrom(...addresses), { minLength: 1, maxLength: 2 }),
  peakVus: mostly(2, 1200),
  maxDurationMs: mostly(1000, 2_000_000),
  requests: mostly(2, 90),
  writes: mostly(2, 90),
  rate: mostly(2, 90),
});

it("a lower layer, whatever it says, lets no plan run that the upper layer alone refuses", () => {
  let [refused, allowed] = [0, 0];
  fc.assert(
    fc.property(policyDocument, policyDocument, fc.boolean(), run, fc.nat(), (upper, lower, trusted, wanted, pick) => {
      const declared = Object.keys(upper.environments);
      const name = declared[pick % Math.max(1, declared.length)];
      if (name === undefined) return;
      const whole = {
        ...upper,
        limits: { ...spoken.limits, ...said(upper.limits) },
        cost: { ...spoken.cost, ...said(upper.cost) },
      };
      const machine = { layer: "machine" as const, text: JSON.stringify(whole), file: "m", sha256: "m", trusted: true };
      const project = { layer: "project" as const, text: JSON.stringify(lower), file: "p", sha256: "p", trusted };
      const decide = (sources: Parameters<typeof understandPolicy>[0]): string =>
        admitPlan({
          plan: target(`http://${wanted.host}:8080`, name),
          preview: preview({
            peakVus: wanted.peakVus,
            maxDurationMs: wanted.maxDurationMs,
            requests: { count: wanted.requests, exact: true },
            writes: { count: wanted.writes, exact: true },
            scenarios: [{ ...scenario, peakRatePerSecond: wanted.rate }],
          }),
          policy: understandPolicy(sources),
          addresses: { [wanted.host]: wanted.resolved },
        }).decision;
      const [alone, both] = [decide([machine]), decide([machine, project])];
      expect([alone, both]).not.toEqual(["refuse", "allow"]);
      refused += alone === "refuse" ? 1 : 0;
      allowed += alone === "allow" ? 1 : 0;
    }),
    { numRuns: 600 },
  );
  // Neither side of the comparison may be empty.
  expect(refused).toBeGreaterThan(100);
  expect(allowed).toBeGreaterThan(0);
});
