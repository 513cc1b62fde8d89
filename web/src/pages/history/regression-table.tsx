import { Button } from "@mantine/core";
import { useState } from "react";
import { Link } from "wouter";
import { formatChange, formatMs } from "../../../../src/contract/format-quantity.ts";
import type { LedgerEntry } from "../../../../src/contract/ledger.ts";
import { useMay } from "../../api/use-access.ts";
import { useReopenRegression } from "../../api/use-history.ts";
import { DataTable, type DataColumn } from "../../components/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { SectionCard } from "../../components/section-card.tsx";
import { StatusBadge, type Tone } from "../../components/status-badge.tsx";
import { showProblem, showToast } from "../../components/toast-list.ts";
import { When } from "../../components/when.tsx";
import { AcceptDialog } from "./accept-dialog.tsx";
import classes from "./history.module.css";

const tones: Readonly<Record<LedgerEntry["state"], Tone>> = {
  open: "fail",
  accepted: "note",
  expired: "warn",
  closed: "pass",
};

const columns: readonly DataColumn<LedgerEntry>[] = [
  {
    key: "state",
    title: "State",
    cell: ({ state, confirmedBy }) => (
      <StatusBadge tone={tones[state]}>{state === "open" && confirmedBy === null ? "suspected" : state}</StatusBadge>
    ),
    sortBy: ({ state }) => state,
  },
  {
    key: "figure",
    title: "Figure",
    cell: ({ id, statistic, endpoint, scenario, plan, environment, acceptance }) => (
      <>
        {statistic} of {endpoint}
        {scenario === "" ? "" : ` in ${scenario}`}
        <small className={classes.remark}>
          {id}: {plan} on {environment}
        </small>
        {acceptance !== null && (
          <small className={classes.remark}>
            {acceptance.by}: {acceptance.reason} (until <When at={acceptance.until} format="date" />)
          </small>
        )}
      </>
    ),
    sortBy: ({ endpoint, scenario }) => `${endpoint} ${scenario}`,
  },
  {
    key: "effect",
    title: "Effect",
    align: "right",
    cell: ({ effect }) => formatChange(effect),
    sortBy: ({ effect }) => effect,
  },
  {
    key: "values",
    title: "Before, after",
    align: "right",
    cell: ({ statistic, before, after }) => (/^p\d/u.test(statistic) ? `${formatMs(before)}, ${formatMs(after)}` : ""),
  },
  {
    key: "since",
    title: "Since",
    cell: ({ openedBy, openedAt, commits }) => (
      <>
        <Link href={`/runs/${encodeURIComponent(openedBy)}`}>
          <When at={openedAt} />
        </Link>
        {commits.to !== null && <small className={classes.remark}>{`${commits.from ?? "?"} … ${commits.to}`}</small>}
      </>
    ),
    sortBy: ({ openedAt }) => openedAt,
  },
  { key: "actions", title: "Actions", align: "right", cell: (entry) => <RegressionActions entry={entry} /> },
];

/** What is slower than it was, until it is gone or somebody accepts it for a time. */
export function RegressionTable({ entries }: { readonly entries: readonly LedgerEntry[] }) {
  return (
    <SectionCard title="Regressions" hint="open ones, and those that are accepted for a time" flush>
      <DataTable
        rows={entries}
        columns={columns}
        rowKey={({ id }) => id}
        caption="Regressions"
        initialSort={{ key: "since", descending: true }}
        empty={
          <EmptyState title="No regression">Nothing is slower than it was, as far as the runs could see.</EmptyState>
        }
      />
    </SectionCard>
  );
}

function RegressionActions({ entry }: { readonly entry: LedgerEntry }) {
  const [isAccepting, setAccepting] = useState(false);
  const mayAccept = useMay("accept-regression");
  const reopening = useReopenRegression();
  if (!mayAccept || entry.state === "closed") return null;
  const reopen = (): void =>
    reopening.mutate(entry.id, {
      onSuccess: () => showToast({ title: "It counts as a regression again", tone: "note" }),
      onError: showProblem,
    });
  return (
    <div className={classes.actions}>
      {entry.state === "accepted" ? (
        <Button size="compact-sm" variant="default" loading={reopening.isPending} onClick={reopen}>
          Take back
        </Button>
      ) : (
        <Button size="compact-sm" variant="default" onClick={() => setAccepting(true)}>
          Accept
        </Button>
      )}
      <AcceptDialog entry={entry} opened={isAccepting} onClose={() => setAccepting(false)} />
    </div>
  );
}
