import { Button } from "@mantine/core";
import { useMemo, useState } from "react";
import { formatCount } from "../../../../src/contract/format-quantity.ts";
import type { HistoryDocument } from "../../../../src/contract/history-document.ts";
import type { LedgerEntry } from "../../../../src/contract/ledger.ts";
import { PointsChart } from "../../charts/points-chart.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { SectionCard } from "../../components/section-card.tsx";
import classes from "./history.module.css";
import { bySize, pointsOfSeries, type HistorySeries } from "./series-points.ts";

export interface TrendSectionProps {
  readonly document: HistoryDocument;
  readonly accepted: readonly LedgerEntry[];
  readonly onChoose: (runId: string) => void;
}

const firstShown = 8;

/** One chart a series, those that changed first. */
export function TrendSection({ document, accepted, onChoose }: TrendSectionProps) {
  const [withAll, setWithAll] = useState(false);
  const series = useMemo(() => bySize(document.series), [document]);
  const shown = withAll ? series : series.slice(0, firstShown);
  const plans = new Set(series.map(({ plan, environment }) => `${plan} ${environment}`)).size;
  return (
    <SectionCard title="Run by run" hint="press a run to open it; marks: the level changed for good">
      {series.length === 0 && (
        <EmptyState title="No run has this figure">Choose another figure, endpoint or environment.</EmptyState>
      )}
      <div className={classes.charts}>
        {shown.map((one) => (
          <PointsChart
            key={JSON.stringify([one.plan, one.environment, one.scenario, one.endpoint])}
            title={titleOf(one, document.statistic, plans > 1)}
            unit={document.unit}
            onChoose={onChoose}
            {...pointsOfSeries(one, document.unit, accepted)}
          />
        ))}
      </div>
      {shown.length < series.length && (
        <Button className={classes.more} variant="default" onClick={() => setWithAll(true)}>
          {formatCount(series.length - shown.length, "more endpoint")}
        </Button>
      )}
    </SectionCard>
  );
}

function titleOf(
  { endpoint, scenario, plan, environment }: HistorySeries,
  statistic: string,
  withPlan: boolean,
): string {
  const place = scenario === "" ? endpoint : `${endpoint} in ${scenario}`;
  return `${statistic} of ${place}${withPlan ? `, ${plan} on ${environment}` : ""}`;
}
