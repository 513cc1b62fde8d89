import { formatDuration } from "../../../../src/contract/format-quantity.ts";
import type { RunHead } from "../../../../src/contract/api/runs.ts";
import type { DataColumn } from "../../components/data-table.tsx";
import { VerdictBadge } from "../../components/verdict-badge.tsx";
import { When } from "../../components/when.tsx";
import { Words } from "../../components/words.tsx";
import classes from "./runs.module.css";

/** Columns of a list of runs. It does not sort: it is a part of a long list, whose order the service knows. */
export const runColumns: readonly DataColumn<RunHead>[] = [
  { key: "plan", title: "Plan", cell: ({ plan }) => plan },
  {
    key: "verdict",
    title: "Verdict",
    cell: ({ verdict, state }) => <VerdictBadge verdict={verdict} state={state} size="sm" />,
  },
  { key: "service", title: "Service", cell: ({ service }) => service },
  { key: "environment", title: "Environment", cell: ({ environment }) => environment },
  { key: "started", title: "Started", cell: ({ startedAt }) => <When at={startedAt} /> },
  {
    key: "length",
    title: "Length",
    align: "right",
    cell: ({ startedAt, finishedAt }) => (finishedAt === null ? "" : formatDuration(finishedAt - startedAt)),
  },
  { key: "author", title: "By", cell: ({ author }) => author ?? "" },
  {
    key: "reason",
    title: "Why",
    cell: ({ reason }) => (
      <div className={classes.reason} title={reason ?? undefined}>
        <Words text={reason ?? ""} />
      </div>
    ),
  },
];
