import { expect, test } from "vitest";
import type { ChartSpec } from "../../contract/run.ts";
import { sampleCharts } from "../../../test/support/sample-analysis.ts";
import { drawChart } from "./draw-chart.ts";

const charts = sampleCharts(120);
const chartOf = (change: Partial<ChartSpec>): ChartSpec => ({
  id: "a",
  title: "t",
  kind: "lines",
  xUnit: "ms-from-start",
  yUnit: "ms",
  marks: [],
  x: [0, 1000, 2000],
  series: [{ name: "p95", values: [1, 2, 3] }],
  spans: [],
  limits: [],
  ...change,
});

test.each(charts)("$id draws the same bytes every time", (chart) => {
  const first = drawChart(chart);
  for (const other of charts) drawChart(other);
  expect(drawChart(chart)).toBe(first);
  expect(first).not.toMatch(/zr\d|ecmeta|<style|<script|#01[0-9]{4}/);
});

const idsOf = (svg: string): string[] => [...svg.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id ?? "");

test("ids of two charts on one page differ", () => {
  const ids = charts.flatMap((chart) => idsOf(drawChart(chart)));
  expect(ids.length).toBeGreaterThan(0);
  expect(new Set(ids).size).toBe(ids.length);
});

test("every point of a half-hour run is drawn", () => {
  const x = Array.from({ length: 1800 }, (_, index) => index * 1000);
  const values = x.map((_, index) => (index % 2 === 0 ? 10 : 20));
  const svg = drawChart(chartOf({ x, series: [{ name: "p95", values }] }));
  const longest =
    [...svg.matchAll(/ d="([^"]+)"/g)].map(([, path]) => path ?? "").toSorted((a, b) => b.length - a.length)[0] ?? "";
  expect(longest.match(/[MLl]/g)?.length).toBeGreaterThanOrEqual(1800);
});

test("gaps stay gaps", () => {
  const whole = drawChart(
    chartOf({ x: [0, 1000, 2000, 3000, 4000], series: [{ name: "p", values: [1, 2, 3, 4, 5] }] }),
  );
  const gap = drawChart(
    chartOf({ x: [0, 1000, 2000, 3000, 4000], series: [{ name: "p", values: [1, 2, null, 4, 5] }] }),
  );
  expect(gap).not.toBe(whole);
});

test("names are text, never markup", () => {
  const svg = drawChart(chartOf({ kind: "stacked-bars", xUnit: "name", x: ["<script>", "b", "c"], limits: [] }));
  expect(svg).toContain("&lt;script&gt;");
  expect(svg).not.toContain("<script");
});

test("a limit above the values is still in sight, with its label", () => {
  const svg = drawChart(chartOf({ limits: [{ value: 5, label: "p95 < 5ms" }] }));
  expect(svg).toContain("p95 &lt; 5ms");
  expect(svg).toContain("var(--chart-limit");
});

test("a limit that nothing comes near does not flatten the lines", () => {
  expect(drawChart(chartOf({ limits: [{ value: 500, label: "far" }] }))).not.toContain("far");
});

const barsOf = (names: string[]): string =>
  drawChart(
    chartOf({ kind: "stacked-bars", xUnit: "name", x: ["a"], series: names.map((name) => ({ name, values: [1] })) }),
  );

test("phases keep their colours whichever of them are there", () => {
  expect(barsOf(["waiting"])).toContain("var(--chart-1");
  expect(barsOf(["blocked", "receiving"])).not.toContain("var(--chart-1");
});

test.each([
  ["no point", chartOf({ x: [], series: [{ name: "p95", values: [] }] })],
  ["one point", chartOf({ x: [0], series: [{ name: "p95", values: [4] }] })],
  ["nothing but gaps", chartOf({ series: [{ name: "p95", values: [null, null, null] }] })],
  ["no series", chartOf({ series: [] })],
  ["zeros", chartOf({ yUnit: "fraction", series: [{ name: "errors", values: [0, 0, 0] }] })],
])("draws %s", (_, chart) => {
  const svg = drawChart(chart);
  expect(svg).toMatch(/^<svg /);
  expect(svg).not.toMatch(/NaN|undefined|Infinity/);
});

test("runs stand evenly in their order, each with its date, and changes are marked", () => {
  const x = ["2026-11-01T08:00:00Z", "2026-11-01T09:00:00Z", "2026-11-20T08:00:00Z"].map((text) => Date.parse(text));
  const chart = chartOf({
    kind: "points",
    xUnit: "date",
    x,
    series: [
      { name: "earlier runs", values: [100, 104, null] },
      { name: "this run", values: [null, null, 140] },
    ],
    limits: [{ value: 102, label: "median" }],
    marks: [{ x: x[1] ?? 0, label: "change at 9f31c2e" }],
  });
  const svg = drawChart(chart);
  for (const text of ["11-01 08:00", "11-01 09:00", "11-20 08:00", "median", "change at 9f31c2e"])
    expect(svg).toContain(text);
  const labels = [...svg.matchAll(/translate\(([\d.]+) [\d.]+\)[^>]*>11-/g)].map(([, at]) => Number(at));
  expect(labels).toHaveLength(3);
  expect((labels[1] ?? 0) - (labels[0] ?? 0)).toBeCloseTo((labels[2] ?? 0) - (labels[1] ?? 0), 1);
});

test("load on the x axis has its unit", () => {
  expect(drawChart(chartOf({ xUnit: "per-second", x: [0, 100, 200] }))).toContain("100/s");
  expect(drawChart(chartOf({ xUnit: "vus", x: [0, 50, 100] }))).not.toContain("50 ms");
});
