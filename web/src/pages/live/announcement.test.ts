import { describe, expect, it } from "vitest";
import type { LiveEvent } from "../../../../src/contract/api/live-event.ts";
import { announcement } from "./announcement.ts";
import { startEvent, windowEvent } from "./live-events.fixture.ts";
import { LiveRun } from "./live-run.ts";

function announced(events: readonly LiveEvent[]): string {
  const run = new LiveRun();
  for (const event of events) run.apply(event);
  return announcement(run);
}

const running: LiveEvent = { event: "state", state: "running", text: "The load is on.", at: 1, ahead: null };
const breach: LiveEvent = { event: "objective", name: "p95 of checkout", observed: 500, slack: -0.25, breachInS: 0 };

describe("what is read out of a running test", () => {
  it("is its state, what is beyond its limit, and the last alert", () => {
    const alert: LiveEvent = {
      event: "guard",
      kind: "alert",
      level: "alert",
      text: "Half of the budget is spent.",
      at: 2,
    };
    expect(announced([startEvent(), running, breach, alert])).toBe(
      "The load is on. Beyond their limits: p95 of checkout. Half of the budget is spent.",
    );
  });

  it("stays the same from second to second", () => {
    const events = [startEvent(), running, windowEvent(0)];
    expect(announced([...events, windowEvent(1)])).toBe(announced(events));
  });

  it("is how it ended", () => {
    expect(announced([startEvent(), running, { event: "done", state: "finished", verdict: "fail" }])).toBe(
      "The run is over. Verdict: fail.",
    );
    expect(announced([startEvent(), { event: "done", state: "stopped", verdict: null }])).toBe(
      "The run is over: stopped.",
    );
  });
});
