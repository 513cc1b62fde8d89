import { historyStatistics, type HistoryStatistic } from "../../../../src/contract/history-document.ts";

/** What the page of the past shows, as its address says it. Empty texts: not chosen. */
export interface HistorySearch {
  readonly name: string;
  readonly environment: string;
  readonly endpoint: string;
  readonly statistic: HistoryStatistic;
}

export function readHistorySearch(search: string): HistorySearch {
  const asked = new URLSearchParams(search);
  const text = (name: string): string => (asked.get(name) ?? "").trim();
  return {
    name: text("name"),
    environment: text("environment"),
    endpoint: text("endpoint"),
    statistic: historyStatistics.find((each) => each === asked.get("statistic")) ?? "p95",
  };
}

export function hrefOfHistory({ name, environment, endpoint, statistic }: HistorySearch): string {
  const asked = new URLSearchParams();
  if (name !== "") asked.set("name", name);
  if (environment !== "") asked.set("environment", environment);
  if (endpoint !== "") asked.set("endpoint", endpoint);
  if (statistic !== "p95") asked.set("statistic", statistic);
  const text = asked.toString();
  return text === "" ? "/history" : `/history?${text}`;
}

/** The past of a service in an environment. */
export function historyHref(service: string, environment = ""): string {
  return hrefOfHistory({ name: service, environment, endpoint: "", statistic: "p95" });
}
