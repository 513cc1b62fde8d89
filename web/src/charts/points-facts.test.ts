import { describe, expect, it } from "vitest";
import type { ChartSpec } from "../../../src/contract/run.ts";
import { factsOfPoints } from "./points-facts.ts";

const spec: ChartSpec = {
  id: "history:buy/checkout",
  title: "p95 of checkout, run by run",
  kind: "points",
  xUnit: "date",
  yUnit: "ms",
  x: [1000, 2000, 3000],
  series: [
    { name: "earlier runs", values: [390, null, null] },
    { name: "this run", values: [null, null, 449] },
  ],
  spans: [],
  limits: [
    { value: 391, label: "usual: 391 ms" },
    { value: 410, label: "5 % more" },
    { value: 434, label: "this run, lower end" },
    { value: 464, label: "this run, upper end" },
  ],
  marks: [{ x: 2000, label: "+4.0 %" }],
};

describe("a chart of runs", () => {
  it("tells this run from the earlier ones, and leaves a gap where a run has no figure", () => {
    const { points } = factsOfPoints(spec);
    expect(points.map(({ value, tone }) => [value, tone])).toEqual([
      [390, "plain"],
      [null, "plain"],
      [449, "current"],
    ]);
    expect(points[2]?.text).toContain("this run · 449 ms");
  });

  it("makes a band of the interval and levels of the rest", () => {
    const { band, levels, marks } = factsOfPoints(spec);
    expect(band).toMatchObject({ low: 434, high: 464 });
    expect(levels.map(({ label, tone }) => [label, tone])).toEqual([
      ["usual: 391 ms", "usual"],
      ["5 % more", "limit"],
    ]);
    expect(marks).toEqual([{ index: 1, label: "+4.0 %" }]);
  });

  it("has no band where the interval is not known", () => {
    expect(factsOfPoints({ ...spec, limits: spec.limits.slice(0, 2) }).band).toBeNull();
  });
});
