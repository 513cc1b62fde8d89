import { Link } from "wouter";
import {
  formatChange,
  formatDuration,
  formatMs,
  formatNumber,
  formatShare,
} from "../../../../src/contract/format-quantity.ts";
import type { ComparedRuns } from "../../../../src/contract/api/analyses.ts";
import type { DataColumn } from "../../components/data-table.tsx";
import { VerdictBadge } from "../../components/verdict-badge.tsx";
import { When } from "../../components/when.tsx";
import { compareHref } from "./compare-search.ts";
import classes from "./compare.module.css";
import type { ComparedFigure, ComparedRow } from "./compared-rows.ts";

type ComparedRun = ComparedRuns["runs"][number];

/** Columns of the runs themselves. `runIds` in the order of the page, for the links that change it. */
export function runColumnsOf(runIds: readonly string[]): readonly DataColumn<ComparedRun>[] {
  return [
    {
      key: "run",
      title: "Run",
      cell: ({ runId, startedAt, differences }) => (
        <>
          {letterOf(runIds.indexOf(runId))}{" "}
          <Link href={`/runs/${encodeURIComponent(runId)}`}>
            <When at={startedAt} format="date" />
          </Link>
          {differences.map((difference) => (
            <small key={difference} className={classes.remark}>
              {difference}
            </small>
          ))}
        </>
      ),
    },
    { key: "verdict", title: "Verdict", cell: ({ verdict }) => <VerdictBadge verdict={verdict} size="sm" /> },
    { key: "plan", title: "Plan", cell: ({ plan, service, environment }) => `${plan}: ${service} on ${environment}` },
    { key: "engine", title: "Engine", cell: ({ engine }) => engine },
    { key: "commit", title: "Commit", cell: ({ tags }) => (tags["commit"] ?? "").slice(0, 10) },
    { key: "requests", title: "Requests", align: "right", cell: ({ totals }) => formatNumber(totals.requests) },
    {
      key: "failed",
      title: "Failed",
      align: "right",
      cell: ({ totals: { requests, failedRequests } }) =>
        requests === 0 ? "–" : failedRequests === 0 ? "none" : formatShare(failedRequests / requests),
    },
    { key: "length", title: "Length", align: "right", cell: ({ totals }) => formatDuration(totals.durationMs) },
    {
      key: "actions",
      title: "Actions",
      align: "right",
      cell: ({ runId }) => (
        <>
          {runIds[0] !== runId && (
            <Link href={compareHref([runId, ...runIds.filter((other) => other !== runId)])}>Hold against this</Link>
          )}{" "}
          {runIds.length > 2 && <Link href={compareHref(runIds.filter((other) => other !== runId))}>Leave out</Link>}
        </>
      ),
    },
  ];
}

/** One column a run, with the change against the first below the value. */
export function endpointColumns(
  runs: readonly ComparedRun[],
  figure: ComparedFigure,
): readonly DataColumn<ComparedRow>[] {
  return [
    {
      key: "endpoint",
      title: "Endpoint",
      cell: ({ endpoint, scenario }) => `${endpoint}${scenario === "" ? "" : ` in ${scenario}`}`,
      sortBy: ({ endpoint, scenario }) => `${endpoint} ${scenario}`,
    },
    ...runs.map(({ runId }, place): DataColumn<ComparedRow> => ({
      key: runId,
      title: letterOf(place),
      hint: runId,
      align: "right",
      cell: ({ values, changes }) => {
        const change = changes[place] ?? null;
        return (
          <>
            {valueText(values[place] ?? null, figure)}
            {place > 0 && change !== null && <span className={classes.change}>{changeText(change, figure)}</span>}
          </>
        );
      },
      sortBy: ({ values, changes }) => (place === 0 ? (values[0] ?? null) : (changes[place] ?? null)),
    })),
  ];
}

/** Runs are A to J, as their ids are too long for the head of a column. */
function letterOf(place: number): string {
  return "ABCDEFGHIJ"[place] ?? "?";
}

function valueText(value: number | null, figure: ComparedFigure): string {
  if (value === null) return "–";
  if (figure === "errorRate") return value === 0 ? "none" : formatShare(value);
  return figure === "requests" ? formatNumber(value) : formatMs(value);
}

function changeText(change: number, figure: ComparedFigure): string {
  return figure === "errorRate" ? formatChange(change).replace(/ %$/u, " pp") : formatChange(change);
}
