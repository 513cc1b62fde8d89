import { z } from "zod";
import { baselineRunSchema, type BaselineRun } from "../../contract/baseline.ts";
import type { BaselineSeries } from "../../contract/baseline-series.ts";
import { PerfAgentError } from "../../contract/errors.ts";
import { csvField, inertText, plainText, splitCsv, type CsvRow } from "./split-csv.ts";

/** One row an endpoint of a run. What no column holds (traits, distributions) does not travel by CSV. */
export const csvColumns = [
  "service",
  "run_id",
  "started_at",
  "verdict",
  "fingerprint",
  "environment",
  "plan",
  "tags",
  "scenario",
  "endpoint",
  "requests",
  "failed_requests",
  "rate_per_second",
  "p50_ms",
  "p90_ms",
  "p95_ms",
  "p99_ms",
] as const;
type CsvColumn = (typeof csvColumns)[number];

const isoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/u;
const tagsSchema = z.record(z.string(), z.string());

/** `started_at` as ISO 8601 in UTC, `tags` as a JSON object. Texts that a spreadsheet would run begin with an apostrophe. */
export function writeCsvSeries({ service, runs }: Pick<BaselineSeries, "service" | "runs">): string {
  const rows = runs.flatMap((run) =>
    run.endpoints.map((endpoint): Record<CsvColumn, string> => ({
      service,
      run_id: run.runId,
      started_at: new Date(run.startedAt).toISOString(),
      verdict: run.verdict,
      fingerprint: run.fingerprint,
      environment: run.environment,
      plan: run.plan,
      tags: JSON.stringify(run.tags),
      scenario: endpoint.scenario,
      endpoint: endpoint.endpoint,
      requests: String(endpoint.requests),
      failed_requests: String(endpoint.failedRequests),
      rate_per_second: String(endpoint.ratePerSecond),
      p50_ms: String(endpoint.p50),
      p90_ms: String(endpoint.p90),
      p95_ms: String(endpoint.p95),
      p99_ms: String(endpoint.p99),
    })),
  );
  const lines = rows.map((row) => csvColumns.map((column) => csvField(inertText(row[column]))).join(","));
  return `${[csvColumns.join(","), ...lines].join("\n")}\n`;
}

/** Columns in any order; the last line has to end, or it may be a part of one. Throws PA_BASELINE_INVALID with the line, the run and the column. Whether figures can be is `checkSeries`'s matter. */
export function readCsvSeries(text: string, file: string): BaselineSeries {
  const rows = splitCsv(text);
  if (rows !== null && text !== "" && !/[\r\n]$/u.test(text))
    throw invalid(file, rows.at(-1)?.line ?? 1, "the last line has no line break, as if the file had been cut off");
  if (rows === null) throw invalid(file, 1, "a quote is opened and never closed");
  const [header, ...body] = rows;
  if (header === undefined) throw invalid(file, 1, "the file is empty");
  const places = placesOf(header, file);
  const runs = new Map<string, BaselineRun>();
  let service: string | null = null;
  for (const row of body) {
    if (row.cells.length !== header.cells.length)
      throw invalid(file, row.line, `${row.cells.length} fields where the header has ${header.cells.length}`);
    const cell = (column: CsvColumn): string => plainText(row.cells[places.get(column) ?? -1] ?? "");
    const read = toRun(cell, (column, why) => invalid(file, row.line, `run ${cell("run_id")}: ${column} ${why}`));
    const known = runs.get(read.runId);
    if (known === undefined) runs.set(read.runId, read);
    else {
      const [{ endpoints: _, ...before }, { endpoints, ...now }] = [known, read];
      if (JSON.stringify(before) !== JSON.stringify(now))
        throw invalid(file, row.line, `run ${read.runId}: what belongs to the run differs from the row above`);
      known.endpoints.push(...endpoints);
    }
    service ??= cell("service");
    if (cell("service") !== service)
      throw invalid(file, row.line, `run ${read.runId}: service ${cell("service")}, where others are of ${service}`);
  }
  if (service === null) throw invalid(file, header.line, "there is no row below the header");
  return { schemaVersion: 1, service, runs: [...runs.values()], pins: [], ledger: [], calibrations: [] };
}

function placesOf({ cells, line }: CsvRow, file: string): Map<CsvColumn, number> {
  const names = cells.map((cell) => cell.trim());
  const unknown = names.filter((name) => !csvColumns.some((column) => column === name));
  const missing = csvColumns.filter((column) => !names.includes(column));
  if (missing.length > 0 || unknown.length > 0 || new Set(names).size !== names.length) {
    const parts = [
      ...(missing.length > 0 ? [`columns are missing: ${missing.join(", ")}`] : []),
      ...(unknown.length > 0 ? [`columns are not known: ${unknown.join(", ")}`] : []),
      ...(new Set(names).size === names.length ? [] : ["a column stands there twice"]),
    ];
    throw invalid(file, line, `${parts.join("; ")}. Latencies are in milliseconds`);
  }
  return new Map(csvColumns.map((column) => [column, names.indexOf(column)]));
}

function toRun(
  cell: (column: CsvColumn) => string,
  wrong: (column: CsvColumn, why: string) => PerfAgentError,
): BaselineRun {
  const number = (column: CsvColumn): number => {
    const text = cell(column).trim();
    // Number("") is 0.
    if (text === "" || Number.isNaN(Number(text))) throw wrong(column, `is "${text}", which is no figure`);
    return Number(text);
  };
  // Date.parse takes much more, and what lacks its zone for a time of this machine.
  const startedAt = isoTime.test(cell("started_at")) ? Date.parse(cell("started_at")) : NaN;
  if (Number.isNaN(startedAt)) throw wrong("started_at", `is "${cell("started_at")}": write 2026-11-22T14:02:33.120Z`);
  const tags = tagsSchema.safeParse(jsonOf(cell("tags")));
  if (!tags.success) throw wrong("tags", 'is no JSON object of texts, such as {"branch":"main"}');
  const verdict = baselineRunSchema.shape.verdict.safeParse(cell("verdict"));
  if (!verdict.success) throw wrong("verdict", `is "${cell("verdict")}", which is none`);
  return {
    runId: cell("run_id"),
    startedAt,
    verdict: verdict.data,
    fingerprint: cell("fingerprint"),
    traits: {},
    environment: cell("environment"),
    plan: cell("plan"),
    tags: tags.data,
    judgedMs: null,
    scenarios: [],
    objectives: [],
    control: null,
    endpoints: [
      {
        scenario: cell("scenario"),
        endpoint: cell("endpoint"),
        requests: number("requests"),
        failedRequests: number("failed_requests"),
        ratePerSecond: number("rate_per_second"),
        p50: number("p50_ms"),
        p90: number("p90_ms"),
        p95: number("p95_ms"),
        p99: number("p99_ms"),
        histogram: null,
      },
    ],
  };
}

function jsonOf(text: string): unknown {
  try {
    return text.trim() === "" ? {} : JSON.parse(text);
  } catch {
    return null;
  }
}

function invalid(file: string, line: number, text: string): PerfAgentError {
  return new PerfAgentError([{ code: "PA_BASELINE_INVALID", text, file, line }]);
}
