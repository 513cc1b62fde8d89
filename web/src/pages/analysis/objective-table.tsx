import {
  formatDuration,
  formatLongDuration,
  formatNumber,
  formatRange,
  formatShare,
  formatSignificant,
} from "../../../../src/contract/format-quantity.ts";
import type { BudgetResult } from "../../../../src/contract/error-budget.ts";
import type { ObjectiveResult } from "../../../../src/contract/objective-result.ts";
import type { RunDocument } from "../../../../src/contract/run.ts";
import { DataTable, type DataColumn } from "../../components/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { SectionCard } from "../../components/section-card.tsx";
import { StatusBadge } from "../../components/status-badge.tsx";
import classes from "./analysis.module.css";
import { objectiveState, quantityText } from "./words.ts";

const statusOrder: Readonly<Record<ObjectiveResult["status"], number>> = {
  breached: 0,
  "no-data": 1,
  met: 2,
  skipped: 3,
};

const columns: readonly DataColumn<ObjectiveResult>[] = [
  {
    key: "status",
    title: "State",
    cell: (objective) => {
      const { tone, word } = objectiveState(objective);
      return <StatusBadge tone={tone}>{word}</StatusBadge>;
    },
    sortBy: ({ status, severity }) => statusOrder[status] + (severity === "warn" ? 0.5 : 0),
  },
  {
    key: "name",
    title: "Objective",
    cell: (objective) => (
      <>
        {objective.name}
        {remarks(objective).map((remark) => (
          <small key={remark} className={classes.remark}>
            {remark}
          </small>
        ))}
      </>
    ),
    sortBy: ({ name }) => name,
  },
  { key: "observed", title: "Observed", align: "right", cell: ({ observed, unit }) => quantityText(observed, unit) },
  { key: "limit", title: "Limit", align: "right", cell: ({ limit, unit }) => quantityText(limit, unit) },
  {
    key: "interval",
    title: "95 % interval",
    align: "right",
    cell: ({ interval, unit }) => (interval === null ? "" : formatRange(interval[0], interval[1], unit)),
  },
  {
    key: "samples",
    title: "Samples",
    align: "right",
    cell: ({ samples }) => formatNumber(samples),
    sortBy: ({ samples }) => samples,
  },
];

/** Every objective with what was observed; the total of a scored set and the budgets below. */
export function ObjectiveSection({ document: { objectives, score, budgets } }: { readonly document: RunDocument }) {
  return (
    <SectionCard
      title="Objectives"
      hint={
        score === null
          ? undefined
          : `score ${formatSignificant(score.percent)} %: ${score.result} (pass from ${score.passPercent} %)`
      }
      flush
    >
      <DataTable
        rows={objectives}
        columns={columns}
        rowKey={({ name }) => name}
        caption="Objectives"
        initialSort={{ key: "status", descending: false }}
        empty={
          <EmptyState title="No objectives">
            Hand in a file of objectives with the plan, and every run says whether they are met.
          </EmptyState>
        }
      />
      {budgets.length > 0 && (
        <dl className={classes.facts}>
          {budgets.map((budget) => (
            <BudgetFact key={budget.objective} budget={budget} />
          ))}
        </dl>
      )}
    </SectionCard>
  );
}

function BudgetFact({ budget }: { readonly budget: BudgetResult }) {
  const { objective, burnRate, windowMs, exhaustedAfterMs, remaining, windows } = budget;
  const alerting = windows.filter(({ alerting: isAlerting }) => isAlerting);
  const sentences = [
    `burns its budget of ${formatLongDuration(windowMs)} ${formatSignificant(burnRate)} times as fast as allowed`,
    exhaustedAfterMs === null ? "never used up at this rate" : `used up after ${formatLongDuration(exhaustedAfterMs)}`,
    ...(remaining === null ? [] : [`${formatShare(remaining, 0)} of it remains now`]),
    ...(alerting.length === 0 ? [] : [`${alerting.length} of ${windows.length} alerts would fire`]),
  ];
  return (
    <>
      <dt>Error budget</dt>
      <dd>
        {objective}: {sentences.join("; ")}
      </dd>
    </>
  );
}

function remarks({ name, text, severity, breach, exact, stop, status }: ObjectiveResult): string[] {
  return [
    ...(name === text ? [] : [text]),
    ...(severity === "warn" ? ["only warns"] : []),
    ...(status === "breached" && breach !== null
      ? [`breached from ${formatDuration(breach.fromMs)} on, at its longest for ${formatDuration(breach.longestMs)}`]
      : []),
    ...(exact ? [] : ["from the histogram"]),
    ...(stop && status === "breached" ? ["stops the run when it is breached"] : []),
  ];
}
