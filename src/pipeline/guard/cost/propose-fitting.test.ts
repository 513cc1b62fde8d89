import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { policy, preview, scenario } from "../../../../test/support/guard-inputs.ts";
import type { LoadPreview } from "../../../contract/load-preview.ts";
import type { Policy } from "../../../contract/policy.ts";
import { costOf, judgeCost } from "./cost-of.ts";
import { proposeFitting, type Shares } from "./propose-fitting.ts";
import { tellLoss } from "./tell-loss.ts";

/** Half a minute up and down, half a minute of drain, and a hold of eight minutes by 130 VUs. */
function scaled({ load, time }: Shares, more: Partial<LoadPreview> = {}): LoadPreview {
  const rampMs = 30_000 * time;
  const holdMs = 480_000 * time;
  const hold = { fromMs: rampMs, toMs: rampMs + holdMs };
  return preview({
    peakVus: Math.ceil(130 * load),
    peakRatePerSecond: null,
    durationMs: holdMs + 2 * rampMs,
    maxDurationMs: holdMs + 2 * rampMs + 30_000,
    requests: { count: Math.round(100_000 * load * time), exact: false },
    scenarios: [{ ...scenario, model: "closed", peakRatePerSecond: null, hold }],
    judged: hold,
    ...more,
  });
}

const whole = { load: 1, time: 1 };
const noSteps = { setup: [], teardown: [] };

function proposals(changed: Policy, rescale: (shares: Shares) => LoadPreview = scaled) {
  return proposeFitting({ plan: noSteps, before: rescale(whole), policy: changed, rescale });
}

function priced(more: Partial<Policy["cost"]>): Policy {
  return policy({ cost: { ...policy().cost, ...more } });
}

describe("runs that fit", () => {
  it("are shorter, smaller, or both, with what each costs and loses", () => {
    const found = proposals(priced({ perVuHour: 0.2, perRun: 2 }));
    expect(found.map(({ load, time, text }) => ({ load, time, text }))).toEqual([
      {
        load: 0.48,
        time: 1,
        text: "63 VUs instead of 130: EUR 2.00; 52 % fewer samples, so intervals are about 1.4 times wider; what breaks only above 63 VUs (planned 130) stays unseen",
      },
      {
        load: 0.68,
        time: 0.68,
        text: "hold 5m26s instead of 8m, 89 VUs instead of 130: EUR 1.96; 54 % fewer samples, so intervals are about 1.5 times wider; what breaks only above 89 VUs (planned 130) stays unseen",
      },
      {
        load: 1,
        time: 0.45,
        text: "hold 3m36s instead of 8m: EUR 1.97; 55 % fewer samples, so intervals are about 1.5 times wider",
      },
    ]);
  });

  it("are none where the plan fits, or where nothing like it does", () => {
    expect(proposals(policy())).toEqual([]);
    expect(proposals(priced({ perMachineHour: 1000, perRun: 0.001 }))).toEqual([]);
  });

  it("fit the other limits as well", () => {
    const capped = [{ vus: 40, durationMs: 400_000 }, { connections: 40 }].map((limits) =>
      proposals(policy({ limits: { ...policy().limits, ...limits } })).map(({ load, time }) => [load, time]),
    );
    expect(capped).toEqual([
      [[0.3, 0.3]],
      [
        [0.3, 1],
        [0.3, 0.3],
      ],
    ]);
  });

  it("leave no money out of account, and a percent more would not fit", () => {
    const cents = fc.integer({ min: 0, max: 400 });
    fc.assert(
      fc.property(cents, cents, (perRun, perMachineHour) => {
        const changed = priced({ perVuHour: 0.1, perMachineHour: perMachineHour / 100, perRun: perRun / 100 });
        for (const { load, time, cost, preview: after } of proposals(changed)) {
          expect(cost.estimated).toBeLessThanOrEqual(perRun / 100);
          expect(after).toEqual(scaled({ load, time }));
          const larger = scaled({ load: onePercentMore(load), time: onePercentMore(time) });
          expect(judgeCost(costOf(larger, changed)).map(({ outcome }) => outcome)).toEqual(["refuse"]);
        }
      }),
    );
  });
});

function onePercentMore(share: number): number {
  return share === 1 ? 1 : share + 0.01;
}

describe("what a smaller run loses", () => {
  const before = scaled(whole, { peakRatePerSecond: 200 });

  it.each<[string, Partial<LoadPreview>, string[]]>([
    ["nothing", {}, []],
    [
      "samples",
      { requests: { count: 40_000, exact: true } },
      ["60 % fewer samples, so intervals are about 1.6 times wider"],
    ],
    [
      "samples, by virtual users' time where requests have no bound",
      { requests: null, durationMs: before.durationMs / 4 },
      ["75 % fewer samples, so intervals are about 2.0 times wider"],
    ],
    ["the highest rate", { peakRatePerSecond: 80 }, ["what breaks only above 80/s (planned 200/s) stays unseen"]],
    ["virtual users", { peakVus: 129 }, ["what breaks only above 129 VUs (planned 130) stays unseen"]],
    [
      "the part that is judged",
      { judged: null },
      ["no part is left in which every scenario holds, so that nothing can be judged"],
    ],
    [
      "most of the part that is judged",
      { judged: { fromMs: 1000, toMs: 41_000 } },
      [
        "all scenarios hold for 40s only, which warm-up may take up and in which a sliding window of 30s hardly finds room",
      ],
    ],
    ["no more than it had to", { judged: { fromMs: 1000, toMs: 61_000 } }, []],
  ])("%s", (_, more, expected) => {
    expect(tellLoss({ before, after: { ...before, ...more } })).toEqual(expected);
  });
});
