import { useMemo } from "react";
import { formatQuantity } from "../../../../src/contract/format-quantity.ts";
import type { ChartSpec } from "../../../../src/contract/run.ts";
import { ChartFrame } from "./chart-frame.tsx";
import type { ChartSeries, ChartX, ChartY } from "./chart-series.ts";
import { StackedBars } from "./stacked-bars.tsx";

export interface SpecChartProps {
  readonly spec: ChartSpec;
  readonly height?: number;
}

const xLabels: Readonly<Record<ChartSpec["xUnit"], string | undefined>> = {
  "ms-from-start": undefined,
  ms: "latency",
  name: undefined,
  date: undefined,
  "per-second": "rate",
  vus: "virtual users",
};

/** Draws a chart of an analysis, the same facts as in its reports. */
export function SpecChart({ spec, height = 240 }: SpecChartProps) {
  if (spec.kind === "stacked-bars") return <StackedBars spec={spec} />;
  return <PlottedSpec spec={spec} height={height} />;
}

function PlottedSpec({ spec, height }: { readonly spec: ChartSpec; readonly height: number }) {
  const { xs, series, x, y } = useMemo(() => plotted(spec), [spec]);
  const scale = spec.xUnit === "ms-from-start" ? 1 / 1000 : 1;
  return (
    <ChartFrame
      title={spec.title}
      summary={summaryOf(spec)}
      xs={xs}
      series={series}
      x={x}
      y={y}
      height={height}
      spans={useMemo(() => spec.spans.map(({ fromMs, toMs, label }) => ({ from: fromMs * scale, to: toMs * scale, label })), [spec, scale])}
      limits={spec.limits}
      marks={useMemo(() => spec.marks.map(({ x: at, label }) => ({ x: at * scale, label })), [spec, scale])}
    />
  );
}

function plotted(spec: ChartSpec): { xs: readonly number[]; series: readonly ChartSeries[]; x: ChartX; y: ChartY } {
  const isNamed = spec.xUnit === "name" || spec.x.some((value) => typeof value === "string");
  const scale = spec.xUnit === "ms-from-start" ? 1 / 1000 : 1;
  const xs = spec.x.map((value, index) => (isNamed || typeof value === "string" ? index : value * scale));
  const kind = spec.kind === "points" ? "points" : "line";
  return {
    xs,
    series: spec.series.map(({ name, values }) => ({ name, values, kind: spec.kind === "distribution" ? "area" : kind })),
    x: xOf(spec, isNamed),
    y: { format: (value) => formatQuantity(value, spec.yUnit) },
  };
}

function xOf({ kind, x, xUnit }: ChartSpec, isNamed: boolean): ChartX {
  if (isNamed) return { kind: "value", format: (value) => String(x[value] ?? "") };
  if (xUnit === "ms-from-start") return { kind: "seconds" };
  if (xUnit === "date") return { kind: "date" };
  const unit = xUnit === "ms" || xUnit === "vus" ? xUnit : "per-second";
  const label = xLabels[xUnit];
  return { kind: "value", log: kind === "distribution", format: (value) => formatQuantity(value, unit), ...(label === undefined ? {} : { label }) };
}

function summaryOf({ title, series, limits, yUnit }: ChartSpec): string {
  const parts = series.map(({ name, values }) => {
    const known = values.filter((value) => value !== null);
    if (known.length === 0) return `${name}: no values`;
    const [low, high] = [Math.min(...known), Math.max(...known)];
    return `${name} between ${formatQuantity(low, yUnit)} and ${formatQuantity(high, yUnit)}`;
  });
  const held = limits.map(({ label }) => `limit ${label}`);
  return `${title}. ${[...parts, ...held].join("; ")}.`;
}
