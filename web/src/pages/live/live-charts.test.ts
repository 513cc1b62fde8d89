import { describe, expect, it } from "vitest";
import { startEvent, windowEvent } from "./live-events.fixture.ts";
import { judgedSpans, liveCharts, seriesOf, shownRange } from "./live-charts.ts";
import { LiveRun } from "./live-run.ts";

describe("the charts of a running test", () => {
  it.each([
    [-1, "recent", [0, 60]],
    [200, "recent", [0, 200]],
    [1000, "recent", [700, 1000]],
    [1000, "whole", [0, 1000]],
  ] as const)("at second %d show of the %s run the seconds %j", (newest, view, range) => {
    expect(shownRange(newest, view)).toEqual(range);
  });

  it("get other arrays with each second, of what was there before", () => {
    const run = new LiveRun();
    const [throughput] = liveCharts;
    if (throughput === undefined) throw new Error("there are no charts");
    run.apply(startEvent());
    run.apply(windowEvent(0));
    const before = seriesOf(throughput, run.seconds, 0);
    run.apply(windowEvent(1));
    const after = seriesOf(throughput, run.seconds, 0);
    expect(before.map(({ values }) => values.length)).toEqual([1, 1]);
    expect(after.map(({ name, values }) => [name, ...Array.from(values)])).toEqual([
      ["requests", 100, 100],
      ["failed", 0, 0],
    ]);
    expect(seriesOf(throughput, run.seconds, 1).map(({ values }) => Array.from(values))).toEqual([[100], [0]]);
    expect(seriesOf(throughput, run.seconds, 7).map(({ values }) => values.length)).toEqual([0, 0]);
  });

  it("shade what will be judged", () => {
    expect(judgedSpans(startEvent())).toEqual([{ from: 60, to: 540, label: "judged" }]);
    expect(judgedSpans(startEvent({ judged: null }))).toEqual([]);
    expect(judgedSpans(null)).toEqual([]);
  });
});
