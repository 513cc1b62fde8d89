import { describe, expect, it } from "vitest";
import type { LiveEvent } from "../../../../src/contract/api/live-event.ts";
import { figures, startEvent, windowEvent } from "./live-events.fixture.ts";
import { LiveRun } from "./live-run.ts";

function runOf(events: readonly LiveEvent[]): LiveRun {
  const run = new LiveRun();
  for (const event of events) run.apply(event);
  return run;
}

describe("what the page knows of a running test", () => {
  it("keeps every second in its place, a gap where one was not told", () => {
    const run = runOf([startEvent(), windowEvent(0), windowEvent(2, { all: figures(200, 150, 50) })]);
    expect([...run.seconds.xs()]).toEqual([0, 1, 2]);
    expect([...run.seconds.view("requests")]).toEqual([100, NaN, 200]);
    expect([...run.seconds.view("errorShare")]).toEqual([0, NaN, 0.25]);
    expect([...run.seconds.view("waiting")]).toEqual([5, NaN, 5]);
  });

  it("keeps the number of users through seconds that tell none", () => {
    const run = runOf([
      startEvent(),
      windowEvent(0, { vus: null }),
      windowEvent(1, { vus: 4 }),
      windowEvent(2, { vus: null }),
      windowEvent(4, { vus: null }),
    ]);
    expect([...run.seconds.view("vus")]).toEqual([NaN, 4, 4, NaN, NaN]);
  });

  it("replaces a second that is told again, in the sums too", () => {
    const again = windowEvent(1, { all: figures(110), rows: [[0, figures(50, 300, 5)]] });
    const run = runOf([startEvent(), windowEvent(0), windowEvent(1), again]);
    expect([...run.seconds.view("requests")]).toEqual([100, 110]);
    expect(run.endpoints.now(0)).toMatchObject({ requests: 90, failed: 5, p95: 300 });
    expect(run.endpoints.now(1)).toMatchObject({ requests: 60, failed: 0, p95: 100 });
  });

  it("comes to the same when events are told twice", () => {
    const events = [startEvent(), windowEvent(0), windowEvent(1)];
    const [once, twice] = [runOf(events), runOf([...events, windowEvent(0), windowEvent(1)])];
    expect(twice.endpoints.now(0)).toEqual(once.endpoints.now(0));
    expect(twice.seconds.view("p95")).toEqual(once.seconds.view("p95"));
  });

  it("names endpoints that appear later, by their index", () => {
    const added = [{ index: 2, scenario: "buy", endpoint: "pay" }];
    const run = runOf([startEvent(), windowEvent(0, { added, rows: [[2, figures(7)]] })]);
    expect(run.endpoints.names.map(({ endpoint }) => endpoint)).toEqual(["checkout", "products", "pay"]);
    expect(run.endpoints.now(2).requests).toBe(7);
  });

  it("forgets everything when it is told from the beginning", () => {
    const run = runOf([
      startEvent(),
      windowEvent(0),
      { event: "objective", name: "p95 of checkout", observed: 300, slack: 0.25, breachInS: null },
      { event: "guard", kind: "alert", level: "alert", text: "half of the budget is spent", at: 1 },
      { event: "log", line: "a line" },
      { event: "done", state: "finished", verdict: "pass" },
      startEvent({ state: "queued", startedAt: null, endpoints: [] }),
    ]);
    expect(run.seconds.newest).toBe(-1);
    expect(run.endpoints.names).toEqual([]);
    expect([run.objectives.size, run.guard.length, run.log.length, run.done]).toEqual([0, 0, 0, null]);
    expect(run.start?.state).toBe("queued");
  });

  it("counts changes of the part that changed only", () => {
    const run = runOf([startEvent()]);
    const before = { ...run.changes };
    run.apply(windowEvent(0));
    expect(run.changes).toEqual({ ...before, seconds: before.seconds + 1 });
  });

  it("keeps the newest lines of a long log and says how many it left out", () => {
    const run = runOf([startEvent()]);
    for (let line = 0; line < 4001; line++) run.apply({ event: "log", line: String(line) });
    expect(run.log.at(-1)).toBe("4000");
    expect(run.log.length + run.logDropped).toBe(4001);
    expect(run.log.length).toBeLessThan(4000);
  });

  it("keeps what it has when a run is longer than there was room for", () => {
    const run = runOf([startEvent(), windowEvent(0), windowEvent(5000)]);
    expect(run.seconds.xs()).toHaveLength(5001);
    expect([run.seconds.view("requests")[0], run.seconds.view("requests")[5000], run.seconds.xs()[4321]]).toEqual([
      100, 100, 4321,
    ]);
  });

  it.each([-1, 0.5, Number.NaN, 1e9])("takes no second %d", (second) => {
    const run = runOf([startEvent(), windowEvent(second)]);
    expect(run.seconds.newest).toBe(-1);
    expect(run.endpoints.newest).toBe(-1);
  });
});
