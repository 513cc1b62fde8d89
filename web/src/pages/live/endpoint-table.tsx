import { TextInput } from "@mantine/core";
import { useState } from "react";
import { DataTable, type DataColumn } from "../../components/data-table.tsx";
import { SectionCard } from "../../components/section-card.tsx";
import { EndpointRows, matchingRows, type EndpointRow } from "./endpoint-rows.ts";
import type { LiveStore } from "./live-store.ts";
import { useLive } from "./use-live.ts";

const figureColumns = [
  ["perSecond", "Rate", "Requests a second over the last ten seconds"],
  ["errorShare", "Errors", "Share of the requests of the last ten seconds that failed"],
  ["p50", "p50", "Of the newest second with requests"],
  ["p95", "p95", "Of the newest second with requests"],
  ["p99", "p99", "Of the newest second with requests"],
  ["requests", "Requests", "Since the beginning"],
  ["failed", "Failed", "Since the beginning"],
] as const;

const columns: readonly DataColumn<EndpointRow>[] = [
  {
    key: "endpoint",
    title: "Endpoint",
    cell: ({ endpoint, scenario }) => (
      <>
        {endpoint}
        {scenario === "" ? null : <small>{scenario}</small>}
      </>
    ),
    sortBy: ({ endpoint, scenario }) => `${endpoint} ${scenario}`,
  },
  ...figureColumns.map(([key, title, hint]): DataColumn<EndpointRow> => ({
    key,
    title,
    hint,
    align: "right",
    cell: ({ texts }) => texts[key],
    sortBy: ({ order }) => order[key],
  })),
];

export interface EndpointTableProps {
  readonly store: LiveStore;
  /** Address of the page with this endpoint chosen. */
  readonly hrefOf: (key: string) => string;
}

/** Every endpoint as it does now. While somebody points at the table, or is in it with the keyboard, no row changes its place. */
export function EndpointTable({ store, hrefOf }: EndpointTableProps) {
  const { endpoints } = useLive(store, ["seconds", "start"]);
  const [filter, setFilter] = useState("");
  const [isPointed, setPointed] = useState(false);
  const [isFocused, setFocused] = useState(false);
  const [made] = useState(() => new EndpointRows());
  const isHeld = isPointed || isFocused;
  const rows = matchingRows(made.rows(endpoints, isHeld), filter);
  return (
    <SectionCard
      title="Endpoints"
      hint={isHeld ? "rows stay in place while you are here" : "the last ten seconds"}
      flush
      actions={
        <TextInput
          size="xs"
          aria-label="Show endpoints whose name holds"
          placeholder="Find"
          value={filter}
          onChange={(event) => setFilter(event.currentTarget.value)}
        />
      }
    >
      <div
        onPointerEnter={() => setPointed(true)}
        onPointerLeave={() => setPointed(false)}
        onFocus={() => setFocused(true)}
        onBlur={() => setFocused(false)}
      >
        <DataTable
          rows={rows}
          columns={columns}
          rowKey={({ key }) => key}
          caption="Endpoints of the running test"
          initialSort={{ key: "p95", descending: true }}
          maxHeight={460}
          href={({ key }) => hrefOf(key)}
          empty={endpoints.names.length === 0 ? "No request was made yet." : "No endpoint has such a name."}
        />
      </div>
    </SectionCard>
  );
}
