import type { BaselineEndpoint, BaselineRun } from "../contract/baseline.ts";
import type { BaselineSeries } from "../contract/baseline-series.ts";
import type { Calibration } from "../contract/calibration.ts";
import type { LedgerEntry } from "../contract/ledger.ts";
import type { Agent, Store } from "./agent.ts";
import { checkSeries } from "./baseline-series/check-series.ts";
import { readCsvSeries, writeCsvSeries } from "./baseline-series/csv-series.ts";
import { readJsonSeries } from "./baseline-series/json-series.ts";
import { readText } from "./load-plan.ts";
import { liveEntries } from "./regressions.ts";
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

/** Which of a service's baselines to write: the newest `last`. */
interface Wanted {
  readonly service: string;
  readonly last: number;
}

/**
 * The newest `last` baselines of a service as one text, with how many runs it holds; JSON with what people and calibration said of them.
 */
export async function writeSeriesText(
  agent: Pick<Agent, "store" | "clock">,
  { service, last }: Wanted,
  format: SeriesFormat,
): Promise<{ readonly text: string; readonly runs: number }> {
  const { runs: store, book } = await agent.store();
  const runs = [...(await store.exportBaselines(service, last))];
  if (format === "csv") {
    // A run without endpoints has no row.
    const rows = runs.filter(({ endpoints }) => endpoints.length > 0);
    return { text: writeCsvSeries({ service, runs: rows }), runs: rows.length };
  }
  const calibrations: Calibration[] = [];
  for (const fingerprint of new Set(runs.map((run) => run.fingerprint))) {
    const calibration = await book.calibration(fingerprint);
    if (calibration !== null) calibrations.push(calibration);
  }
  const series: BaselineSeries = {
    schemaVersion: 1,
    service,
    runs,
    pins: [...(await book.pins({ service }))],
    ledger: [...(await liveEntries(agent, { service }))],
    calibrations,
  };
  return { text: toJson(series), runs: runs.length };
}

/** Reads a baseline series, CSV or JSON by the file's name. Throws PA_FILE_UNREADABLE, or PA_BASELINE_INVALID with file, run and field. */
export async function readBaselineSeries(agent: CarryAgent, file: string): Promise<BaselineSeries> {
  return readSeriesText(await readText(agent, file), formatOf(file), file);
}

/** Writes baselines of a service as one file, CSV or JSON by its name. Returns how many runs it holds. */
export async function exportBaselines(
  agent: CarryAgent & Pick<Agent, "clock">,
  { file, ...wanted }: Wanted & { readonly file: string },
): Promise<number> {
  const { text, runs } = await writeSeriesText(agent, wanted, formatOf(file));
  await agent.documents.write(file, text, { overwrite: true });
  return runs;
}

/**
 * Takes a baseline series into the store. What CSV has no columns for stays as the store knows it, where the figures are the same.
 * `decisions`: pins, regressions and calibrations of the file too, where the store knows nothing newer. Returns how many runs it holds.
 */
export async function importBaselines(
  agent: CarryAgent,
  file: string,
  { decisions }: { readonly decisions: boolean },
): Promise<number> {
  return takeSeries(agent, await readBaselineSeries(agent, file), { format: formatOf(file), decisions });
}

/** Takes a series that was read and checked into the store, as `importBaselines` does. */
export async function takeSeries(
  agent: Pick<Agent, "store">,
  series: BaselineSeries,
  { format, decisions }: { readonly format: SeriesFormat; readonly decisions: boolean },
): Promise<number> {
  const store = await agent.store();
  const whole: BaselineRun[] = [];
  for (const run of series.runs)
    whole.push(format === "csv" ? withDetailsOf(run, await store.runs.baseline(run.runId)) : run);
  const count = await store.runs.importBaselines(series.service, whole);
  if (decisions) await takeDecisions(store, series);
  return count;
}

async function takeDecisions({ ledger, book }: Store, series: BaselineSeries): Promise<void> {
  const pins = new Map((await book.pins({ service: series.service })).map((pin) => [pin.runId, pin.at]));
  for (const pin of series.pins) if ((pins.get(pin.runId) ?? -1) < pin.at) await book.pin(pin);
  const newer: LedgerEntry[] = [];
  for (const entry of series.ledger) {
    const known = await ledger.get(entry.id);
    if (known === null || known.lastSeenAt < entry.lastSeenAt || isDecidedLater(entry, known)) newer.push(entry);
  }
  await ledger.put(newer);
  for (const calibration of series.calibrations) {
    const known = await book.calibration(calibration.fingerprint);
    if (known === null || known.at < calibration.at) await book.calibrate(calibration);
  }
}

/** Of the same sightings, somebody accepted it later than what is known. */
function isDecidedLater({ acceptance, lastSeenAt }: LedgerEntry, known: LedgerEntry): boolean {
  return known.lastSeenAt === lastSeenAt && acceptance !== null && (known.acceptance?.at ?? -1) < acceptance.at;
}

function withDetailsOf(run: BaselineRun, known: BaselineRun | null): BaselineRun {
  if (known?.fingerprint !== run.fingerprint) return run;
  const { traits, judgedMs, scenarios, objectives, control } = known;
  const details = new Map(known.endpoints.map((endpoint) => [figuresOf(endpoint), endpoint]));
  const found = run.endpoints.map((endpoint) => details.get(figuresOf(endpoint)));
  const endpoints = run.endpoints.map((endpoint, i) => found[i] ?? endpoint);
  // The fingerprint is made of the traits; the rest of a run goes with its figures.
  const isSame = endpoints.length === known.endpoints.length && !found.includes(undefined);
  return isSame
    ? { ...run, traits, judgedMs, scenarios, objectives, control, endpoints }
    : { ...run, traits, endpoints };
}

/** All of an endpoint that CSV carries, as a key. */
function figuresOf(endpoint: BaselineEndpoint): string {
  const { scenario, endpoint: name, requests, failedRequests, ratePerSecond, p50, p90, p95, p99 } = endpoint;
  return JSON.stringify([scenario, name, requests, failedRequests, ratePerSecond, p50, p90, p95, p99]);
}
