import { describe, expect, test } from "vitest";
import { virtualClock } from "../../../test/support/virtual-clock.ts";
import { createLiveRuns } from "./live-runs.ts";
import type { LiveState } from "./live-state.ts";

const state: LiveState = {
  runId: "a",
  state: "running",
  text: "it is running",
  at: 0,
  ahead: null,
  verdict: null,
  plan: "checkout-peak",
  service: "shop",
  environment: "perf",
};
const looks = { state: () => Promise.resolve(state), open: () => Promise.resolve(null) };

describe("live runs", () => {
  test("know what a run here says and whether it shall end", () => {
    const clock = virtualClock(5_000);
    const live = createLiveRuns({ clock, onLag: () => undefined });
    expect(live.requestStop("a")).toBe(false);
    const run = live.begin("a");
    expect([run.stopAsked(), live.saying("a")]).toEqual([false, null]);
    run.say("k6 is downloaded");
    expect(live.saying("a")).toEqual({ text: "k6 is downloaded", at: 5_000 });
    expect(live.requestStop("a")).toBe(true);
    expect(run.stopAsked()).toBe(true);
    run.end();
    expect([live.requestStop("a"), live.saying("a")]).toEqual([false, null]);
  });

  test("give everybody the same tail, and forget it some time after the last has left", async () => {
    const clock = virtualClock();
    const live = createLiveRuns({ clock, onLag: () => undefined });
    const tail = live.tail("a", looks);
    tail.join();
    await clock.advance(120_000);
    expect(live.tail("a", looks)).toBe(tail);
    tail.leave();
    await clock.advance(20_000);
    expect(live.tail("a", looks)).toBe(tail);
    await clock.advance(15_000);
    await tail.ended;
    expect(live.tail("a", looks)).not.toBe(tail);
    live.close();
    await clock.advance(1_000);
  });

  test("measure how long something that was written waits until it is told", async () => {
    const clock = virtualClock();
    const lags: number[] = [];
    const live = createLiveRuns({ clock, onLag: (ms) => lags.push(ms) });
    live.touch("a");
    const tail = live.tail("a", looks);
    tail.join();
    await clock.advance(1_000);
    expect(lags).toEqual([]);
    live.touch("a");
    await clock.advance(1_000);
    expect(lags).toHaveLength(1);
    expect(lags[0]).toBeLessThanOrEqual(25);
    live.close();
    await clock.advance(1_000);
    await tail.ended;
  });

  test("count those who watch, each once", () => {
    const live = createLiveRuns({ clock: virtualClock(), onLag: () => undefined });
    const [one, other] = [live.watch(), live.watch()];
    expect(live.viewers()).toBe(2);
    one();
    one();
    expect(live.viewers()).toBe(1);
    other();
    expect(live.viewers()).toBe(0);
  });
});
