import type { z } from "zod";
import { Link } from "wouter";
import type { auditPageSchema } from "../../../../src/contract/api/service-state.ts";
import { useAudit } from "../../api/use-access.ts";
import { DataTable, type DataColumn } from "../../components/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { QueryView } from "../../components/query-view.tsx";
import { SectionCard } from "../../components/section-card.tsx";
import { StatusBadge, type Tone } from "../../components/status-badge.tsx";
import { When } from "../../components/when.tsx";

type Entry = z.infer<typeof auditPageSchema>["items"][number];

const tones: Readonly<Record<Entry["outcome"], Tone>> = { allowed: "pass", done: "note", refused: "fail" };

const columns: readonly DataColumn<Entry>[] = [
  { key: "at", title: "When", cell: ({ at }) => <When at={at} format="date" />, sortBy: ({ at }) => at },
  { key: "actor", title: "Who", cell: ({ actor }) => actor, sortBy: ({ actor }) => actor },
  { key: "action", title: "What", cell: ({ action }) => action, sortBy: ({ action }) => action },
  {
    key: "outcome",
    title: "Outcome",
    cell: ({ outcome }) => (
      <StatusBadge size="sm" tone={tones[outcome]}>
        {outcome}
      </StatusBadge>
    ),
    sortBy: ({ outcome }) => outcome,
  },
  { key: "subject", title: "To what", cell: ({ subject }) => subject, sortBy: ({ subject }) => subject },
  {
    key: "run",
    title: "Run",
    cell: ({ runId }) => (runId === null ? "–" : <Link href={`/runs/${encodeURIComponent(runId)}`}>{runId}</Link>),
    sortBy: ({ runId }) => runId,
  },
  { key: "reasons", title: "Why", cell: ({ reasons }) => reasons.join(" ") },
];

/** Every change and every refusal, newest first. */
export function AuditPart() {
  const audit = useAudit(undefined, 500);
  return (
    <QueryView query={audit}>
      {({ items }) =>
        items.length === 0 ? (
          <EmptyState title="Nothing was done yet">
            <p>
              Plans handed in, approvals, runs, refusals and changes of the history are written here, with who did them.
            </p>
          </EmptyState>
        ) : (
          <SectionCard title="Audit log" hint={`the newest ${items.length}`} flush>
            <DataTable
              rows={items}
              columns={columns}
              rowKey={({ at, actor, action, subject, runId }) => `${at} ${actor} ${action} ${subject} ${runId ?? ""}`}
              caption="Audit log, newest first"
            />
          </SectionCard>
        )
      }
    </QueryView>
  );
}
