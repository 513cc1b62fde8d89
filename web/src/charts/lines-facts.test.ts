import { describe, expect, it } from "vitest";
import type { ChartSpec } from "../../../src/contract/run.ts";
import { linesFacts } from "./lines-facts.ts";

const spec: ChartSpec = {
  id: "latency",
  title: "Latency",
  kind: "lines",
  xUnit: "ms-from-start",
  yUnit: "ms",
  x: [0, 1000, 90_000],
  series: [{ name: "p95", values: [10, null, 1200] }],
  spans: [{ fromMs: 1000, toMs: 60_000, label: "judged" }],
  limits: [{ value: 400, label: "p95 < 400ms" }],
  marks: [{ x: 30_000, label: "+10 %" }],
};

describe("a chart of lines in a frame", () => {
  it("counts time in seconds", () => {
    expect(linesFacts(spec)).toMatchObject({
      xs: [0, 1, 90],
      x: { kind: "seconds" },
      spans: [{ from: 1, to: 60, label: "judged" }],
      marks: [{ x: 30, label: "+10 %" }],
    });
  });

  it("leaves load as it is", () => {
    const { xs, x, marks } = linesFacts({ ...spec, xUnit: "per-second", marks: [{ x: 80, label: "knee" }] });
    expect(xs).toEqual([0, 1000, 90_000]);
    expect([x.kind, x.format?.(80), marks[0]?.x]).toEqual(["value", "80/s", 80]);
  });

  it("says what there is to see", () => {
    expect(linesFacts(spec).summary).toBe("p95 between 10 ms and 1.2 s; limit p95 < 400ms; mark +10 %.");
    expect(linesFacts({ ...spec, series: [{ name: "p95", values: [null] }], limits: [], marks: [] }).summary).toBe(
      "p95: no values.",
    );
  });
});
