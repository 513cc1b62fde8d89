import { useMemo } from "react";
import { ChartFrame } from "../../components/chart/chart-frame.tsx";
import {
  judgedSpans,
  secondsFromStart,
  seriesOf,
  shownRange,
  type LiveChartKind,
  type LiveView,
} from "./live-charts.ts";
import type { LiveStore } from "./live-store.ts";
import { useLive } from "./use-live.ts";

export interface LiveChartProps {
  readonly store: LiveStore;
  readonly chart: LiveChartKind;
  readonly view: LiveView;
}

/** One chart of a running test: drawn once a second, with all charts beside it showing the same moment. */
export function LiveChart({ store, chart, view }: LiveChartProps) {
  const { seconds, start } = useLive(store, ["seconds", "start"]);
  const spans = useMemo(() => judgedSpans(start), [start]);
  const [from, to] = shownRange(seconds.newest, view);
  return (
    <ChartFrame
      title={chart.title}
      summary={chart.summary}
      xs={seconds.xs(from)}
      series={seriesOf(chart, seconds, from)}
      x={secondsFromStart}
      y={chart.y}
      spans={spans}
      xRange={[from, to]}
      syncKey="live"
      height={190}
    />
  );
}
