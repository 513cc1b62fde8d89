import { baselineSeriesSchema, type BaselineSeries } from "../../contract/baseline-series.ts";
import { PerfAgentError } from "../../contract/errors.ts";

/** Throws PA_BASELINE_INVALID with the run and the field of what does not fit the format. Whether figures can be is `checkSeries`'s matter. */
export function readJsonSeries(text: string, file: string): BaselineSeries {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new PerfAgentError([{ code: "PA_BASELINE_INVALID", text: `this is no JSON: ${why}`, file }], {
      cause: error,
    });
  }
  const series = baselineSeriesSchema.safeParse(value);
  if (series.success) return series.data;
  throw new PerfAgentError(
    series.error.issues.slice(0, 20).map(({ path, message }) => ({
      code: "PA_BASELINE_INVALID" as const,
      text: `${placeOf(value, path)}: ${message}`,
      file,
    })),
  );
}

/** `run 20261122-…: checkout in buy: p95` out of `runs.3.endpoints.0.p95`. */
function placeOf(value: unknown, path: readonly PropertyKey[]): string {
  const [first, index, ...rest] = path;
  if (first !== "runs" || index === undefined) return path.length === 0 ? "the file" : path.join(".");
  const run = memberOf(memberOf(value, "runs"), index);
  const runId = memberOf(run, "runId");
  const named = typeof runId === "string" ? `run ${runId}` : `run ${Number(index) + 1} of the file`;
  const [inner, place, ...field] = rest;
  if (inner !== "endpoints" || place === undefined) return [named, rest.join(".")].filter(Boolean).join(": ");
  const endpoint = memberOf(memberOf(run, "endpoints"), place);
  const names = [memberOf(endpoint, "endpoint"), memberOf(endpoint, "scenario")];
  const which = names.every((name) => typeof name === "string") ? names.join(" in ") : `endpoint ${Number(place) + 1}`;
  return [named, which, field.join(".")].filter(Boolean).join(": ");
}

function memberOf(value: unknown, key: PropertyKey): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}
