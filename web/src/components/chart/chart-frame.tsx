import { useCallback, useId, useState, type KeyboardEvent } from "react";
import "uplot/dist/uPlot.min.css";
import classes from "./chart-frame.module.css";
import { ChartLegend } from "./chart-legend.tsx";
import { ChartValues } from "./chart-values.tsx";
import type { ChartLimit, ChartMark, ChartSeries, ChartSpan, ChartX, ChartY } from "./chart-series.ts";
import { sayX } from "./plot-options.ts";
import { usePlot } from "./use-plot.ts";

export type { ChartLimit, ChartMark, ChartSeries, ChartSpan, ChartX, ChartY } from "./chart-series.ts";

export interface ChartFrameProps {
  readonly title: string;
  /** What the chart says, in a sentence: for those who cannot see it. */
  readonly summary: string;
  /** Ascending. */
  readonly xs: ArrayLike<number>;
  readonly series: readonly ChartSeries[];
  readonly x: ChartX;
  readonly y: ChartY;
  readonly spans?: readonly ChartSpan[];
  readonly limits?: readonly ChartLimit[];
  readonly marks?: readonly ChartMark[];
  readonly height?: number;
  /** Charts of one key show the same moment. */
  readonly syncKey?: string;
  /** What x spans while nobody zoomed. */
  readonly xRange?: readonly [number, number];
  /** Somebody pressed a place of `xs`. */
  readonly onPick?: (index: number) => void;
}

const nothing: readonly never[] = [];

/** A chart with its legend, its figures as a table, and a cursor that keys move. Drag to zoom, double click or Escape for all of it. */
export function ChartFrame(props: ChartFrameProps) {
  const { title, summary, xs, series, x, y, onPick, syncKey, xRange, height = 220 } = props;
  const { spans = nothing, limits = nothing, marks = nothing } = props;
  const id = useId();
  const [cursor, setCursor] = useState<number | null>(null);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const onCursor = useCallback((index: number | null) => setCursor(index), []);
  const { box, plot, colours, showAll } = usePlot({
    x,
    y,
    series,
    spans,
    limits,
    marks,
    onCursor,
    xs,
    height,
    syncKey,
    xRange,
  });

  const toggle = (name: string): void => {
    const isShown = hidden.has(name);
    const next = new Set(hidden);
    if (isShown) next.delete(name);
    else next.add(name);
    setHidden(next);
    plot.current?.setSeries(series.findIndex((each) => each.name === name) + 1, { show: isShown });
  };

  const moveTo = (index: number): void => {
    const { current } = plot;
    const at = xs[index];
    if (current === null || at === undefined) return;
    current.setCursor({ left: current.valToPos(at, "x"), top: current.bbox.height / window.devicePixelRatio / 2 });
    setCursor(index);
  };

  const press = (event: KeyboardEvent): void => {
    const last = xs.length - 1;
    const now = cursor ?? last;
    const steps: Readonly<Record<string, number>> = {
      ArrowLeft: now - 1,
      ArrowRight: now + 1,
      PageUp: now - 10,
      PageDown: now + 10,
      Home: 0,
      End: last,
    };
    const target = steps[event.key];
    if (target !== undefined) moveTo(Math.min(last, Math.max(0, target)));
    else if (event.key === "Enter" && cursor !== null) onPick?.(cursor);
    else if (event.key === "Escape") showAll();
    else return;
    event.preventDefault();
  };

  const at = cursor === null ? undefined : xs[cursor];
  const told = series
    .filter(({ name }) => !hidden.has(name))
    .map(({ name, values }) => `${name} ${sayValue(y, values[cursor ?? -1])}`);
  return (
    <figure className={classes.frame} aria-labelledby={`${id}-title`}>
      <figcaption className={classes.caption}>
        <h3 id={`${id}-title`}>{title}</h3>
        <span className={classes.moment}>{at === undefined ? "" : sayX(x, at)}</span>
        {series.length === 1 && at !== undefined && <b>{sayValue(y, series[0]?.values[cursor ?? -1])}</b>}
      </figcaption>
      {series.length > 1 && (
        <ChartLegend
          series={series}
          colours={colours}
          hidden={hidden}
          valueOf={(each) => (at === undefined ? null : sayValue(y, each.values[cursor ?? -1]))}
          onToggle={toggle}
        />
      )}
      <p className="unseen">{summary}</p>
      <div
        ref={box}
        className={classes.plot}
        style={{ minHeight: height }}
        role="slider"
        tabIndex={0}
        aria-label={`${title}: moment`}
        aria-valuemin={0}
        aria-valuemax={Math.max(0, xs.length - 1)}
        aria-valuenow={cursor ?? Math.max(0, xs.length - 1)}
        aria-valuetext={at === undefined ? summary : `${sayX(x, at)}: ${told.join(", ")}`}
        onKeyDown={press}
        onClick={() => {
          if (cursor !== null) onPick?.(cursor);
        }}
      />
      <ChartValues
        title={title}
        xs={xs}
        series={series}
        sayX={(value) => sayX(x, value)}
        sayY={(value) => sayValue(y, value)}
      />
    </figure>
  );
}

function sayValue(y: ChartY, value: number | null | undefined): string {
  return value === null || value === undefined || Number.isNaN(value) ? "–" : y.format(value);
}
