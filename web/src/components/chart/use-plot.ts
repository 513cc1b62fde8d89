import { useComputedColorScheme } from "@mantine/core";
import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from "react";
import uPlot from "uplot";
import { readChartColours, type ChartColours } from "../../theme/read-colours.ts";
import { alignedValues } from "./chart-series.ts";
import { plotOptions, type PlotFacts } from "./plot-options.ts";

export interface PlotInput extends PlotFacts {
  readonly xs: ArrayLike<number>;
  readonly height: number;
  readonly syncKey: string | undefined;
  /** What x spans while nobody zoomed; undefined: the values. */
  readonly xRange: readonly [number, number] | undefined;
}

export interface Plot {
  readonly box: RefObject<HTMLDivElement | null>;
  readonly plot: RefObject<uPlot | null>;
  readonly colours: ChartColours;
  /** Ends a zoom. */
  readonly showAll: () => void;
}

/** Keeps a plot in `box` in step with what it is told: new values are one `setData`, another shape is another plot. */
export function usePlot(input: PlotInput): Plot {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const facts = useRef<PlotInput>(input);
  // Kept by hand: a range that moves on with the time looks like one that somebody chose.
  const isZoomed = useRef(false);
  const scheme = useComputedColorScheme("light");
  const colours = useColours(scheme);
  useLayoutEffect(() => {
    facts.current = input;
  });

  const { x, y, series, xs, height, syncKey, xRange } = input;
  const shape = JSON.stringify([
    series.map(({ name, color, kind, dashed }) => [name, color, kind, dashed]),
    [x.kind, x.label, x.log, y.label, y.log, y.isWhole, height, syncKey],
  ]);

  useEffect(() => {
    const { current: parent } = box;
    if (parent === null) return undefined;
    const options = plotOptions(() => facts.current, {
      width: Math.max(120, parent.clientWidth),
      height,
      syncKey,
      colours,
    });
    const noteZoom = ({ select }: uPlot): void => {
      if (select.width > 0) isZoomed.current = true;
    };
    const hooks = { ...options.hooks, setSelect: [noteZoom] };
    const made = new uPlot({ ...options, hooks }, dataOf(facts.current), parent);
    isZoomed.current = false;
    keepRange(made, facts.current.xRange);
    plot.current = made;
    made.over.addEventListener("dblclick", () => {
      isZoomed.current = false;
      keepRange(made, facts.current.xRange);
    });
    const observer = new ResizeObserver(() => {
      const width = parent.clientWidth;
      if (width > 0 && width !== made.width) made.setSize({ width, height });
    });
    observer.observe(parent);
    return () => {
      observer.disconnect();
      made.destroy();
      plot.current = null;
    };
    // The shape stands for everything that a plot is built of.
  }, [shape, colours]);

  const values = series.map((each) => each.values);
  const [from, to] = xRange ?? [];
  useChanged([xs, from, to, ...values], () => {
    const { current } = plot;
    // Right after building, the values are in already.
    if (current === null || current.series.length !== series.length + 1) return;
    current.setData(dataOf(facts.current), !isZoomed.current);
    if (isZoomed.current) current.redraw(true, false);
    else keepRange(current, facts.current.xRange);
  });
  useChanged([input.spans, input.limits, input.marks, x.format, y.format, y.min, y.max], () =>
    plot.current?.redraw(false, true),
  );
  const showAll = (): void => {
    const { current } = plot;
    if (current === null) return;
    isZoomed.current = false;
    const { xs: all, xRange: range } = facts.current;
    const [low, high] = [all[0], all[all.length - 1]];
    keepRange(current, range ?? (low === undefined || high === undefined ? undefined : [low, high]));
  };
  return { box, plot, colours, showAll };
}

function useColours(scheme: string): ChartColours {
  const [colours, setColours] = useState(readChartColours);
  // The attribute that colours hang on is set in an effect of the theme: they are read after it.
  useEffect(() => {
    const frame = requestAnimationFrame(() =>
      setColours((before) => {
        const now = readChartColours();
        return JSON.stringify(now) === JSON.stringify(before) ? before : now;
      }),
    );
    return () => cancelAnimationFrame(frame);
  }, [scheme]);
  return colours;
}

/** Runs after renders in which one of the values is another one than before, however many there are; not after the first. */
function useChanged(values: readonly unknown[], act: () => void): void {
  const before = useRef(values);
  useEffect(() => {
    const { current } = before;
    before.current = values;
    if (current.length !== values.length || values.some((value, index) => !Object.is(value, current[index]))) act();
  });
}

function dataOf({ xs, series }: PlotInput): uPlot.AlignedData {
  const length = xs.length;
  return [Array.from(xs), ...series.map(({ values }) => alignedValues(values).slice(0, length))];
}

function keepRange(plot: uPlot, range: readonly [number, number] | undefined): void {
  if (range !== undefined && range[1] > range[0]) plot.setScale("x", { min: range[0], max: range[1] });
}
