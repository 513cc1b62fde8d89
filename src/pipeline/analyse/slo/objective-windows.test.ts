import { describe, expect, test } from "vitest";
import { evaluated, minute, steadyLatency } from "../../../../test/support/evaluated-objective.ts";
import { objectiveOf, steady } from "../../../../test/support/fabricated-run.ts";
import { type Objective } from "../../../contract/slo-set.ts";

const every = (everyMs: number, share = 1): Objective => objectiveOf({ window: { everyMs, share } });

describe("windows", () => {
  /** One bad stretch of five seconds. */
  const blip = steady({ ...minute, value: (_, atMs) => (atMs >= 30_000 && atMs < 35_000 ? 900 : 100) });

  test("one sliding window that does not hold breaches `in every`", () => {
    const result = evaluated(every(10_000), blip);
    expect(result).toMatchObject({ status: "breached", observed: 900, interval: null });
    // Windows that start at 21 s to 34 s hold more than 5 % of bad samples.
    expect(result.breach).toEqual({ fromMs: 21_000, longestMs: 23_000, shareOfWindows: 14 / 51 });
  });

  test.each([
    [0.7, "met", 100],
    [0.75, "breached", 900],
  ])("a share of %d of the windows", (share, status, observed) => {
    expect(evaluated(every(10_000, share), blip)).toMatchObject({ status, observed });
  });

  test("that only the histogram tells about are not certain near the limit", () => {
    const samples = steady({ ...minute, value: (i) => (i % 100 === 55 ? 900 : i % 10 === 0 ? 399.9 : 100) });
    expect(evaluated(every(10_000), samples)).toMatchObject({ status: "met", exact: true, certain: true });
    expect(evaluated(every(10_000), samples, { withRules: false })).toMatchObject({ exact: false, certain: false });
  });

  test("a part shorter than the window is one window", () => {
    expect(evaluated(every(300_000), blip)).toMatchObject({ status: "breached", samples: 600 });
  });

  test("silence is a window of its own for throughput, and none for latency", () => {
    const gap = steadyLatency.filter(({ atMs }) => atMs < 20_000 || atMs >= 40_000);
    const rate = objectiveOf({
      statistic: { kind: "throughput" },
      comparator: ">",
      limit: 1,
      unit: "per-second",
      window: { everyMs: 10_000, share: 1 },
    });
    expect(evaluated(rate, gap)).toMatchObject({ status: "breached", observed: 0 });
    expect(evaluated(every(10_000), gap)).toMatchObject({ status: "met" });
  });
});

test("the objective that ended the run is breached, wherever that was", () => {
  const samples = steady({ ...minute, value: (_, atMs) => (atMs < 40_000 ? 900 : 100) });
  const stop = objectiveOf({ name: "fuse", stop: true });
  const judged = { from: 45, to: 60 };
  expect(evaluated(stop, samples, { judged, stoppedBy: "fuse" })).toMatchObject({ status: "breached", observed: 900 });
  expect(evaluated(stop, samples, { judged, stoppedBy: "another" })).toMatchObject({ status: "met" });
});
