import type { BaselineSeries } from "../contract/baseline.ts";
import type { Agent } from "./agent.ts";
import { checkSeries } from "./baseline-series/check-series.ts";
import { readCsvSeries, writeCsvSeries } from "./baseline-series/csv-series.ts";
import { readJsonSeries } from "./baseline-series/json-series.ts";
import { readText } from "./load-plan.ts";
import { toJson } from "./run-bundle.ts";

type CarryAgent = Pick<Agent, "store" | "documents">;

export type SeriesFormat = "json" | "csv";

function formatOf(file: string): SeriesFormat {
  return file.toLowerCase().endsWith(".csv") ? "csv" : "json";
}

/** Reads a baseline series; `file` is what mistakes are placed in. Throws PA_BASELINE_INVALID with file, run and field. */
export function readSeriesText(text: string, format: SeriesFormat, file: string): BaselineSeries {
  const series = format === "csv" ? readCsvSeries(text, file) : readJsonSeries(text, file);
  checkSeries(series, file);
  return series;
}

/** The baselines of a service as one text, with how many runs it holds. */
export async function writeSeriesText(
  agent: Pick<Agent, "store">,
  service: string,
  format: SeriesFormat,
): Promise<{ readonly text: string; readonly runs: number }> {
  const runs = [...(await (await agent.store()).runs.exportBaselines(service))];
  const series: BaselineSeries = { schemaVersion: 1, service, runs };
  return { text: format === "csv" ? writeCsvSeries(series) : toJson(series), runs: runs.length };
}

/** Reads a baseline series, CSV or JSON by the file's name. Throws PA_FILE_UNREADABLE, or PA_BASELINE_INVALID with file, run and field. */
export async function readBaselineSeries(agent: CarryAgent, file: string): Promise<BaselineSeries> {
  return readSeriesText(await readText(agent, file), formatOf(file), file);
}

/** Writes the baselines of a service as one file, CSV or JSON by its name. Returns how many runs it holds. */
export async function exportBaselines(agent: CarryAgent, service: string, file: string): Promise<number> {
  const { text, runs } = await writeSeriesText(agent, service, formatOf(file));
  await agent.documents.write(file, text, { overwrite: true });
  return runs;
}

/** Takes a baseline series into the store. Returns how many runs it holds. */
export async function importBaselines(agent: CarryAgent, file: string): Promise<number> {
  const { service, runs } = await readBaselineSeries(agent, file);
  return (await agent.store()).runs.importBaselines(service, runs);
}
