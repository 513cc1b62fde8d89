import { describe, expect, it } from "vitest";
import { outcomeOf } from "../../../test/support/fabricated-run.ts";
import type { StopRequest } from "../../contract/stop-request.ts";
import { endOf, startLifeCycle } from "./run-life-cycle.ts";

const guard: StopRequest = { reason: "guard", mode: "graceful", text: "too many errors" };

const deadlines = { plannedEndMs: 1_000, windDownMs: 1_500, capMs: 2_000 };

describe("startLifeCycle", () => {
  it("keeps the first reason and lets later wishes only hasten the end", () => {
    const life = startLifeCycle(deadlines);
    expect(life.stop).toBeNull();
    expect(life.wish(guard)).toBe("graceful");
    expect(life.wish({ ...guard, reason: "objective:fuse" })).toBeNull();
    expect(life.wish({ ...guard, reason: "budget", mode: "now" })).toBe("now");
    expect(life.wish(guard)).toBeNull();
    expect(life.stop).toBe(guard);
  });

  it("ends gracefully on the first signal and at once on the second, whatever came before", () => {
    const life = startLifeCycle(deadlines);
    expect(life.interrupt("SIGINT")).toBe("graceful");
    expect(life.interrupt("SIGTERM")).toBe("now");
    expect(life).toMatchObject({ interruptedBy: "SIGINT", stop: { reason: "interrupt" } });

    const stopped = startLifeCycle(deadlines);
    stopped.wish(guard);
    expect(stopped.interrupt("SIGINT")).toBeNull();
    expect(stopped.interrupt("SIGINT")).toBe("now");
    expect(stopped.stop).toBe(guard);
  });

  it("ends what takes longer than planned, and kills what is not over at the cap", () => {
    const life = startLifeCycle(deadlines);
    expect(life.tick(1_000)).toBeNull();
    expect(life.tick(1_001)).toBe("graceful");
    expect(life.tick(1_600)).toBeNull();
    expect(life.stop).toMatchObject({ reason: "timeout", text: "the run took longer than its plan needs" });
    expect(life.tick(2_001)).toBe("now");
    expect(life.tick(3_000)).toBeNull();
  });

  it("winds down before the cap, whatever the plan needs", () => {
    const life = startLifeCycle({ ...deadlines, plannedEndMs: 9_000 });
    expect(life.tick(1_501)).toBe("graceful");
    expect(life.stop?.text).toContain("within 500ms of the longest time");
  });
});

describe("endOf", () => {
  it.each([
    ["nobody stopped it", null, {}, { state: "finished", stoppedBy: null }],
    ["the engine was killed", null, { signal: "SIGKILL" }, { state: "finished", stoppedBy: "engine" }],
    ["the guard stopped it", guard, { signal: "SIGKILL" }, { state: "stopped", stoppedBy: "guard" }],
    ["a person stopped it", { ...guard, reason: "interrupt" }, {}, { state: "interrupted", stoppedBy: "interrupt" }],
  ])("when %s", (_name, stop, outcome, end) => {
    expect(endOf(stop, outcomeOf(outcome))).toEqual(end);
  });
});
