import type { BaselineEndpoint, BaselineRun, BaselineSeries } from "../contract/baseline.ts";
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

/**
 * Takes a baseline series into the store. What CSV has no columns for stays as the store knows it, where the figures are the same.
 * Returns how many runs it holds.
 */
export async function importBaselines(agent: CarryAgent, file: string): Promise<number> {
  const { service, runs } = await readBaselineSeries(agent, file);
  const store = (await agent.store()).runs;
  if (!isCsv(file)) return store.importBaselines(service, runs);
  const whole: BaselineRun[] = [];
  for (const run of runs) whole.push(withDetailsOf(run, await store.baseline(run.runId)));
  return store.importBaselines(service, whole);
}

function withDetailsOf(run: BaselineRun, known: BaselineRun | null): BaselineRun {
  if (known?.fingerprint !== run.fingerprint) return run;
  const { traits, judgedMs, scenarios, objectives, control } = known;
  const details = new Map(known.endpoints.map((endpoint) => [figuresOf(endpoint), endpoint]));
  const endpoints = run.endpoints.map((endpoint) => details.get(figuresOf(endpoint)) ?? endpoint);
  return { ...run, traits, judgedMs, scenarios, objectives, control, endpoints };
}

/** All of an endpoint that CSV carries, as a key. */
function figuresOf({ errors: _, histogram: __, ...figures }: BaselineEndpoint): string {
  return JSON.stringify(Object.entries(figures).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
