import { Button } from "@mantine/core";
import { useState } from "react";
import type { BaselinesDocument } from "../../../../src/contract/history-document.ts";
import { useMay } from "../../api/use-access.ts";
import { useDropBaseline, useUnpinBaseline } from "../../api/use-history.ts";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { DataTable, type DataColumn } from "../../components/data-table.tsx";
import { SectionCard } from "../../components/section-card.tsx";
import { StatusBadge } from "../../components/status-badge.tsx";
import { showProblem, showToast } from "../../components/toast-list.ts";
import { VerdictBadge } from "../../components/verdict-badge.tsx";
import { When } from "../../components/when.tsx";
import { PinButton } from "../analysis/pin-button.tsx";
import classes from "./history.module.css";

type Baseline = BaselinesDocument["baselines"][number];

const columns: readonly DataColumn<Baseline>[] = [
  {
    key: "run",
    title: "Run",
    cell: ({ startedAt }) => <When at={startedAt} format="date" />,
    sortBy: ({ startedAt }) => startedAt,
  },
  {
    key: "verdict",
    title: "Verdict",
    cell: ({ verdict }) => <VerdictBadge verdict={verdict} size="sm" />,
    sortBy: ({ verdict }) => verdict,
  },
  { key: "plan", title: "Plan", cell: ({ plan }) => plan, sortBy: ({ plan }) => plan },
  {
    key: "environment",
    title: "Environment",
    cell: ({ environment }) => environment,
    sortBy: ({ environment }) => environment,
  },
  {
    key: "fingerprint",
    title: "Comparable",
    hint: "Runs of the same sign are comparable with each other",
    cell: ({ fingerprint }) => <code title={fingerprint}>{fingerprint.slice(0, 7)}</code>,
    sortBy: ({ fingerprint }) => fingerprint,
  },
  {
    key: "pin",
    title: "Pinned",
    cell: ({ pin }) => (pin === null ? "" : <StatusBadge tone="note">{pin}</StatusBadge>),
    sortBy: ({ pin }) => pin,
  },
  { key: "actions", title: "Actions", align: "right", cell: (baseline) => <BaselineActions baseline={baseline} /> },
];

/** The runs that later ones are compared with. */
export function BaselineTable({ baselines }: { readonly baselines: readonly Baseline[] }) {
  return (
    <SectionCard title="Baseline" hint="runs that count when later ones are judged" flush>
      <DataTable
        rows={baselines}
        columns={columns}
        rowKey={({ runId }) => runId}
        caption="Runs of the baseline"
        href={({ runId }) => `/runs/${encodeURIComponent(runId)}`}
        empty="No run counts yet."
      />
    </SectionCard>
  );
}

function BaselineActions({ baseline: { runId, pin } }: { readonly baseline: Baseline }) {
  const [isDropping, setDropping] = useState(false);
  const mayEdit = useMay("edit-history");
  const unpinning = useUnpinBaseline();
  const dropping = useDropBaseline();
  if (!mayEdit) return null;
  const unpin = (): void =>
    unpinning.mutate(runId, {
      onSuccess: () => showToast({ title: "No longer pinned", tone: "note" }),
      onError: showProblem,
    });
  const drop = (): void =>
    dropping.mutate(runId, {
      onSuccess: () => {
        showToast({ title: "The run no longer counts", tone: "note" });
        setDropping(false);
      },
      onError: showProblem,
    });
  return (
    <div className={classes.actions}>
      {pin === null ? (
        <PinButton runId={runId} size="compact-sm" />
      ) : (
        <Button size="compact-sm" variant="subtle" loading={unpinning.isPending} onClick={unpin}>
          Unpin
        </Button>
      )}
      <Button size="compact-sm" variant="subtle" onClick={() => setDropping(true)}>
        Drop
      </Button>
      <ConfirmDialog
        opened={isDropping}
        onClose={() => setDropping(false)}
        title="Drop the run from the baseline"
        confirmLabel="Drop"
        onConfirm={drop}
        isPending={dropping.isPending}
        tone="danger"
      >
        <p>Later runs are no longer compared with it. The run itself and its report stay.</p>
      </ConfirmDialog>
    </div>
  );
}
