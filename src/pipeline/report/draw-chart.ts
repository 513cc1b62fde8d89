import { BarChart, LineChart, type BarSeriesOption, type LineSeriesOption } from "echarts/charts";
import {
  GridComponent,
  MarkAreaComponent,
  MarkLineComponent,
  type GridComponentOption,
  type MarkAreaComponentOption,
  type MarkLineComponentOption,
} from "echarts/components";
import { init, use, type ComposeOption } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { formatDuration, formatMs, formatQuantity } from "../../contract/format-quantity.ts";
import type { ChartSpec } from "../../contract/run.ts";
import { chartInk, colourPlace, seriesColours } from "./chart-palette.ts";

use([BarChart, LineChart, GridComponent, MarkAreaComponent, MarkLineComponent, SVGRenderer]);

type Option = ComposeOption<
  BarSeriesOption | LineSeriesOption | GridComponentOption | MarkAreaComponentOption | MarkLineComponentOption
>;

export interface ChartSize {
  /** Pixels of the view box; the picture scales. */
  readonly width?: number;
  /** Defaults to 240, for stacked bars to what the names need. */
  readonly height?: number;
}

/**
 * Draws a chart as SVG text: the same bytes for the same chart. No title and no legend (the page has them), no script,
 * colours as CSS variables. In a distribution a limit is a latency and stands upright at its place on the x axis.
 */
export function drawChart(chart: ChartSpec, size: ChartSize = {}): string {
  const width = size.width ?? 540;
  const height = size.height ?? (chart.kind === "stacked-bars" ? 46 + 30 * chart.x.length : 240);
  const canvas = init(null, null, { renderer: "svg", ssr: true, width, height });
  try {
    canvas.setOption(optionOf(chart));
    return normalise(canvas.renderToSVGString(), chart);
  } finally {
    canvas.dispose();
  }
}

function optionOf(chart: ChartSpec): Option {
  const common: Option = {
    animation: false,
    backgroundColor: "transparent",
    color: chart.series.map(({ name }, index) => `#01020${colourPlace(name, index)}`),
    textStyle: { fontFamily: "system-ui,sans-serif", fontSize: 11, color: standIn.text },
  };
  if (chart.kind === "stacked-bars") return { ...common, ...stackedBars(chart) };
  if (chart.kind === "points") return { ...common, ...points(chart) };
  return { ...common, ...(chart.kind === "distribution" ? distribution(chart) : lines(chart)) };
}

const grid = { left: 62, right: 14, top: 14, bottom: 26, outerBoundsMode: "none" } as const;

function lines(chart: ChartSpec): Option {
  const xs = chart.x.map(Number);
  const [first, last] = [xs[0] ?? 0, xs.at(-1) ?? 0];
  const overTime = chart.xUnit === "ms-from-start";
  const step = timeStep(last - first);
  return {
    grid,
    xAxis: {
      type: "value",
      min: first,
      max: last > first ? last : first + 1000,
      interval: overTime ? step : undefined,
      axisLine: { lineStyle: { color: standIn.axis } },
      axisTick: { show: false },
      splitLine: { show: false },
      axisLabel: {
        color: standIn.text,
        hideOverlap: true,
        formatter: (value: number) =>
          !overTime ? xText(chart, value) : value % step === 0 ? formatDuration(value) : "",
      },
    },
    yAxis: valueAxis(chart),
    series: chart.series.map(({ values }, index) => ({
      type: "line" as const,
      ...quiet,
      data: values.map((value, point) => [xs[point] ?? 0, value]),
      showSymbol: values.filter((value) => value !== null).length < 3,
      symbol: "circle",
      symbolSize: 4,
      connectNulls: false,
      lineStyle: { width: 1.25, cap: "round", join: "round" },
      areaStyle: chart.series.length === 1 ? { opacity: 0.12 } : undefined,
      ...(index === 0 ? marks(chart, "yAxis") : {}),
    })),
  };
}

/** One mark a value, evenly spaced in their order: between two runs may lie minutes or weeks. */
function points(chart: ChartSpec): Option {
  return {
    grid,
    xAxis: {
      type: "category",
      data: chart.x.map((value) => xText(chart, Number(value))),
      boundaryGap: true,
      axisLine: { lineStyle: { color: standIn.axis } },
      axisTick: { show: false },
      axisLabel: { color: standIn.text, interval: Math.max(0, Math.ceil(chart.x.length / 6) - 1), hideOverlap: true },
    },
    yAxis: { ...valueAxis(chart), min: undefined, scale: true },
    series: chart.series.map(({ values }, index) => ({
      type: "line" as const,
      ...quiet,
      data: values,
      showSymbol: true,
      symbol: "circle",
      symbolSize: values.filter((value) => value !== null).length === 1 ? 9 : 5,
      connectNulls: false,
      lineStyle: { width: 0.75, opacity: 0.5 },
      ...(index === 0 ? marks(chart, "yAxis") : {}),
    })),
  };
}

/** A place on the x axis as people read it. */
function xText({ xUnit }: ChartSpec, value: number): string {
  if (xUnit === "date") return new Date(value).toISOString().slice(5, 16).replace("T", " ");
  if (xUnit === "per-second" || xUnit === "vus") return formatQuantity(value, xUnit);
  return formatMs(value);
}

function distribution(chart: ChartSpec): Option {
  const bounds = chart.x.map(Number);
  const many = chart.series.length > 1;
  return {
    grid: { ...grid, top: chart.limits.length > 0 ? 24 : 14 },
    xAxis: {
      type: "category",
      data: bounds.map((bound) => formatMs(bound, 2)),
      boundaryGap: true,
      axisLine: { lineStyle: { color: standIn.axis } },
      axisTick: { show: false },
      axisLabel: { color: standIn.text, interval: Math.max(0, Math.ceil(bounds.length / 8) - 1), hideOverlap: true },
    },
    yAxis: valueAxis(chart),
    series: chart.series.map(({ values }, index) => {
      const limits = index === 0 ? marks(chart, "xAxis") : {};
      return many
        ? {
            type: "line" as const,
            ...quiet,
            data: values,
            step: "middle" as const,
            showSymbol: false,
            lineStyle: { width: 1.5 },
            areaStyle: { opacity: 0.1 },
            ...limits,
          }
        : { type: "bar" as const, ...quiet, data: values, barCategoryGap: "8%", ...limits };
    }),
  };
}

function stackedBars(chart: ChartSpec): Option {
  const names = chart.x.map(String);
  const longest = Math.max(0, ...names.map((name) => name.length));
  const left = Math.min(220, Math.max(62, 16 + longest * 7.6));
  return {
    grid: { ...grid, left, top: 4, right: 24 },
    yAxis: {
      type: "category",
      inverse: true,
      data: names,
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: { color: standIn.text, width: left - 12, overflow: "truncate", interval: 0 },
    },
    xAxis: { ...valueAxis(chart), axisLabel: { ...valueAxis(chart).axisLabel, hideOverlap: true } },
    series: chart.series.map(({ values }) => ({
      type: "bar" as const,
      ...quiet,
      stack: "all",
      data: values.map((value) => value ?? 0),
      barWidth: 14,
    })),
  };
}

const valueAxis = (chart: ChartSpec) => ({
  type: "value" as const,
  min: 0,
  splitNumber: 4,
  minInterval: chart.yUnit === "vus" || chart.yUnit === "count" ? 1 : undefined,
  ...scaleOf(chart),
  axisLine: { show: false },
  axisTick: { show: false },
  splitLine: { lineStyle: { color: standIn.grid } },
  axisLabel: {
    color: standIn.text,
    formatter: (value: number) =>
      value === 0 ? "0" : chart.yUnit === "fraction" ? `${trimmed(value * 100)} %` : formatQuantity(value, chart.yUnit),
  },
});

const trimmed = (value: number): string => String(Number(value.toPrecision(3)));

/**
 * Limits are in sight when something comes near them; one more than four times as high would only flatten the lines.
 * Charts of nothing but zeros get an axis. Empty: the axis follows the values.
 */
function scaleOf(chart: ChartSpec): { max?: number; interval?: number } {
  if (chart.kind === "stacked-bars") return {};
  let highest = 0;
  for (const { values } of chart.series)
    for (const value of values) if (value !== null && value > highest) highest = value;
  const limit = chart.kind === "lines" ? Math.max(0, ...chart.limits.map(({ value }) => value)) : 0;
  if (limit > 0 && limit * 1.02 > highest && (highest === 0 || limit <= 4 * highest)) return roundScale(limit * 1.15);
  if (highest === 0) return roundScale(chart.yUnit === "fraction" ? 0.01 : chart.yUnit === "ms" ? 1 : 4);
  return {};
}

/** Ends of axes with the step that divides them evenly. */
const evenScales = [
  [1, 0.25],
  [1.2, 0.3],
  [1.5, 0.5],
  [2, 0.5],
  [2.5, 0.5],
  [3, 1],
  [4, 1],
  [5, 1],
  [6, 2],
  [8, 2],
  [10, 2.5],
] as const;

/** The smallest even scale, times a power of ten, that holds `value`. */
function roundScale(value: number): { max: number; interval: number } {
  const unit = Number(`1e${value.toExponential().split("e")[1] ?? "0"}`);
  const [end, step] = evenScales.find(([scale]) => scale * unit >= value) ?? [10, 2.5];
  return { max: end * unit, interval: step * unit };
}

function marks(chart: ChartSpec, axis: "xAxis" | "yAxis"): Pick<LineSeriesOption, "markArea" | "markLine"> & object {
  const places = chart.limits.map(({ value, label }) => ({
    name: label,
    ...(axis === "yAxis" ? { yAxis: value } : { xAxis: bucketOf(chart, value) }),
    label:
      axis === "yAxis"
        ? { formatter: label, position: "insideStartTop" as const }
        : { formatter: label, position: "end" as const, rotate: 0, distance: 4 },
  }));
  const upright = chart.marks.map(({ x, label }) => ({
    name: label,
    xAxis: chart.kind === "points" ? Math.max(0, chart.x.indexOf(x)) : x,
    label: { formatter: label, position: "insideEndTop" as const },
  }));
  return {
    markArea:
      chart.spans.length === 0
        ? undefined
        : {
            silent: true,
            itemStyle: { color: standIn.span },
            label: { show: false },
            data: chart.spans.map(({ fromMs, toMs }) => [{ xAxis: fromMs }, { xAxis: toMs }]),
          },
    markLine:
      places.length + upright.length === 0
        ? undefined
        : {
            silent: true,
            symbol: "none",
            precision: 9,
            lineStyle: { color: standIn.limit, width: 1, type: [4, 3] },
            label: {
              color: standIn.limit,
              fontSize: 11,
              backgroundColor: standIn.paper,
              padding: [1, 4],
              borderRadius: 3,
            },
            data: [...places, ...upright],
          },
  };
}

/** Index of the bucket that holds `value`. */
function bucketOf(chart: ChartSpec, value: number): number {
  const index = chart.x.findIndex((bound) => Number(bound) >= value);
  return index === -1 ? Math.max(0, chart.x.length - 1) : index;
}

/** A step of the time axis that gives at most seven labels. */
function timeStep(lengthMs: number): number {
  const steps = [
    1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1200, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400,
  ];
  return (steps.find((step) => lengthMs / (step * 1000) <= 7) ?? 86_400) * 1000;
}

const quiet = { silent: true, emphasis: { disabled: true }, cursor: "default" } as const;

/** The renderer wants colours it can parse: these stand in until the SVG text is made, then become variables. */
const standIn = {
  text: "#010101",
  grid: "#010102",
  axis: "#010103",
  span: "#010104",
  limit: "#010105",
  paper: "#010106",
} as const;
const colourOf = new Map<string, string>([
  ...(["text", "grid", "axis", "span", "limit", "paper"] as const).map((key): [string, string] => [
    standIn[key],
    chartInk[key],
  ]),
  ...seriesColours.map((colour, index): [string, string] => [`#01020${index}`, colour]),
]);

/** Takes out what counts up per process, shortens coordinates, puts the variables in. */
function normalise(svg: string, chart: ChartSpec): string {
  const prefix = `c-${chart.id.replaceAll(/[^A-Za-z0-9-]/gu, (letter) => `_${(letter.codePointAt(0) ?? 0).toString(16)}_`)}`;
  return svg
    .replaceAll(/ (?:ecmeta_[a-z_]+|class|pointer-events|xml:space)="[^"]*"/g, "")
    .replaceAll(/<style[\s\S]*?<\/style>/g, "")
    .replaceAll(/\bzr\d+-/g, `${prefix}-`)
    .replaceAll(/(?<= d=")[^"]+/g, (path) => path.replaceAll(/(\.\d)\d+/g, "$1"))
    .replaceAll(/"#01[0-9]{4}"/g, (quoted) => `"${colourOf.get(quoted.slice(1, -1)) ?? quoted.slice(1, -1)}"`)
    .replace(/^<svg ([^>]*)>/, (_, attributes: string) => {
      const [, width = "", height = ""] = /width="(\d+)" height="(\d+)"/.exec(attributes) ?? [];
      return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">`;
    });
}
