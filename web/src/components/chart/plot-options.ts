import uPlot from "uplot";
import { formatClock } from "../../../../src/contract/format-quantity.ts";
import type { ChartColours } from "../../theme/read-colours.ts";
import {
  axisTop,
  type ChartLimit,
  type ChartMark,
  type ChartSeries,
  type ChartSpan,
  type ChartX,
  type ChartY,
} from "./chart-series.ts";
import { drawLimitsAndMarks, drawSpans } from "./draw-marks.ts";

/** What may change without building the plot anew; read each time that something is drawn. */
export interface PlotFacts {
  readonly x: ChartX;
  readonly y: ChartY;
  readonly series: readonly ChartSeries[];
  readonly spans: readonly ChartSpan[];
  readonly limits: readonly ChartLimit[];
  readonly marks: readonly ChartMark[];
  readonly onCursor: (index: number | null) => void;
}

export interface PlotShape {
  readonly width: number;
  readonly height: number;
  readonly syncKey: string | undefined;
  readonly colours: ChartColours;
}

const font = '11px ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';
const secondSteps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200];
const wholeSteps = [1, 2, 5]
  .flatMap((step) => [0, 1, 2, 3, 4, 5, 6].map((power) => step * Number(`1e${power}`)))
  .toSorted((a, b) => a - b);
/** Room above the plot, for the names of shaded parts. */
const topRoom = 18;
/** Series beyond the third differ by their strokes too. */
const strokes: readonly (readonly number[])[] = [[], [], [], [7, 3], [2, 3], [9, 3, 2, 3]];

export function sayX(x: ChartX, value: number): string {
  if (x.format !== undefined) return x.format(value);
  if (x.kind === "seconds") return formatClock(value * 1000);
  if (x.kind === "date") return new Date(value).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" });
  return String(value);
}

/** Colour of a series by its own wish or its place. */
export function colourOf({ color }: ChartSeries, place: number, colours: ChartColours): string {
  if (color === "fail" || color === "warn" || color === "faint") return colours[color];
  return colours.series[(color === undefined ? place : color - 1) % colours.series.length] ?? colours.text;
}

/** Options of a plot of this shape; everything that may change is asked of `facts` when it is needed. */
export function plotOptions(facts: () => PlotFacts, { width, height, syncKey, colours }: PlotShape): uPlot.Options {
  const { x, y, series } = facts();
  const axis = { stroke: colours.text, font, labelFont: font, grid: { stroke: colours.grid, width: 1 } };
  return {
    width,
    height,
    ms: 1,
    legend: { show: false },
    padding: [topRoom, null, null, null],
    cursor: {
      drag: { x: true, y: false },
      points: { size: 7, width: 2 },
      ...(syncKey === undefined ? {} : { sync: { key: syncKey } }),
    },
    scales: {
      x: { time: x.kind === "date", distr: x.log === true ? 3 : 1 },
      y: { distr: y.log === true ? 3 : 1, range: (_, min, max) => yRange(facts(), min, max) },
    },
    axes: [
      {
        ...axis,
        ...(x.label === undefined ? {} : { label: x.label, labelSize: 18 }),
        size: 30,
        ticks: { stroke: colours.axis, width: 1, size: 4 },
        ...(x.kind === "seconds" ? { incrs: secondSteps } : {}),
        // Dates are written by the library: it knows which parts of them change.
        ...(x.kind === "date" && x.format === undefined
          ? {}
          : {
              values: (_: uPlot, splits: (number | null)[]) =>
                splits.map((split) => (split === null ? "" : sayX(facts().x, split))),
            }),
      },
      {
        ...axis,
        ...(y.label === undefined ? {} : { label: y.label, labelSize: 18 }),
        size: 64,
        ticks: { show: false },
        ...(y.isWhole === true ? { incrs: wholeSteps } : {}),
        values: (_, splits) => splits.map((split) => (split === null ? "" : facts().y.format(split))),
      },
    ],
    series: [{}, ...series.map((each, place) => plotSeries(each, place, colours))],
    hooks: {
      drawClear: [(plot) => drawSpans(plot, facts().spans, colours)],
      draw: [(plot) => drawLimitsAndMarks(plot, facts(), colours)],
      setCursor: [(plot) => facts().onCursor(plot.cursor.idx ?? null)],
    },
  };
}

function plotSeries(series: ChartSeries, place: number, colours: ChartColours): uPlot.Series {
  const stroke = colourOf(series, place, colours);
  const kind = series.kind ?? "line";
  const dash =
    series.dashed === true
      ? [5, 4]
      : kind === "line" && series.color === undefined
        ? strokes[place % strokes.length]
        : [];
  const plotted: uPlot.Series = {
    label: series.name,
    stroke,
    width: 1.75,
    points: { show: false },
    ...(dash === undefined || dash.length === 0 ? {} : { dash: [...dash] }),
  };
  const { paths } = uPlot;
  if (kind === "area") return { ...plotted, fill: `${stroke}2e` };
  if (kind === "stepped") return { ...plotted, paths: paths.stepped?.({ align: 1 }) };
  if (kind === "bars") return { ...plotted, width: 0, fill: `${stroke}cc`, paths: paths.bars?.({ size: [0.8, 48] }) };
  if (kind === "points")
    return { ...plotted, paths: () => null, points: { show: true, size: 8, fill: stroke, stroke: colours.card } };
  return plotted;
}

function yRange({ y, limits }: PlotFacts, dataMin: number | null, dataMax: number | null): uPlot.Range.MinMax {
  if (y.log === true) {
    const low = dataMin !== null && dataMin > 0 ? dataMin : 1;
    return uPlot.rangeLog(low, Math.max(low * 10, dataMax ?? 10), 10, true);
  }
  const low = y.min ?? Math.min(0, dataMin ?? 0);
  return [low, y.max ?? Math.max(low + Number.EPSILON, axisTop(dataMax, limits, y.emptyTop))];
}
