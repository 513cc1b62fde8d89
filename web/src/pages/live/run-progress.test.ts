import { describe, expect, it } from "vitest";
import { figures, startEvent, windowEvent } from "./live-events.fixture.ts";
import { LiveRun } from "./live-run.ts";
import { costProgress, headFigures, timeProgress } from "./run-progress.ts";

function runFor(seconds: number, changes: Parameters<typeof startEvent>[0] = {}): LiveRun {
  const run = new LiveRun();
  run.apply(startEvent(changes));
  for (let second = 0; second < seconds; second++) run.apply(windowEvent(second));
  return run;
}

describe("how far a run is", () => {
  it("counts the seconds that were told", () => {
    expect(timeProgress(runFor(150))).toEqual({ share: 0.25, text: "2m30s of 10m", isNear: false });
    expect(timeProgress(runFor(700))?.share).toBe(1);
    expect(timeProgress(runFor(0, { startedAt: null }))).toBeNull();
    expect(timeProgress(new LiveRun())).toBeNull();
  });

  it("says what was spent, and when it is nearly all", () => {
    expect(costProgress(runFor(100))).toEqual({ share: 0.1, text: "EUR 1.00 of EUR 10.00", isNear: false });
    expect(costProgress(runFor(100, { costLimit: 1.2 }))?.isNear).toBe(true);
    expect(costProgress(runFor(100, { costLimit: null }))).toEqual({
      share: 0,
      text: "EUR 1.00, no limit",
      isNear: false,
    });
  });

  it("sums the last ten seconds for the figures at the top", () => {
    const run = runFor(30);
    run.apply(windowEvent(30, { all: figures(200, 90, 10), dropped: 3 }));
    expect(headFigures(run)).toEqual({ vus: 10, perSecond: 110, p95: 90, errorShare: 10 / 1100, dropped: 3 });
  });

  it("knows nothing before the first second", () => {
    expect(headFigures(runFor(0))).toEqual({ vus: null, perSecond: null, p95: null, errorShare: null, dropped: 0 });
  });
});
