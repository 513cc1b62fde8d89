import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { policy, preview } from "../../../../test/support/guard-inputs.ts";
import type { Policy } from "../../../contract/policy.ts";
import { createCostMeter } from "./cost-meter.ts";
import { costOf, judgeCost, usageOf } from "./cost-of.ts";

function prices(more: Partial<Policy["cost"]>): Policy["cost"] {
  return { ...policy().cost, perVuHour: 0, ...more };
}

describe("what a run costs", () => {
  it.each<[string, Partial<Policy["cost"]>, number, number, number]>([
    ["virtual users' hours", { perVuHour: 0.02 }, 130, 630_000, 0.455],
    ["the machine's hours", { perMachineHour: 0.4 }, 130, 630_000, 0.07],
    ["the cloud's, by minutes begun", { perCloudVuHour: 0.15 }, 100, 60_001, 0.5],
    ["the cloud's, by whole minutes", { perCloudVuHour: 0.15 }, 100, 60_000, 0.25],
    ["all of them", { perVuHour: 0.02, perMachineHour: 0.4, perCloudVuHour: 0.15 }, 60, 3_600_000, 1.2 + 0.4 + 9],
    ["nothing without prices", {}, 1000, 1_800_000, 0],
  ])("%s", (_, more, peakVus, maxDurationMs, expected) => {
    const cost = costOf(preview({ peakVus, maxDurationMs }), policy({ cost: prices(more) }));
    expect(cost.estimated).toBeCloseTo(expected, 10);
    expect(cost.parts).toHaveLength(Object.keys(more).length);
  });

  it("names units, quantities and prices", () => {
    expect(usageOf(60, 90_000, prices({ perVuHour: 1, perMachineHour: 2, perCloudVuHour: 3 }))).toEqual([
      { unit: "VU-hours", quantity: 1.5, price: 1 },
      { unit: "machine-hours", quantity: 0.025, price: 2 },
      { unit: "cloud VU-hours", quantity: 2, price: 3 },
    ]);
  });

  it("refuses an estimate above the cap of the parts together", () => {
    const cost = costOf(preview({ peakVus: 60, maxDurationMs: 3_600_000 }), {
      ...policy(),
      cost: prices({ perVuHour: 0.05, perMachineHour: 2.01 }),
    });
    expect(judgeCost(cost).map(({ text }) => text)).toEqual(["EUR 5.01 are more than the cap of EUR 5.00 for one run"]);
  });
});

describe("the meter", () => {
  it("alerts once at the share and is over at the cap", () => {
    const meter = createCostMeter({ cost: prices({ perVuHour: 1, perRun: 1 }), peakVus: 60 });
    const at = (minutes: number) => meter.read(minutes * 60_000);
    expect(at(0)).toEqual({ spent: 0, share: 0, alert: false, over: false });
    expect(at(0.7)).toMatchObject({ alert: false, over: false });
    expect(at(0.8)).toMatchObject({ alert: true, over: false });
    expect(at(0.9)).toMatchObject({ alert: false, over: false });
    expect(at(1)).toEqual({ spent: 1, share: 1, alert: false, over: true });
  });

  it("alerts although the run passes the cap at once, as the cloud counts whole minutes", () => {
    const meter = createCostMeter({ cost: prices({ perCloudVuHour: 1, perRun: 1 }), peakVus: 100 });
    expect(meter.read(1)).toMatchObject({ spent: 100 / 60, alert: true, over: true });
  });

  it.each<[string, Partial<Policy["cost"]>, ReturnType<ReturnType<typeof createCostMeter>["read"]>]>([
    ["no cap", { perVuHour: 1, perRun: null }, { spent: 60, share: null, alert: false, over: false }],
    ["nothing to pay of nothing", { perRun: 0 }, { spent: 0, share: 0, alert: false, over: false }],
    [
      "something to pay of nothing",
      { perVuHour: 1, perRun: 0 },
      { spent: 60, share: Infinity, alert: true, over: true },
    ],
  ])("%s", (_, cost, expected) => {
    expect(createCostMeter({ cost: prices(cost), peakVus: 60 }).read(3_600_000)).toEqual(expected);
  });

  it("reads the estimate when the run took as long as was planned, and never less for a longer run", () => {
    const price = fc.integer({ min: 0, max: 100 }).map((cents) => cents / 100);
    const duration = fc.integer({ min: 0, max: 1_800_000 });
    fc.assert(
      fc.property(
        price,
        price,
        price,
        fc.integer({ min: 1, max: 1000 }),
        duration,
        duration,
        (a, b, c, peakVus, one, other) => {
          const cost = prices({ perVuHour: a, perMachineHour: b, perCloudVuHour: c, perRun: null });
          const meter = createCostMeter({ cost, peakVus });
          const planned = costOf(preview({ peakVus, maxDurationMs: one }), policy({ cost }));
          expect(meter.read(one).spent).toBe(planned.estimated);
          expect(meter.read(Math.max(one, other)).spent).toBeGreaterThanOrEqual(meter.read(Math.min(one, other)).spent);
        },
      ),
    );
  });
});
