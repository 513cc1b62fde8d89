import { expect, it } from "vitest";
import type { Capacity } from "../../../contract/capacity.ts";
import { chartSchema } from "../../../contract/run.ts";
import { chartCapacity } from "./chart-capacity.ts";

const step = (offered: number, p95: number): Capacity["steps"][number] => ({
  fromMs: 0,
  toMs: 20_000,
  offered,
  unit: "per-second",
  throughput: offered * 2,
  p50: p95 / 2,
  p95,
  errorRate: 0,
  apdex: 1,
});
const capacity: Capacity = {
  steps: [step(10, 40), step(20, 42), step(30, 90)],
  apdexToleratedMs: 500,
  knee: { offered: 20, interval: [15, 25] },
  kneeText: "",
  usl: null,
};

it("draws latency and answers over the load, with the knee", () => {
  const [latency, throughput] = chartCapacity(capacity);
  expect(latency).toMatchObject({ xUnit: "per-second", x: [10, 20, 30], marks: [{ x: 20, label: "knee" }] });
  expect(latency?.series.map(({ name, values }) => [name, values])).toEqual([
    ["p50", [20, 21, 45]],
    ["p95", [40, 42, 90]],
  ]);
  expect(throughput?.series[0]?.values).toEqual([20, 40, 60]);
  for (const chart of chartCapacity(capacity)) expect(() => chartSchema.parse(chart)).not.toThrow();
});

it("draws no mark without a knee, and nothing of one level", () => {
  expect(chartCapacity({ ...capacity, knee: null })[0]?.marks).toEqual([]);
  expect(chartCapacity({ ...capacity, steps: [step(10, 40)] })).toEqual([]);
});
