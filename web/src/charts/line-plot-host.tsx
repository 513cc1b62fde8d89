import { useComputedColorScheme } from "@mantine/core";
import { useEffect, useEffectEvent, useRef, type KeyboardEvent, type ReactElement } from "react";
import styles from "./charts.module.css";
import { LinePlot, type LinePlotFacts, type PlotData, type Range } from "./line-plot.ts";
import { plotColoursOf } from "./plot-colours.ts";

interface LinePlotHostProps {
  /** Made anew only when the chart becomes another one: the plot is built again for it. */
  readonly facts: LinePlotFacts;
  readonly label: string;
  readonly height: number;
  /** What to draw now. */
  readonly data: () => PlotData;
  readonly range: () => Range;
  /** Calls back whenever there is something new to draw; returns how to stop. Absent: the data never change. */
  readonly subscribe?: (draw: () => void) => () => void;
}

/**
 * Holds a line plot: builds it again for other colours, follows the width of the page and reads out the place that is looked at. React
 * draws nothing when there is new data.
 */
export function LinePlotHost({ facts, label, height, data, range, subscribe }: LinePlotHostProps): ReactElement {
  const scheme = useComputedColorScheme("light");
  const hostRef = useRef<HTMLDivElement>(null);
  const readoutRef = useRef<HTMLOutputElement>(null);
  const plotRef = useRef<LinePlot | null>(null);
  const current = useEffectEvent(() => ({ data: data(), range: range() }));
  const follow = useEffectEvent((draw: () => void) => subscribe?.(draw));

  useEffect(() => {
    const host = hostRef.current;
    if (host === null) return;
    const plot = new LinePlot(host, facts, plotColoursOf(host), {
      ...current(),
      height,
      onLook: (text) => {
        if (readoutRef.current !== null) readoutRef.current.textContent = text ?? "";
      },
    });
    plotRef.current = plot;
    const resizing = new ResizeObserver(() => plot.resize(host.clientWidth, height));
    resizing.observe(host);
    const stop = follow(() => {
      const now = current();
      plot.update(now.data, now.range);
    });
    return () => {
      stop?.();
      resizing.disconnect();
      plotRef.current = null;
      plot.destroy();
    };
  }, [facts, height, scheme]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const plot = plotRef.current;
    const steps = { ArrowLeft: -1, ArrowRight: 1, PageUp: -30, PageDown: 30 }[event.key];
    if (plot === null) return;
    if (event.key === "Escape") plot.showAll();
    else if (steps === undefined) return;
    else plot.move(steps);
    event.preventDefault();
  };

  return (
    <>
      <div
        ref={hostRef}
        className={styles.plot}
        style={{ minHeight: height }}
        role="img"
        aria-label={`${label}. Use the left and right arrow keys to read values; drag to zoom, Escape to end that.`}
        tabIndex={0}
        onKeyDown={onKeyDown}
      />
      <output ref={readoutRef} className={styles.readout} />
    </>
  );
}
