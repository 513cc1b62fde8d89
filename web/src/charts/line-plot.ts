import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { drawBehind, drawInFront } from "./draw-annotations.ts";
import type { PlotColours } from "./plot-colours.ts";
import { seriesDashes } from "./series-colours.ts";

export interface LinePlotFacts {
  /** `place` in the palette. */
  readonly series: readonly { readonly name: string; readonly place: number }[];
  readonly formatX: (value: number) => string;
  readonly formatY: (value: number) => string;
  /** Distances that labels of the x axis may have, ascending. */
  readonly incrementsX: readonly number[];
  /** In the unit of x. */
  readonly spans: readonly { readonly from: number; readonly to: number; readonly label: string }[];
  readonly marks: readonly { readonly x: number; readonly label: string }[];
  readonly limits: readonly { readonly value: number; readonly label: string }[];
  /** Charts of the same key show the same moment under the pointer. */
  readonly syncKey: string | null;
}

/** x first, then one column a series; a gap is null. The arrays may grow in place between two calls. */
export type PlotData = [x: number[], ...values: (number | null)[][]];

export interface Range {
  readonly min: number;
  readonly max: number;
}

/** Line charts on a canvas. Everything about it is imperative, so that a new second costs one redraw and nothing else. */
export class LinePlot {
  readonly #plot: uPlot;
  readonly #facts: LinePlotFacts;
  #data: PlotData;
  /** What is shown unless somebody zoomed. */
  #range: Range;
  #zoom: Range | null = null;

  /** `onLook` is called with what stands at the pointer; null: it is elsewhere. */
  constructor(
    host: HTMLElement,
    facts: LinePlotFacts,
    colours: PlotColours,
    options: { readonly data: PlotData; readonly range: Range; readonly height: number; readonly onLook: (text: string | null) => void },
  ) {
    this.#facts = facts;
    this.#data = options.data;
    this.#range = options.range;
    this.#plot = new uPlot(
      {
        width: Math.max(200, host.clientWidth),
        height: options.height,
        legend: { show: false },
        cursor: {
          drag: { x: true, y: false, setScale: false },
          ...(facts.syncKey === null ? {} : { sync: { key: facts.syncKey } }),
        },
        scales: {
          x: { time: false },
          y: { range: (_, __, most) => [0, topOf(most, facts.limits)] },
        },
        axes: [
          { ...axisOf(colours), incrs: [...facts.incrementsX], space: 70, values: (_, splits) => splits.map(facts.formatX) },
          { ...axisOf(colours), size: 66, values: (_, splits) => splits.map(facts.formatY) },
        ],
        series: [
          {},
          ...facts.series.map(({ name, place }) => ({
            label: name,
            stroke: colours.series[place % colours.series.length] ?? colours.text,
            width: 1.5,
            dash: [...(seriesDashes[place % seriesDashes.length] ?? [])],
            points: { show: false },
          })),
        ],
        hooks: {
          drawClear: [(plot) => drawBehind(plot, facts, colours)],
          draw: [(plot) => drawInFront(plot, facts, colours)],
          setSelect: [(plot) => this.#zoomTo(plot)],
          setCursor: [(plot) => options.onLook(this.#textAt(plot.cursor.idx ?? null))],
        },
      },
      options.data,
      host,
    );
    this.#plot.over.addEventListener("dblclick", () => this.showAll());
    this.#apply();
  }

  /** Draws what the columns hold now. */
  update(data: PlotData, range: Range): void {
    this.#data = data;
    this.#range = range;
    this.#plot.batch(() => {
      this.#plot.setData(data, false);
      this.#apply();
    });
  }

  /** Ends a zoom. */
  showAll(): void {
    this.#zoom = null;
    this.#apply();
  }

  resize(width: number, height: number): void {
    if (width > 0) this.#plot.setSize({ width, height });
  }

  /** Moves the place that is looked at by so many values. */
  move(steps: number): void {
    const [x] = this.#data;
    const at = this.#plot.cursor.idx ?? (steps > 0 ? -1 : x.length);
    const next = Math.min(x.length - 1, Math.max(0, at + steps));
    const value = x[next];
    if (value === undefined) return;
    this.#plot.setCursor({ left: this.#plot.valToPos(value, "x"), top: 0 });
  }

  destroy(): void {
    this.#plot.destroy();
  }

  #apply(): void {
    const { min, max } = this.#zoom ?? this.#range;
    this.#plot.setScale("x", { min, max: max > min ? max : min + 1 });
  }

  #zoomTo(plot: uPlot): void {
    const { left, width } = plot.select;
    if (width < 4) return;
    this.#zoom = { min: plot.posToVal(left, "x"), max: plot.posToVal(left + width, "x") };
    plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    this.#apply();
  }

  #textAt(index: number | null): string | null {
    const [x, ...columns] = this.#data;
    const at = index === null ? undefined : x[index];
    if (index === null || at === undefined) return null;
    const { series, formatX, formatY } = this.#facts;
    const values = series.map(({ name }, place) => {
      const value = columns[place]?.[index];
      return `${name} ${value === null || value === undefined ? "–" : formatY(value)}`;
    });
    return [formatX(at), ...values].join(" · ");
  }
}

function axisOf({ text, grid, axis, font }: PlotColours): uPlot.Axis {
  return {
    stroke: text,
    font,
    grid: { stroke: grid, width: 1 },
    ticks: { stroke: axis, width: 1, size: 4 },
    border: { show: true, stroke: axis, width: 1 },
  };
}

/** A little above what is highest; a limit is seen where it is not far off. */
export function topOf(most: number | null, limits: LinePlotFacts["limits"]): number {
  const highest = most !== null && most > 0 ? most : 0;
  if (highest === 0) return Math.max(...limits.map(({ value }) => value * 1.1), 1);
  const near = limits.map(({ value }) => value).filter((value) => value <= highest * 2);
  return Math.max(highest, ...near) * 1.08;
}
