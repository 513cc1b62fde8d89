import type { BaselineEndpoint, BaselineRun } from "../../contract/baseline.ts";
import type { BaselineSeries } from "../../contract/baseline-series.ts";
import { PerfAgentError, type Mistake } from "../../contract/errors.ts";

const toldAtOnce = 20;
/** Of Date, epoch ms. */
const latestDate = 8_640_000_000_000_000;
const quantiles = ["p50", "p90", "p95", "p99"] as const;
/** Seconds in place of milliseconds are a thousand times less; a service changes by less than either end of this. */
const otherUnit = { least: 300, most: 3000 };

/**
 * Holds a series against what runs can be: every figure finite and not negative, percentiles that ascend, no more failures than requests,
 * each run and each endpoint of it once, one unit throughout. Throws PA_BASELINE_INVALID with file, run and field of each mistake.
 */
export function checkSeries(series: BaselineSeries, file: string): void {
  const texts = [...repeatedRuns(series.runs), ...series.runs.flatMap(checkRun), ...runsInOtherUnits(series.runs)];
  if (texts.length === 0) return;
  const told = texts.slice(0, toldAtOnce).map((text): Mistake => ({ code: "PA_BASELINE_INVALID", text, file }));
  const rest = texts.length - told.length;
  if (rest > 0) told.push({ code: "PA_BASELINE_INVALID", text: `and ${rest} mistakes more`, file });
  throw new PerfAgentError(told);
}

function repeatedRuns(runs: readonly BaselineRun[]): string[] {
  return repeated(runs.map(({ runId }) => runId)).map((runId) => `run ${runId} stands in it more than once`);
}

function repeated(names: readonly string[]): string[] {
  const seen = new Set<string>();
  const again = new Set<string>();
  for (const name of names) (seen.has(name) ? again : seen).add(name);
  return [...again];
}

function checkRun(run: BaselineRun): string[] {
  const at = (field: string): string => `run ${run.runId}: ${field}`;
  const names = run.endpoints.map(({ scenario, endpoint }) => `${endpoint} in ${scenario}`);
  const isTime = Number.isSafeInteger(run.startedAt) && run.startedAt > 0 && run.startedAt <= latestDate;
  const wrongStart = isTime ? [] : [at("startedAt is no time")];
  if (run.runId === "") wrongStart.push("a run has no runId");
  return [
    ...wrongStart,
    ...repeated(names).map((name) => at(`${name} stands in it more than once`)),
    ...run.endpoints.flatMap((endpoint) =>
      checkEndpoint(endpoint).map((text) => at(`${endpoint.endpoint} in ${endpoint.scenario}: ${text}`)),
    ),
  ];
}

function checkEndpoint(endpoint: BaselineEndpoint): string[] {
  const mistakes: string[] = [];
  for (const field of ["requests", "failedRequests", "ratePerSecond", ...quantiles] as const) {
    const value = endpoint[field];
    if (!Number.isFinite(value)) mistakes.push(`${field} is ${value}, which is no figure`);
    else if (value < 0) mistakes.push(`${field} is ${value}: less than nothing`);
  }
  if (mistakes.length > 0) return mistakes;
  if (endpoint.failedRequests > endpoint.requests)
    mistakes.push(`failedRequests is ${endpoint.failedRequests} of ${endpoint.requests} requests`);
  for (const [index, upper] of quantiles.entries()) {
    const lower = quantiles[index - 1];
    if (lower !== undefined && endpoint[upper] < endpoint[lower])
      mistakes.push(`${upper} is ${endpoint[upper]}, below ${lower}, which is ${endpoint[lower]}`);
  }
  return mistakes;
}

/**
 * Runs all of whose endpoints are about a thousand times faster, or slower, than the others' of the same name. Only of runs that are
 * compared with: in an outage every request takes as long as its timeout.
 */
function runsInOtherUnits(all: readonly BaselineRun[]): string[] {
  const runs = all.filter(({ verdict }) => verdict === "pass" || verdict === "warn");
  const medians = new Map<string, number>();
  for (const [name, values] of p95sByName(runs)) {
    const sorted = values.toSorted((a, b) => a - b);
    // The lower of two middle ones: a mean of both would lie in neither unit.
    medians.set(name, sorted[Math.floor((sorted.length - 1) / 2)] ?? NaN);
  }
  return runs.flatMap(({ runId, endpoints }) => {
    const ratios = endpoints.map((endpoint) => endpoint.p95 / (medians.get(nameOf(endpoint)) ?? NaN));
    const isOther = ratios.length > 0 && (ratios.every(isOtherUnit) || ratios.every((ratio) => isOtherUnit(1 / ratio)));
    const [first] = endpoints;
    if (!isOther || first === undefined) return [];
    const usual = medians.get(nameOf(first)) ?? NaN;
    return [
      `run ${runId}: ${first.endpoint} in ${first.scenario}: p95 is ${first.p95} where others have ${usual}: another unit than milliseconds, or than theirs`,
    ];
  });
}

function p95sByName(runs: readonly BaselineRun[]): Map<string, number[]> {
  const values = new Map<string, number[]>();
  for (const endpoint of runs.flatMap(({ endpoints }) => endpoints)) {
    const name = nameOf(endpoint);
    const known = values.get(name);
    if (known === undefined) values.set(name, [endpoint.p95]);
    else known.push(endpoint.p95);
  }
  return values;
}

function nameOf({ scenario, endpoint }: Pick<BaselineEndpoint, "scenario" | "endpoint">): string {
  return JSON.stringify([scenario, endpoint]);
}

function isOtherUnit(ratio: number): boolean {
  return ratio >= otherUnit.least && ratio <= otherUnit.most;
}
