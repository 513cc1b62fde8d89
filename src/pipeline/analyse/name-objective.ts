import type { Objective } from "../../contract/slo-set.ts";
import { formatDuration, formatNumber, formatShare } from "../../contract/format-quantity.ts";

/** What an objective looks at, in its own words: `p95 of checkout in buy`, `errors of all`, `p90 waiting of search`. */
export function subjectOf(objective: Objective, endpoint: string | null): string {
  const { scenario, tag } = objective;
  const what = `${statisticText(objective)}${measureText(objective)}`;
  if (endpoint !== null) return `${what} of ${quoted(endpoint)}${scenario === null ? "" : ` in ${quoted(scenario)}`}`;
  if (tag !== null)
    return `${what} of tag ${quoted(`${tag.name}=${tag.value}`)}${scenario === null ? "" : ` in ${quoted(scenario)}`}`;
  return `${what} of ${scenario === null ? "all" : quoted(scenario)}`;
}

/** The windows of an objective, with a leading space: ` in every 30s`, ` in 95 % of 10s`; empty when it has none. */
export function windowText({ window }: Objective): string {
  if (window === null) return "";
  const every = formatDuration(window.everyMs);
  return window.share >= 1 ? ` in every ${every}` : ` in ${formatShare(window.share, 0)} of ${every}`;
}

function statisticText({ statistic }: Objective): string {
  switch (statistic.kind) {
    case "quantile":
      return `p${formatNumber(statistic.q * 100, 4).replace(/\.?0+$/, "")}`;
    case "error-rate":
      return "errors";
    case "share-below":
      return `share below ${formatDuration(statistic.belowMs)}`;
    case "apdex":
      return `apdex(${formatDuration(statistic.toleratedMs)})`;
    default:
      return statistic.kind;
  }
}

function measureText({ statistic, measure }: Objective): string {
  const durations = ["quantile", "mean", "max", "min", "share-below"];
  return measure === "latency" || !durations.includes(statistic.kind) ? "" : ` ${measure}`;
}

function quoted(name: string): string {
  return /^[\p{L}\p{N}_./=-]+$/u.test(name) ? name : JSON.stringify(name);
}
