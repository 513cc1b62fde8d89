import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Clock } from "../../ports/system.ts";
import { cpuObserver, cpuSecondsOf, watchProcess } from "./watch-process.ts";

describe("cpuObserver", () => {
  it.each([
    ["a run under five seconds", [0, 1, 2], null],
    ["an even load", [0, 1, 2, 3, 4, 5, 6, 7], 0.5],
    ["its busiest five seconds", [0, 0, 0, 2, 4, 6, 8, 10, 10, 10], 1],
    ["a burst shorter than the span", [0, 0, 0, 2, 2, 2, 2, 2], 0.2],
    ["a rounding beyond all cores", [0, 2.1, 4.2, 6.3, 8.4, 10.5], 1],
  ])("%s", (_what, cpuSeconds, peak) => {
    const observer = cpuObserver(2);
    for (const [second, cpu] of cpuSeconds.entries()) observer.add(second * 1000, cpu);
    expect(observer.peak()).toBe(peak);
  });
});

describe("cpuSecondsOf", () => {
  it("adds user and system time, whatever the program calls itself", () => {
    const stat = "42 (k6) 7 ) S 1 42 42 0 -1 4194304 500 0 0 0 1234 66 0 0 20 0 9 0 1 2 3";
    expect(cpuSecondsOf(stat)).toBeCloseTo(13, 9);
  });
});

describe("watchProcess", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it.each([
    ["no step", [0, 0, 0, 0], 0],
    ["a clock that is slewed", [0, 300, 600, 900], 0],
    ["the largest step, backwards too", [0, 700, 700, -800], -1500],
    ["a step forward", [0, 0, 3_600_000, 3_600_000], 3_600_000],
  ])("tells %s", (_what, offsets, step) => {
    let second = 0;
    const clock: Clock = {
      now: () => 1_700_000_000_000 + second * 1000 + (offsets[second] ?? 0),
      monotonic: () => second * 1000,
      sleep: () => Promise.resolve(),
    };
    const watch = watchProcess(process.pid, clock);
    for (second = 1; second < offsets.length; second++) vi.advanceTimersByTime(1000);
    expect(watch.stop().clockStepMs).toBe(step);
  });
});
