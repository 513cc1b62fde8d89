import { SegmentedControl } from "@mantine/core";
import { useMemo, useState } from "react";
import { Link, useSearch } from "wouter";
import type { ComparedRuns } from "../../../../src/contract/api/analyses.ts";
import { useComparedRuns } from "../../api/use-history.ts";
import { DataTable } from "../../components/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Page } from "../../components/page.tsx";
import { QueryView } from "../../components/query-view.tsx";
import { SectionCard } from "../../components/section-card.tsx";
import { runsOfSearch } from "./compare-search.ts";
import { endpointColumns, runColumnsOf } from "./compared-columns.tsx";
import { comparedFigures, comparedRows, type ComparedFigure } from "./compared-rows.ts";

/** Up to ten runs side by side, each held against the first. */
export function ComparePage() {
  const runIds = runsOfSearch(useSearch());
  const query = useComparedRuns(runIds);
  return (
    <Page
      title="Compare"
      crumbs={[{ href: "/runs", label: "Runs" }]}
      lead="The figures as they are. Whether a difference is more than chance, only a comparison with the baseline says: two runs do not tell how much runs differ by themselves."
    >
      {runIds.length < 2 ? (
        <EmptyState title="Choose two to ten runs" action={<Link href="/runs">To the runs</Link>}>
          Tick the boxes of the runs in the list, then press Compare. The address of this page names them, so that it
          can be sent.
        </EmptyState>
      ) : (
        <QueryView query={query}>{(compared) => <Compared compared={compared} />}</QueryView>
      )}
    </Page>
  );
}

const figureWords: Readonly<Record<ComparedFigure, string>> = {
  p95: "p95",
  p50: "p50",
  p99: "p99",
  errorRate: "failed requests",
  requests: "requests",
};

function Compared({ compared: { runs, endpoints } }: { readonly compared: ComparedRuns }) {
  const [figure, setFigure] = useState<ComparedFigure>("p95");
  const rows = useMemo(() => comparedRows(endpoints, figure), [endpoints, figure]);
  const runColumns = useMemo(() => runColumnsOf(runs.map(({ runId }) => runId)), [runs]);
  const columns = useMemo(() => endpointColumns(runs, figure), [runs, figure]);
  return (
    <>
      <SectionCard title="Runs" hint="the others are held against the first" flush>
        <DataTable rows={runs} columns={runColumns} rowKey={({ runId }) => runId} caption="Runs that are compared" />
      </SectionCard>
      <SectionCard
        title="Endpoints"
        flush
        actions={
          <SegmentedControl
            size="xs"
            aria-label="Figure that is compared"
            data={comparedFigures.map((each) => ({ value: each, label: figureWords[each] }))}
            value={figure}
            onChange={(value) => setFigure(comparedFigures.find((each) => each === value) ?? "p95")}
          />
        }
      >
        <DataTable
          rows={rows}
          columns={columns}
          rowKey={({ key }) => key}
          caption={`Endpoints by ${figureWords[figure]}`}
          empty="The runs have no endpoint."
        />
      </SectionCard>
    </>
  );
}
