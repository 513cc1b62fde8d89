import type { ChartSeries, ChartSpan, ChartX, ChartY } from "../../components/chart/chart-frame.tsx";
import { unitAxis } from "../../components/chart/unit-axis.ts";
import type { StartEvent } from "./live-run.ts";
import type { ColumnName, SecondColumns } from "./second-columns.ts";

export interface LiveChartKind {
  readonly title: string;
  /** What the chart shows, for those who cannot see it. */
  readonly summary: string;
  readonly y: ChartY;
  readonly series: readonly (Pick<ChartSeries, "name" | "color"> & { readonly column: ColumnName })[];
}

export const secondsFromStart: ChartX = { kind: "seconds" };

/** The charts of a running test, in the order in which one looks: does the load arrive, how slow, how wrong, and why. */
export const liveCharts: readonly LiveChartKind[] = [
  {
    title: "Requests per second",
    summary: "Requests that were answered in each second, and those of them that failed.",
    y: unitAxis("per-second"),
    series: [
      { name: "requests", column: "requests" },
      { name: "failed", column: "failed", color: "fail" },
    ],
  },
  {
    title: "Latency",
    summary: "Percentiles of the latency of each second.",
    y: unitAxis("ms"),
    series: [
      { name: "p50", column: "p50" },
      { name: "p90", column: "p90" },
      { name: "p95", column: "p95" },
      { name: "p99", column: "p99" },
    ],
  },
  {
    title: "Failed requests",
    summary: "Share of the requests of each second that failed.",
    y: unitAxis("fraction"),
    series: [{ name: "failed", column: "errorShare", color: "fail" }],
  },
  {
    title: "Virtual users",
    summary: "Virtual users at work in each second.",
    y: unitAxis("vus"),
    series: [{ name: "VUs", column: "vus" }],
  },
  {
    title: "Iterations per second",
    summary: "Iterations that ended in each second, and those that could not begin.",
    y: unitAxis("per-second"),
    series: [
      { name: "done", column: "iterations" },
      { name: "dropped", column: "dropped", color: "fail" },
    ],
  },
  {
    title: "Where the time goes, on average",
    summary: "Mean length of each phase of a request, second by second.",
    y: unitAxis("ms"),
    series: [
      { name: "blocked", column: "blocked", color: 6 },
      { name: "connecting", column: "connecting", color: 2 },
      { name: "tls", column: "tls", color: 5 },
      { name: "sending", column: "sending", color: 4 },
      { name: "waiting", column: "waiting", color: 1 },
      { name: "receiving", column: "receiving", color: 3 },
    ],
  },
];

/** Columns from a second on as a chart takes them; other arrays each time, so that the chart sees that they grew. */
export function seriesOf({ series }: LiveChartKind, seconds: SecondColumns, from: number): ChartSeries[] {
  return series.map(({ name, color, column }) => ({
    name,
    values: seconds.view(column, from),
    ...(color === undefined ? {} : { color }),
  }));
}

/** `recent`: the last five minutes. */
export type LiveView = "recent" | "whole";
const recentViewSeconds = 300;
/** A run that has just begun fills so many seconds from the left. */
export const leastSeconds = 60;

/** Seconds from the start that the charts show. */
export function shownRange(newest: number, view: LiveView): [number, number] {
  const end = Math.max(newest, leastSeconds);
  return [view === "whole" ? 0 : Math.max(0, end - recentViewSeconds), end];
}

/** The judged part, shaded; empty where nothing will be judged. */
export function judgedSpans(start: StartEvent | null): ChartSpan[] {
  const judged = start?.judged ?? null;
  return judged === null ? [] : [{ from: judged.fromMs / 1000, to: judged.toMs / 1000, label: "judged" }];
}
