import { describe, expect, it } from "vitest";
import type { ChartSpec } from "../../../src/contract/run.ts";
import { factsOfLines, linesData } from "./lines-facts.ts";

const spec: ChartSpec = {
  id: "latency",
  title: "Latency",
  kind: "lines",
  xUnit: "ms-from-start",
  yUnit: "ms",
  x: [0, 1000, 90_000],
  series: [{ name: "p95", values: [10, null, 1200] }],
  spans: [{ fromMs: 1000, toMs: 60_000, label: "judged" }],
  limits: [{ value: 400, label: "limit" }],
  marks: [{ x: 30_000, label: "+10 %" }],
};

describe("a chart of lines for the canvas", () => {
  it("counts time in seconds", () => {
    const { spans, marks, formatX, formatY, syncKey } = factsOfLines(spec);
    expect(linesData(spec)).toEqual([
      [0, 1, 90],
      [10, null, 1200],
    ]);
    expect(spans).toEqual([{ from: 1, to: 60, label: "judged" }]);
    expect(marks).toEqual([{ x: 30, label: "+10 %" }]);
    expect([formatX(90), formatY(1200), syncKey]).toEqual(["1m30s", "1.2 s", "time"]);
  });

  it("leaves load as it is, and alone", () => {
    const overLoad: ChartSpec = { ...spec, xUnit: "per-second", spans: [], marks: [{ x: 80, label: "knee" }] };
    const { marks, formatX, syncKey } = factsOfLines(overLoad);
    expect(linesData(overLoad)[0]).toEqual([0, 1000, 90_000]);
    expect([marks[0]?.x, formatX(80), syncKey]).toEqual([80, "80/s", null]);
  });
});
