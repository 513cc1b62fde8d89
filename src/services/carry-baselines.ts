import type { BaselineSeries } from "../contract/baseline.ts";
import type { Agent } from "./agent.ts";
import { checkSeries } from "./baseline-series/check-series.ts";
import { readCsvSeries, writeCsvSeries } from "./baseline-series/csv-series.ts";
import { readJsonSeries } from "./baseline-series/json-series.ts";
import { readText } from "./load-plan.ts";
import { toJson } from "./run-bundle.ts";

type CarryAgent = Pick<Agent, "store" | "documents">;

function isCsv(file: string): boolean {
  return file.toLowerCase().endsWith(".csv");
}

/** Reads a baseline series, CSV or JSON by the file's name. Throws PA_FILE_UNREADABLE, or PA_BASELINE_INVALID with file, run and field. */
export async function readBaselineSeries(agent: CarryAgent, file: string): Promise<BaselineSeries> {
  const text = await readText(agent, file);
  const series = isCsv(file) ? readCsvSeries(text, file) : readJsonSeries(text, file);
  checkSeries(series, file);
  return series;
}

/** Writes the baselines of a service as one file, CSV or JSON by its name. Returns how many runs it holds. */
export async function exportBaselines(agent: CarryAgent, service: string, file: string): Promise<number> {
  const runs = [...(await (await agent.store()).runs.exportBaselines(service))];
  const series: BaselineSeries = { schemaVersion: 1, service, runs };
  await agent.documents.write(file, isCsv(file) ? writeCsvSeries(series) : toJson(series), { overwrite: true });
  return runs.length;
}

/** Takes a baseline series into the store. Returns how many runs it holds. */
export async function importBaselines(agent: CarryAgent, file: string): Promise<number> {
  const { service, runs } = await readBaselineSeries(agent, file);
  return (await agent.store()).runs.importBaselines(service, runs);
}
