import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { limits, preview } from "../../../test/support/guard-inputs.ts";
import { divideTime } from "./divide-time.ts";

const both = { setup: ["a"], teardown: ["b"] };
const none = { setup: [], teardown: [] };

function timeoutsOf(plan: typeof both | typeof none, loadMs: number, capMs: number) {
  const { timeouts, reasons } = divideTime(plan, preview({ maxDurationMs: loadMs }), limits({ durationMs: capMs }));
  const { setupTimeoutMs, teardownTimeoutMs, summaryTimeoutMs } = timeouts;
  return { timeouts: [setupTimeoutMs, teardownTimeoutMs, summaryTimeoutMs], texts: reasons.map(({ text }) => text) };
}

describe("the time of one run", () => {
  it.each<[string, typeof both | typeof none, number, number, number[]]>([
    ["a minute each with time to spare", both, 600_000, 1_200_000, [60_000, 60_000, 10_000]],
    ["a minute each when it just fits", both, 600_000, 750_000, [60_000, 60_000, 10_000]],
    ["less when it does not", both, 600_000, 691_000, [32_000, 32_000, 6000]],
    ["the least, with time to stop", both, 600_000, 632_000, [5000, 5000, 2000]],
    ["the least, with no time to stop but by force", both, 600_000, 612_000, [5000, 5000, 2000]],
    ["next to nothing where there is nothing but load", none, 600_000, 602_000, [5000, 5000, 2000]],
    ["little for what the plan does not have", none, 600_000, 1_200_000, [5000, 5000, 10_000]],
    ["a minute for teardown alone", { ...none, teardown: ["b"] }, 600_000, 1_200_000, [5000, 60_000, 10_000]],
  ])("%s", (_, plan, loadMs, capMs, expected) => {
    expect(timeoutsOf(plan, loadMs, capMs)).toEqual({ timeouts: expected, texts: [] });
  });

  it.each<[string, number, string]>([
    ["a load beyond the cap", 599_999, "10m at most, drain included, is longer than the cap of 10m"],
    [
      "a load that leaves no time to end",
      611_999,
      "10m at most, drain included, leaves too little of the cap of 10m12s for what comes beside it: at least setup 5s, teardown 5s and the summary 2s",
    ],
  ])("refuses %s", (_, capMs, text) => {
    expect(timeoutsOf(both, 600_000, capMs).texts).toEqual([text]);
  });

  it("fits the cap whenever it is allowed, and leaves time to stop before it gives more than the least", () => {
    fc.assert(
      fc.property(
        fc.boolean(),
        fc.boolean(),
        fc.integer({ min: 0, max: 1_800_000 }),
        fc.integer({ min: 1, max: 1_800_000 }),
        (setup, teardown, loadMs, capMs) => {
          const plan = { setup: setup ? ["a"] : [], teardown: teardown ? ["b"] : [] };
          const { timeouts, texts } = timeoutsOf(plan, loadMs, capMs);
          const [ofSetup = 0, ofTeardown = 0, ofSummary = 0] = timeouts;
          const beside = (setup ? ofSetup : 0) + (teardown ? ofTeardown : 0) + ofSummary;
          const least = (setup ? 5000 : 0) + (teardown ? 5000 : 0) + 2000;
          expect(texts.length === 0).toBe(loadMs + least <= capMs);
          expect(beside).toBeGreaterThanOrEqual(least);
          expect(beside === least || loadMs + beside + 20_000 <= capMs).toBe(true);
        },
      ),
    );
  });
});
