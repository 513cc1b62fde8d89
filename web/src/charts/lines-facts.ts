import { formatClock, formatQuantity, formatSignificant } from "../../../src/contract/format-quantity.ts";
import type { ChartSpec } from "../../../src/contract/run.ts";
import type { LinePlotFacts, PlotData } from "./line-plot.ts";
import { colourPlace } from "./series-colours.ts";

/** Distances of labels on an axis of seconds. */
export const secondIncrements = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800, 86_400] as const;
/** Distances of labels on an axis of load: 1, 2 and 5 times a power of ten. */
const loadIncrements = [-2, -1, 0, 1, 2, 3, 4, 5].flatMap((power) => [1, 2, 5].map((step) => Number(`${step}e${power}`)));

/** What a plot of lines needs of a chart; time is in seconds from the start there. */
export function factsOfLines({ xUnit, yUnit, series, spans, limits, marks }: ChartSpec): LinePlotFacts {
  const isTime = xUnit === "ms-from-start";
  const toX = (value: number): number => (isTime ? value / 1000 : value);
  return {
    series: series.map(({ name }, index) => ({ name, place: colourPlace(name, index) })),
    formatX: isTime
      ? (seconds) => formatClock(seconds * 1000)
      : (value) => `${formatSignificant(value)}${xUnit === "per-second" ? "/s" : ""}`,
    formatY: (value) => formatQuantity(value, yUnit),
    incrementsX: isTime ? secondIncrements : loadIncrements,
    spans: spans.map(({ fromMs, toMs, label }) => ({ from: toX(fromMs), to: toX(toMs), label })),
    marks: marks.map(({ x, label }) => ({ x: toX(x), label })),
    limits,
    syncKey: isTime ? "time" : null,
  };
}

export function linesData({ x, xUnit, series }: ChartSpec): PlotData {
  const places = x.map((value, index) => (typeof value === "number" ? value : index));
  return [
    xUnit === "ms-from-start" ? places.map((ms) => ms / 1000) : places,
    ...series.map(({ values }) => values.map((value) => value)),
  ];
}
