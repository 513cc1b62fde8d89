import type { HistoryDocument, HistoryStatistic } from "../contract/history-document.ts";
import { PerfAgentError } from "../contract/errors.ts";
import type { HistoryPoint } from "../ports/run-store.ts";
import { changePoints } from "../stats/change-points.ts";
import type { Agent } from "./agent.ts";

/** One figure of a point: ms, a fraction for `errors`, per second for `throughput`. NaN where there is none. */
export function seriesValue(point: HistoryPoint, statistic: string): number {
  switch (statistic) {
    case "p50":
    case "p90":
    case "p95":
    case "p99":
      return point[statistic];
    case "errors":
      return point.failedRequests / point.requests;
    case "throughput":
      return point.ratePerSecond;
    default:
      return NaN;
  }
}

const units = { errors: "fraction", throughput: "per-second" } as const;

/**
 * The course of one statistic over the newest runs of a service or plan, for each endpoint, with the places at which its level changed
 * and the commits between which that happened. Throws PA_RUN_NOT_FOUND where nothing of that name has a history.
 */
export async function showHistory(
  agent: Pick<Agent, "store">,
  {
    name,
    statistic,
    limit,
    ...filter
  }: {
    readonly name: string;
    readonly environment?: string;
    readonly endpoint?: string;
    readonly statistic: HistoryStatistic;
    readonly limit: number;
  },
): Promise<HistoryDocument> {
  const { runs } = await agent.store();
  const found = await runs.series({ name, ...filter });
  const series: HistoryDocument["series"] = [];
  for (const names of found) {
    const points = await runs.history(names, limit);
    const values = points.map((point) => seriesValue(point, statistic));
    series.push({
      ...names,
      points: points.map(({ runId, startedAt, verdict, commit }, index) => ({
        runId,
        startedAt,
        verdict,
        commit,
        value: finiteOrNull(values[index]),
      })),
      changes: changesOf(points, values),
    });
  }
  if (series.length === 0) throw notFound(name, filter);
  const unit = statistic === "errors" || statistic === "throughput" ? units[statistic] : "ms";
  return { schemaVersion: 1, name, statistic, unit, series };
}

function changesOf(
  points: readonly HistoryPoint[],
  values: readonly number[],
): HistoryDocument["series"][number]["changes"] {
  return changePoints(values).flatMap(({ index, before, after }) => {
    const [last, first] = [points[index - 1], points[index]];
    if (last === undefined || first === undefined) return [];
    return [
      {
        runId: first.runId,
        at: first.startedAt,
        before,
        after,
        effect: before === 0 ? null : after / before - 1,
        commits: { from: last.commit, to: first.commit },
      },
    ];
  });
}

function finiteOrNull(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}

function notFound(
  name: string,
  { environment, endpoint }: { environment?: string; endpoint?: string },
): PerfAgentError {
  const parts = [
    `"${name}" is no service or plan with judged runs`,
    ...(environment === undefined ? [] : [`on ${environment}`]),
    ...(endpoint === undefined ? [] : [`with endpoint ${endpoint}`]),
  ];
  return PerfAgentError.of("PA_RUN_NOT_FOUND", parts.join(" "));
}
