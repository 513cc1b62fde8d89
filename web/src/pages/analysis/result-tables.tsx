import { formatDuration, formatMs, formatNumber } from "../../../../src/contract/format-quantity.ts";
import type { RunDocument } from "../../../../src/contract/run.ts";
import { DataTable, type DataColumn } from "../../components/data-table.tsx";
import { SectionCard } from "../../components/section-card.tsx";
import { errorKindText, failedText, placeText } from "./words.ts";

type EndpointResult = RunDocument["endpoints"][number];
type ErrorResult = RunDocument["errors"][number];

const percentileColumns = (["p50", "p90", "p95", "p99", "max"] as const).map((key): DataColumn<EndpointResult> => ({
  key,
  title: key,
  align: "right",
  cell: ({ latencyMs }) => formatMs(latencyMs[key]),
  sortBy: ({ latencyMs }) => latencyMs[key],
}));

const endpointColumns: readonly DataColumn<EndpointResult>[] = [
  {
    key: "name",
    title: "Endpoint",
    cell: ({ name, scenario }) => placeText(name, scenario),
    sortBy: ({ name }) => name,
  },
  {
    key: "requests",
    title: "Requests",
    align: "right",
    cell: ({ requests }) => formatNumber(requests),
    sortBy: ({ requests }) => requests,
  },
  {
    key: "failed",
    title: "Failed",
    align: "right",
    cell: ({ failedRequests, requests }) => failedText(failedRequests, requests),
    sortBy: ({ failedRequests, requests }) => (requests === 0 ? null : failedRequests / requests),
  },
  ...percentileColumns,
];

const errorColumns: readonly DataColumn<ErrorResult>[] = [
  { key: "kind", title: "Error", cell: errorKindText, sortBy: errorKindText },
  {
    key: "place",
    title: "Where",
    cell: ({ endpoint, scenario }) => placeText(endpoint, scenario),
    sortBy: ({ endpoint }) => endpoint,
  },
  {
    key: "count",
    title: "Count",
    align: "right",
    cell: ({ count }) => formatNumber(count),
    sortBy: ({ count }) => count,
  },
  {
    key: "first",
    title: "First at",
    align: "right",
    cell: ({ firstAtMs }) => formatDuration(firstAtMs),
    sortBy: ({ firstAtMs }) => firstAtMs,
  },
];

/** Every endpoint over the whole run, and what failed. */
export function ResultTables({ document: { endpoints, errors } }: { readonly document: RunDocument }) {
  return (
    <>
      <SectionCard title="Endpoints" hint="over the whole run" flush>
        <DataTable
          rows={endpoints}
          columns={endpointColumns}
          rowKey={({ scenario, name }) => JSON.stringify([scenario, name])}
          caption="Endpoints"
          initialSort={{ key: "p95", descending: true }}
          empty="No request was made."
        />
      </SectionCard>
      {errors.length > 0 && (
        <SectionCard title="Errors" flush>
          <DataTable
            rows={errors}
            columns={errorColumns}
            rowKey={({ scenario, endpoint, kind, value }) => JSON.stringify([scenario, endpoint, kind, value])}
            caption="Errors"
            initialSort={{ key: "count", descending: true }}
          />
        </SectionCard>
      )}
    </>
  );
}
