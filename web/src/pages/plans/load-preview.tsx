import { useMemo } from "react";
import type { Count, LoadPreview } from "../../../../src/contract/load-preview.ts";
import { formatDuration, formatNumber, formatRate } from "../../../../src/contract/format-quantity.ts";
import { ChartFrame, type ChartSeries } from "../../components/chart/chart-frame.tsx";
import { unitAxis } from "../../components/chart/unit-axis.ts";
import { Figure, Figures } from "../../components/figures.tsx";
import { ScenarioLanes } from "./scenario-lanes.tsx";

/** The load as it will be: users and iterations over time, and when each scenario acts. */
export function LoadPreviewView({ preview }: { readonly preview: LoadPreview }) {
  const { timeline, judged, peakVus, peakRatePerSecond, durationMs, maxDurationMs, requests, writes } = preview;
  const xs = useMemo(() => timeline.map(({ atMs }) => atMs / 1000), [timeline]);
  const vus = useMemo<readonly ChartSeries[]>(
    () => [{ name: "virtual users", values: timeline.map((point) => point.vus), kind: "area" }],
    [timeline],
  );
  const rate = useMemo<readonly ChartSeries[]>(
    () => [
      { name: "iterations started", values: timeline.map((point) => point.ratePerSecond), kind: "area", color: 3 },
    ],
    [timeline],
  );
  const spans = useMemo(
    () => (judged === null ? [] : [{ from: judged.fromMs / 1000, to: judged.toMs / 1000, label: "judged" }]),
    [judged],
  );
  const xRange = [0, durationMs / 1000] as const;
  const judgedWords =
    judged === null
      ? "nothing is judged"
      : `judged from ${formatDuration(judged.fromMs)} to ${formatDuration(judged.toMs)}`;
  return (
    <div style={{ display: "grid", gridTemplateColumns: "minmax(0, 1fr)", gap: 16 }}>
      <Figures>
        <Figure label="Virtual users at peak" value={formatNumber(peakVus)} />
        <Figure
          label="Iterations at peak"
          value={peakRatePerSecond === null ? "not fixed" : formatRate(peakRatePerSecond)}
        />
        <Figure label="Length" value={formatDuration(durationMs)} hint={`at most ${formatDuration(maxDurationMs)}`} />
        <Figure
          label="Requests"
          value={sayCount(requests)}
          hint={writes === null ? undefined : `${sayCount(writes)} of them write`}
        />
      </Figures>
      <ChartFrame
        title="Virtual users"
        summary={`Up to ${formatNumber(peakVus)} virtual users over ${formatDuration(durationMs)}; ${judgedWords}.`}
        xs={xs}
        series={vus}
        x={secondsAxis}
        y={countAxis}
        spans={spans}
        height={150}
        syncKey="load-preview"
        xRange={xRange}
      />
      {peakRatePerSecond !== null && (
        <ChartFrame
          title="Iterations started per second"
          summary={`Up to ${formatRate(peakRatePerSecond)}.`}
          xs={xs}
          series={rate}
          x={secondsAxis}
          y={rateAxis}
          spans={spans}
          height={150}
          syncKey="load-preview"
          xRange={xRange}
        />
      )}
      <ScenarioLanes preview={preview} />
    </div>
  );
}

/** `131,000`, `at most 500`, `not known`. */
export function sayCount(count: Count | null): string {
  if (count === null) return "not known";
  return count.exact ? formatNumber(count.count) : `at most ${formatNumber(count.count)}`;
}

const secondsAxis = { kind: "seconds" } as const;
const countAxis = unitAxis("vus");
const rateAxis = unitAxis("per-second");
