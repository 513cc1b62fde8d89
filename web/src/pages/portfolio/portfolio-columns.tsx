import { Link } from "wouter";
import { formatMs, formatNumber, formatShare } from "../../../../src/contract/format-quantity.ts";
import type { Portfolio } from "../../../../src/contract/api/portfolio.ts";
import type { DataColumn } from "../../components/data-table.tsx";
import { StatusBadge } from "../../components/status-badge.tsx";
import { VerdictBadge } from "../../components/verdict-badge.tsx";
import { When } from "../../components/when.tsx";
import { historyHref } from "../history/history-search.ts";
import classes from "./portfolio.module.css";
import { sparkline } from "./sparkline-model.ts";

export type PortfolioService = Portfolio["services"][number];

/** The three scores, in the words of the page. */
export const scoreNames = [
  ["methodology", "Method", "How well it is tested: load delivered, judged length, baselines, calibration"],
  ["objectives", "Objectives", "How much of what matters has objectives, and meets them"],
  ["confidence", "Confidence", "How small a change the runs could see"],
] as const;

/** Days after which a verdict is old news. */
const staleDays = 30;
const [lineWidth, lineHeight] = [110, 24];

export const portfolioColumns: readonly DataColumn<PortfolioService>[] = [
  {
    key: "service",
    title: "Service",
    cell: ({ service, environments, plans }) => (
      <>
        <Link href={historyHref(service)}>{service}</Link>
        <small className={classes.remark}>
          {plans.join(", ")} on {environments.join(", ")}
        </small>
      </>
    ),
    sortBy: ({ service }) => service,
  },
  {
    key: "verdict",
    title: "Last run",
    cell: ({ verdict, lastRunId, lastRunAt }) => (
      <>
        <VerdictBadge verdict={verdict} size="sm" />{" "}
        <Link href={`/runs/${encodeURIComponent(lastRunId)}`}>
          <When at={lastRunAt} />
        </Link>
      </>
    ),
    sortBy: ({ lastRunAt }) => lastRunAt,
  },
  {
    key: "stale",
    title: "Judged",
    hint: "Days since the newest run that could be judged",
    align: "right",
    cell: ({ staleDays: days }) =>
      days === null ? (
        <StatusBadge tone="invalid">never</StatusBadge>
      ) : days >= staleDays ? (
        <StatusBadge tone="warn">{formatNumber(days)} days ago</StatusBadge>
      ) : (
        daysText(days)
      ),
    sortBy: ({ staleDays: days }) => days,
  },
  ...scoreNames.map(([key, title, hint]): DataColumn<PortfolioService> => ({
    key,
    title,
    hint,
    cell: (service) => <Score value={service[key].value} />,
    sortBy: (service) => service[key].value,
  })),
  {
    key: "p95",
    title: "p95",
    align: "right",
    cell: ({ p95Ms }) => (p95Ms === null ? "–" : formatMs(p95Ms)),
    sortBy: ({ p95Ms }) => p95Ms,
  },
  {
    key: "trend",
    title: "Lately",
    hint: "p95 of the newest runs, oldest left, from 0",
    cell: ({ service, trend }) => <Trend service={service} trend={trend} />,
  },
  {
    key: "errors",
    title: "Failed",
    align: "right",
    cell: ({ errorRate }) => (errorRate === null ? "–" : errorRate === 0 ? "none" : formatShare(errorRate)),
    sortBy: ({ errorRate }) => errorRate,
  },
  {
    key: "regressions",
    title: "Regressions",
    align: "right",
    cell: ({ openRegressions, acceptedRegressions }) => (
      <>
        {openRegressions === 0 ? "none" : <StatusBadge tone="fail">{openRegressions} open</StatusBadge>}
        {acceptedRegressions > 0 && <small className={classes.remark}>{acceptedRegressions} accepted</small>}
      </>
    ),
    sortBy: ({ openRegressions }) => openRegressions,
  },
];

function daysText(days: number): string {
  if (days === 0) return "today";
  return days === 1 ? "1 day ago" : `${formatNumber(days)} days ago`;
}

function Score({ value }: { readonly value: number | null }) {
  if (value === null) return "–";
  return (
    <div className={classes.score}>
      <span>{Math.round(value)}</span>
      <div className={classes.track} aria-hidden="true">
        <i style={{ width: `${Math.min(100, Math.max(0, value))}%` }} />
      </div>
    </div>
  );
}

function Trend({ service, trend }: Pick<PortfolioService, "service" | "trend">) {
  const values = trend.map(({ p95Ms }) => p95Ms);
  const known = values.filter((value) => value !== null);
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined || known.length < 2) return null;
  return (
    <svg
      className={classes.line}
      width={lineWidth}
      height={lineHeight}
      role="img"
      aria-label={`p95 of the newest ${known.length} runs of ${service}: from ${formatMs(first)} to ${formatMs(last)}`}
    >
      {sparkline(values, lineWidth, lineHeight).map((points) => (
        <polyline key={points} points={points} />
      ))}
    </svg>
  );
}
