import type { Capacity } from "../../../contract/capacity.ts";
import type { ChartSpec } from "../../../contract/run.ts";

/** Latency and answers over the load that was offered, with the knee where there is one. */
export function chartCapacity({ steps, knee }: Capacity): ChartSpec[] {
  const [first] = steps;
  if (first === undefined || steps.length < 2) return [];
  const common = {
    kind: "lines" as const,
    xUnit: first.unit,
    x: steps.map(({ offered }) => offered),
    spans: [],
    limits: [],
    marks: knee === null ? [] : [{ x: knee.offered, label: "knee" }],
  };
  return [
    {
      ...common,
      id: "capacity:latency",
      title: "Latency over load",
      yUnit: "ms",
      series: [
        { name: "p50", values: steps.map(({ p50 }) => p50) },
        { name: "p95", values: steps.map(({ p95 }) => p95) },
      ],
    },
    {
      ...common,
      id: "capacity:throughput",
      title: "Requests answered over load",
      yUnit: "per-second",
      series: [{ name: "requests", values: steps.map(({ throughput }) => throughput) }],
    },
  ];
}
