import { PerfAgentError } from "../contract/errors.ts";
import { baselineSeriesSchema, type BaselineSeries } from "../contract/baseline.ts";
import type { Agent } from "./agent.ts";
import { readText } from "./load-plan.ts";
import { toJson } from "./run-bundle.ts";

/** Reads a baseline series. Throws PA_FILE_UNREADABLE with the first thing that does not fit. */
export async function readBaselineSeries(agent: Agent, file: string): Promise<BaselineSeries> {
  const text = await readText(agent, file);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw PerfAgentError.of("PA_FILE_UNREADABLE", `${file} is not JSON`, { cause: error });
  }
  const series = baselineSeriesSchema.safeParse(value);
  if (series.success) return series.data;
  const issue = series.error.issues[0];
  throw PerfAgentError.of(
    "PA_FILE_UNREADABLE",
    `${file} is not a baseline series: ${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}`,
  );
}

/** Writes the baselines of a service as one JSON file. Returns how many. */
export async function exportBaselines(agent: Agent, service: string, file: string): Promise<number> {
  const runs = [...(await (await agent.store()).runs.exportBaselines(service))];
  const series: BaselineSeries = { schemaVersion: 1, service, runs };
  await agent.documents.write(file, toJson(series), { overwrite: true });
  return runs.length;
}

/** Takes a baseline series into the store. Returns how many runs it holds. */
export async function importBaselines(agent: Agent, file: string): Promise<number> {
  const { service, runs } = await readBaselineSeries(agent, file);
  return (await agent.store()).runs.importBaselines(service, runs);
}
