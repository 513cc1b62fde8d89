import type { Statistic } from "../../../contract/slo-set.ts";
import type { Measure } from "../../../contract/window.ts";
import type { DocumentNode } from "../document-reader.ts";
import { fieldOf, numberOf, textOf } from "./node-fields.ts";
import { parseStatistic } from "./parse-objective.ts";
import { WordProblem } from "./word-problem.ts";

/** What a metric source of OpenSLO selects. */
export interface Selection {
  readonly endpoint: string | null;
  readonly scenario: string | null;
}

/** A statistic that a `thresholdMetric` names. */
export interface ThresholdMetric extends Selection {
  readonly statistic: Statistic;
  readonly measure: Measure;
  /** How many milliseconds the limit's unit has: 1,000, as OpenSLO's durations are seconds, or 1 for a series in milliseconds. */
  readonly unitMs: 1 | 1000;
}

/** One side of a `ratioMetric`. */
export interface RatioPart extends Selection {
  readonly counts: "below" | "failed" | "succeeded" | "all";
  /** Milliseconds, with `below`. */
  readonly belowMs: number | null;
}

const longestQuery = 10_000;

/** Labels that name one endpoint in the instrumentations that are seen most. */
const endpointLabels = ["name", "endpoint", "span_name", "http_route", "route", "handler"];

const phases: ReadonlyMap<string, Measure> = new Map<string, Measure>([
  ["duration", "latency"],
  ["blocked", "blocked"],
  ["connecting", "connecting"],
  ["tls_handshaking", "tls"],
  ["sending", "sending"],
  ["waiting", "waiting"],
  ["receiving", "receiving"],
]);

/**
 * Understands the source of a `thresholdMetric`: our own dialect (`type: PerfAgent`, `spec: { metric, stat, name, scenario }`) or a
 * PromQL query over k6's series or over a latency histogram. null: not one of these.
 */
export function thresholdMetricOf(source: DocumentNode): ThresholdMetric | null {
  const { own, query } = partsOf(source);
  if (own !== undefined) {
    const selection = {
      endpoint: textOf(fieldOf(own, "name")) ?? null,
      scenario: textOf(fieldOf(own, "scenario")) ?? null,
    };
    const metric = textOf(fieldOf(own, "metric")) ?? "http_req_duration";
    const named = namedMetric(metric, textOf(fieldOf(own, "stat")) ?? "");
    return named === null ? null : { ...named, ...selection, unitMs: 1000 };
  }
  if (query === undefined || calculates(query) || selectsByPattern(query)) return null;
  const selection = selectionOf(query);
  const series = /\bk6_(http_req_\w+?)_(p\d{1,2}|avg|min|max|med|rate)\b/.exec(query);
  if (series !== null) {
    const named = namedMetric(series[1] ?? "", series[2] ?? "");
    return named === null ? null : { ...named, ...selection, unitMs: 1000 };
  }
  if (/\brate\s*\(\s*k6_http_reqs_total\b/.test(query))
    return { statistic: { kind: "throughput" }, measure: "latency", ...selection, unitMs: 1000 };
  const quantile = /\bhistogram_quantile\s*\(\s*(0?\.\d+)\s*,/.exec(query)?.[1];
  if (quantile === undefined || !/duration|latency|response_time|request_seconds/.test(query)) return null;
  const phase = /http_req_(\w+?)_seconds/.exec(query)?.[1];
  return {
    statistic: { kind: "quantile", q: Number(quantile) },
    measure: phases.get(phase ?? "duration") ?? "latency",
    ...selection,
    unitMs: unitOf(query),
  };
}

/** Understands one side of a `ratioMetric`; null: not understood. */
export function ratioPartOf(source: DocumentNode): RatioPart | null {
  const { own, query } = partsOf(source);
  if (own !== undefined) {
    const selection = {
      endpoint: textOf(fieldOf(own, "name")) ?? null,
      scenario: textOf(fieldOf(own, "scenario")) ?? null,
    };
    const below = numberOf(fieldOf(own, "below"));
    if (below !== undefined) return { counts: "below", belowMs: milliseconds(below, 1000), ...selection };
    const metric = textOf(fieldOf(own, "metric"));
    if (metric === "http_req_failed") return { counts: "failed", belowMs: null, ...selection };
    return metric === "http_reqs" ? { counts: "all", belowMs: null, ...selection } : null;
  }
  if (query === undefined || selectsByPattern(query)) return null;
  const selection = selectionOf(query);
  // k6's own share of failed requests, which a raw ratio is.
  if (/\bk6_http_req_failed_rate\b/.test(query)) return { counts: "failed", belowMs: null, ...selection };
  const labels = labelsOf(query);
  const bucket = labels.find(({ name }) => name === "le")?.value;
  if (bucket !== undefined) {
    const bound = Number(bucket);
    if (bucket === "+Inf") return { counts: "all", belowMs: null, ...selection };
    return bound > 0 ? { counts: "below", belowMs: milliseconds(bound, unitOf(query)), ...selection } : null;
  }
  const outcome = labels.find(({ name }) =>
    [
      "expected_response",
      "status",
      "code",
      "status_code",
      "http_status",
      "http_status_code",
      "http_response_status_code",
    ].includes(name),
  );
  if (outcome === undefined) return { counts: "all", belowMs: null, ...selection };
  const { operator, value } = outcome;
  const good = ["true", "success", "ok"].includes(value) || /^(?:\^?\(?(?:[23]|2\|3|\[23\]))/.test(value);
  const bad = ["false", "error", "failure"].includes(value) || /^\^?\(?(?:5|4|\[45\]|\[4-5\])/.test(value);
  if (!good && !bad) return null;
  const negated = operator.startsWith("!");
  return { counts: good === negated ? "failed" : "succeeded", belowMs: null, ...selection };
}

/** A duration in milliseconds without binary noise: 0.3 s is 300 ms. */
export function milliseconds(value: number, unitMs: 1 | 1000): number {
  return Number((value * unitMs).toPrecision(12));
}

/** Prometheus names end in the unit; without one it is seconds. */
function unitOf(query: string): 1 | 1000 {
  return /_(?:milliseconds|millis|msec|ms)(?:_bucket)?\b/i.test(query) ? 1 : 1000;
}

function partsOf(source: DocumentNode): { own: DocumentNode | undefined; query: string | undefined } {
  const metricSource = fieldOf(source, "metricSource") ?? source;
  const spec = fieldOf(metricSource, "spec") ?? fieldOf(source, "spec");
  const type = textOf(fieldOf(metricSource, "type")) ?? textOf(fieldOf(source, "dataSourceSpec", "type"));
  if (type === "PerfAgent") return { own: spec ?? metricSource, query: undefined };
  const query = textOf(fieldOf(spec, "query")) ?? textOf(fieldOf(metricSource, "query"));
  // Longer ones are nothing that people write, and would take their time.
  return { own: undefined, query: query !== undefined && query.length > longestQuery ? undefined : query };
}

function namedMetric(metric: string, stat: string): Pick<ThresholdMetric, "statistic" | "measure"> | null {
  if (metric === "http_req_failed") return { statistic: { kind: "error-rate" }, measure: "latency" };
  if (metric === "http_reqs") return { statistic: { kind: "throughput" }, measure: "latency" };
  const measure = phases.get(/^http_req_(\w+)$/.exec(metric)?.[1] ?? "");
  if (measure === undefined) return null;
  const word = stat === "avg" ? "mean" : stat === "med" ? "p50" : stat;
  try {
    const { statistic } = parseStatistic(word);
    return ["quantile", "mean", "max", "min"].includes(statistic.kind) ? { statistic, measure } : null;
  } catch (error) {
    if (error instanceof WordProblem) return null;
    throw error;
  }
}

function labelsOf(query: string): { name: string; operator: string; value: string }[] {
  return [...query.matchAll(/(\w+)\s*(=~|!~|!=|=)\s*"((?:[^"\\]|\\.)*)"/g)].map(
    ([, name = "", operator = "", value = ""]) => ({ name, operator, value }),
  );
}

/** It calculates with its series: a factor changes the unit, a difference the meaning. Labels, texts and ranges are passed over. */
function calculates(query: string): boolean {
  return /[-+*/%^]/.test(query.replaceAll(/"(?:[^"\\]|\\.)*"|\{[^{}]*\}|\[[^\]]*\]/g, ""));
}

/** It takes endpoints or scenarios by a pattern or by what they are not: one of ours has one name. */
function selectsByPattern(query: string): boolean {
  return labelsOf(query).some(
    ({ name, operator }) => operator !== "=" && (name === "scenario" || endpointLabels.includes(name)),
  );
}

function selectionOf(query: string): Selection {
  const exact = labelsOf(query).filter(({ operator }) => operator === "=");
  return {
    endpoint: exact.find(({ name }) => endpointLabels.includes(name))?.value ?? null,
    scenario: exact.find(({ name }) => name === "scenario")?.value ?? null,
  };
}
