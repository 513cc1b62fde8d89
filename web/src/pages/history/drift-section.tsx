import { formatChange } from "../../../../src/contract/format-quantity.ts";
import type { BasisSummary } from "../../../../src/contract/comparison.ts";
import type { HistoryDocument } from "../../../../src/contract/history-document.ts";
import { Link } from "wouter";
import { useRun } from "../../api/use-runs.ts";
import { EffectBar } from "../../charts/effect-bar.tsx";
import { reachOf } from "../../charts/effect-model.ts";
import { DataTable, type DataColumn } from "../../components/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { SectionCard } from "../../components/section-card.tsx";
import { When } from "../../components/when.tsx";
import { newestRunId } from "./newest-run.ts";

type Drift = BasisSummary["drift"][number];

/** How far the newest run is from the pinned one: many changes too small to be found, seen together. */
export function DriftSection({ document }: { readonly document: HistoryDocument }) {
  const runId = newestRunId(document);
  return runId === null ? null : <DriftOfRun runId={runId} />;
}

function DriftOfRun({ runId }: { readonly runId: string }) {
  const { data } = useRun(runId);
  if (data === undefined) return null;
  const basis = "schemaVersion" in data ? data.baseline : null;
  if (basis === null || basis.anchor === null)
    return (
      <SectionCard title="Drift">
        <EmptyState title="No run is pinned">
          Many small changes, each too small to be found, can add up. Pin a run in the list below, and every later run
          is held against it too.
        </EmptyState>
      </SectionCard>
    );
  const { anchor, drift } = basis;
  return (
    <SectionCard
      title={`Since ${anchor.label}`}
      hint={
        <>
          <Link href={`/runs/${encodeURIComponent(anchor.runId)}`}>pinned run</Link> of{" "}
          <When at={anchor.startedAt} format="date" />
        </>
      }
      flush
    >
      <DataTable
        rows={drift}
        columns={columnsOf(drift)}
        rowKey={({ scenario, endpoint, statistic }) => JSON.stringify([scenario, endpoint, statistic])}
        caption={`Drift since ${anchor.label}`}
        initialSort={{ key: "effect", descending: true }}
        empty="The newest run and the pinned one have nothing in common."
      />
    </SectionCard>
  );
}

function columnsOf(drift: readonly Drift[]): readonly DataColumn<Drift>[] {
  const reach = reachOf(drift.map(({ effect }) => ({ effect, interval: null })));
  return [
    {
      key: "figure",
      title: "Figure",
      cell: ({ statistic, endpoint, scenario }) =>
        `${statistic} of ${endpoint}${scenario === "" ? "" : ` in ${scenario}`}`,
      sortBy: ({ endpoint, scenario }) => `${endpoint} ${scenario}`,
    },
    {
      key: "effect",
      title: "Drift",
      align: "right",
      cell: ({ effect }) => formatChange(effect),
      sortBy: ({ effect }) => effect,
    },
    {
      key: "bar",
      title: "On a line",
      cell: ({ effect }) => (
        <EffectBar
          effect={effect}
          interval={null}
          mde={null}
          reach={reach}
          isBad={effect > 0}
          text={formatChange(effect)}
        />
      ),
    },
  ];
}
