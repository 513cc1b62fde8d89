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

/**
 * Writes the newest `last` baselines of a service as one file, CSV or JSON by its name; JSON with what people and calibration said of them.
 * Returns how many runs it holds.
 */
export async function exportBaselines(
  agent: CarryAgent & Pick<Agent, "clock">,
  { service, file, last }: { readonly service: string; readonly file: string; readonly last: number },
): Promise<number> {
  const { runs: store, book } = await agent.store();
  const runs = [...(await store.exportBaselines(service, last))];
  if (isCsv(file)) {
    // A run without endpoints has no row.
    const rows = runs.filter(({ endpoints }) => endpoints.length > 0);
    await agent.documents.write(file, writeCsvSeries({ service, runs: rows }), { overwrite: true });
    return rows.length;
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
  await agent.documents.write(file, toJson(series), { overwrite: true });
  return runs.length;
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
  const series = await readBaselineSeries(agent, file);
  const { service, runs } = series;
  const store = await agent.store();
  const whole: BaselineRun[] = [];
  for (const run of runs) whole.push(isCsv(file) ? withDetailsOf(run, await store.runs.baseline(run.runId)) : run);
  const count = await store.runs.importBaselines(service, whole);
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
