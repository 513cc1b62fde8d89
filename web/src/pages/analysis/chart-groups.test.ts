import { describe, expect, it } from "vitest";
import type { ChartSpec } from "../../../../src/contract/run.ts";
import { groupCharts } from "./chart-groups.ts";

function chart(id: string): ChartSpec {
  return {
    id,
    title: id,
    kind: "lines",
    xUnit: "ms-from-start",
    yUnit: "ms",
    x: [],
    series: [],
    spans: [],
    limits: [],
    marks: [],
  };
}

function idsOf(charts: readonly ChartSpec[]): string[] {
  return charts.map(({ id }) => id);
}

describe("the charts of an analysis", () => {
  it("stand with those that answer the same question, and none is left out", () => {
    const ids = [
      "latency",
      "throughput",
      "latency:buy/checkout",
      "latency:buy/cart: small",
      "distribution:buy/checkout",
      "phases",
      "history:buy/checkout",
      "change:buy/checkout",
      "capacity:latency",
      "something new",
    ];
    const groups = groupCharts(ids.map(chart));
    expect(idsOf(groups.timeline)).toEqual(["latency", "throughput"]);
    expect(groups.endpoints.map(({ name, charts }) => [name, ...idsOf(charts)])).toEqual([
      ["buy/checkout", "latency:buy/checkout", "distribution:buy/checkout"],
      ["buy/cart: small", "latency:buy/cart: small"],
    ]);
    expect(groups.changes.map(({ name, charts }) => [name, ...idsOf(charts)])).toEqual([
      ["buy/checkout", "history:buy/checkout", "change:buy/checkout"],
    ]);
    expect(idsOf(groups.capacity)).toEqual(["capacity:latency"]);
    expect(idsOf(groups.others)).toEqual(["phases", "something new"]);
  });
});
