import { Select } from "@mantine/core";
import { historyStatistics, type BaselinesDocument } from "../../../../src/contract/history-document.ts";
import classes from "./history.module.css";
import type { HistorySearch } from "./history-search.ts";
import type { HistorySeries } from "./series-points.ts";

export interface HistoryFieldsProps {
  readonly search: HistorySearch;
  readonly baselines: BaselinesDocument["baselines"];
  /** What is shown now, for the endpoints that can be chosen. */
  readonly series: readonly HistorySeries[];
  readonly onSearch: (search: HistorySearch) => void;
}

const statisticWords: Readonly<Record<HistorySearch["statistic"], string>> = {
  p50: "p50",
  p90: "p90",
  p95: "p95",
  p99: "p99",
  errors: "failed requests",
  throughput: "throughput",
};

/** What the page shows; every choice is a part of its address. */
export function HistoryFields({ search, baselines, series, onSearch }: HistoryFieldsProps) {
  const names = distinct(
    baselines.flatMap(({ service, plan }) => [service, plan]),
    search.name,
  );
  const environments = distinct(
    baselines
      .filter(({ service, plan }) => service === search.name || plan === search.name)
      .map(({ environment }) => environment),
    search.environment,
  );
  const endpoints = distinct(
    series.map(({ endpoint }) => endpoint),
    search.endpoint,
  );
  return (
    <search className={`${classes.fields ?? ""} no-print`}>
      <Select
        size="xs"
        label="Service or plan"
        searchable
        allowDeselect={false}
        data={names}
        value={search.name === "" ? null : search.name}
        onChange={(name) => onSearch({ ...search, name: name ?? "", environment: "", endpoint: "" })}
      />
      <Select
        size="xs"
        label="Environment"
        placeholder="all"
        clearable
        data={environments}
        value={search.environment === "" ? null : search.environment}
        onChange={(environment) => onSearch({ ...search, environment: environment ?? "" })}
      />
      <Select
        size="xs"
        label="Endpoint"
        placeholder="all"
        searchable
        clearable
        data={endpoints}
        value={search.endpoint === "" ? null : search.endpoint}
        onChange={(endpoint) => onSearch({ ...search, endpoint: endpoint ?? "" })}
      />
      <Select
        size="xs"
        label="Figure"
        allowDeselect={false}
        data={historyStatistics.map((statistic) => ({ value: statistic, label: statisticWords[statistic] }))}
        value={search.statistic}
        onChange={(value) =>
          onSearch({ ...search, statistic: historyStatistics.find((statistic) => statistic === value) ?? "p95" })
        }
      />
    </search>
  );
}

/** Each once, in the order of the alphabet, with what is chosen now among them. */
function distinct(values: readonly string[], chosen: string): string[] {
  return [...new Set(chosen === "" ? values : [...values, chosen])].toSorted((one, other) =>
    one.localeCompare(other, "en"),
  );
}
