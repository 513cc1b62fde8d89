import { Button, Switch } from "@mantine/core";
import { useMemo, useState } from "react";
import { Link } from "wouter";
import { formatShare } from "../../../../src/contract/format-quantity.ts";
import type { Comparison } from "../../../../src/contract/comparison.ts";
import type { RunDocument } from "../../../../src/contract/run.ts";
import { EffectBar } from "../../charts/effect-bar.tsx";
import { reachOf } from "../../charts/effect-model.ts";
import { DataTable, type DataColumn } from "../../components/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { SectionCard } from "../../components/section-card.tsx";
import { StatusBadge } from "../../components/status-badge.tsx";
import { historyHref } from "../history/history-search.ts";
import classes from "./analysis.module.css";
import { BasisFacts } from "./basis-facts.tsx";
import { countWorthShowing, keyOfComparison, orderedComparisons, rankOf } from "./order-comparisons.ts";
import {
  changeRangeText,
  changeText,
  comparisonText,
  comparisonTones,
  comparisonWords,
  needsText,
  placeText,
  quantityText,
} from "./words.ts";

/** What changed against comparable runs: effect, interval, and the smallest change that would have been found. */
export function ComparisonSection({ document }: { readonly document: RunDocument }) {
  const { comparisons, baseline, service, environment } = document;
  const [withAll, setWithAll] = useState(false);
  const rows = useMemo(() => orderedComparisons(comparisons, withAll), [comparisons, withAll]);
  const columns = useMemo(() => columnsOf(rows), [rows]);
  const [isWhole, setIsWhole] = useState(false);
  const shown = useMemo(
    () => (withAll || isWhole ? rows : rows.slice(0, countWorthShowing(rows))),
    [rows, withAll, isWhole],
  );
  return (
    <SectionCard
      title="Against earlier runs"
      hint={baseline === null ? undefined : "shaded: changes that this run could not have found"}
      flush
      actions={
        baseline === null ? undefined : (
          <Switch
            size="xs"
            label="All figures"
            checked={withAll}
            onChange={(event) => setWithAll(event.currentTarget.checked)}
          />
        )
      }
    >
      {baseline !== null && <BasisFacts basis={baseline} />}
      <DataTable
        rows={shown}
        columns={columns}
        rowKey={keyOfComparison}
        caption="Comparisons with earlier runs"
        empty={
          <EmptyState
            title="Nothing to compare with yet"
            action={<Link href={historyHref(service, environment)}>History of {service}</Link>}
          >
            A passed run becomes part of the baseline by itself. From three comparable runs on changes are told, from
            ten on with a known noise.
          </EmptyState>
        }
      />
      {shown.length < rows.length && (
        <div className={classes.more}>
          <Button variant="subtle" size="compact-sm" onClick={() => setIsWhole(true)}>
            Show {rows.length - shown.length} more, of which none is known to have changed
          </Button>
        </div>
      )}
    </SectionCard>
  );
}

function columnsOf(rows: readonly Comparison[]): readonly DataColumn<Comparison>[] {
  const reach = reachOf(rows.flatMap(({ effect, interval }) => (effect === null ? [] : [{ effect, interval }])));
  return [
    {
      key: "status",
      title: "Change",
      cell: ({ status }) => <StatusBadge tone={comparisonTones[status]}>{comparisonWords[status]}</StatusBadge>,
      sortBy: ({ status }) => rankOf(status),
    },
    {
      key: "figure",
      title: "Figure",
      width: 240,
      cell: (comparison) => (
        <>
          {comparison.statistic} of {placeText(comparison.endpoint, comparison.scenario)}
          {remarksOf(comparison).map((remark) => (
            <small key={remark} className={classes.remark}>
              {remark}
            </small>
          ))}
        </>
      ),
      sortBy: ({ statistic, endpoint, scenario }) => `${placeText(endpoint, scenario)} ${statistic}`,
    },
    { key: "before", title: "Before", align: "right", cell: ({ before, unit }) => quantityText(before, unit) },
    { key: "after", title: "Now", align: "right", cell: ({ after, unit }) => quantityText(after, unit) },
    {
      key: "effect",
      title: "Effect",
      align: "right",
      cell: ({ effect, unit }) => (effect === null ? "–" : changeText(effect, unit)),
      sortBy: ({ effect }) => effect,
    },
    {
      key: "interval",
      title: "95 % interval",
      align: "right",
      cell: ({ interval, unit }) => (interval === null ? "" : changeRangeText(interval, unit)),
    },
    {
      key: "bar",
      title: "On a line",
      hint: "Middle: as before. Dot: the change, line: its interval, shaded: too small to be found",
      cell: (comparison) =>
        comparison.effect === null ? null : (
          <EffectBar
            effect={comparison.effect}
            interval={comparison.interval}
            mde={comparison.mde}
            reach={reach}
            isBad={comparison.status.startsWith("regression")}
            text={comparisonText(comparison)}
          />
        ),
    },
    {
      key: "mde",
      title: "Would find",
      hint: "Smallest change that this comparison finds with 90 % probability",
      align: "right",
      cell: ({ mde }) => (mde === null ? "" : formatShare(mde, 1)),
      sortBy: ({ mde }) => mde,
    },
    {
      key: "runs",
      title: "Runs",
      align: "right",
      cell: ({ baselineRuns }) => baselineRuns,
      sortBy: ({ baselineRuns }) => baselineRuns,
    },
  ];
}

function remarksOf({ accepted, needs, notes }: Comparison): string[] {
  const settling = needsText(needs);
  return [
    ...(accepted === null ? [] : [`accepted as ${accepted}`]),
    ...(settling === null ? [] : [settling]),
    ...notes,
  ];
}
