import type { Objective, Statistic } from "../../../contract/slo-set.ts";
import type { Measure } from "../../../contract/window.ts";
import type { DocumentNode } from "../document-reader.ts";
import { unitOf } from "./condition.ts";
import { entriesOf, fieldOf, textOf, type Complaints } from "./node-fields.ts";
import { placed, type PlacedObjective, type ReadObjectives } from "./placed-objective.ts";

/** k6 metrics that are durations of ours. `http_req_duration` starts with sending, as our latency does. */
const durations: ReadonlyMap<string, Measure> = new Map<string, Measure>([
  ["http_req_duration", "latency"],
  ["http_req_blocked", "blocked"],
  ["http_req_connecting", "connecting"],
  ["http_req_tls_handshaking", "tls"],
  ["http_req_sending", "sending"],
  ["http_req_waiting", "waiting"],
  ["http_req_receiving", "receiving"],
]);

/**
 * Reads the `thresholds` of k6 options as objectives over the whole run. A threshold that has no equal here is left out with a warning.
 */
export function readK6Thresholds(root: DocumentNode, complaints: Complaints): ReadObjectives {
  const thresholds = fieldOf(root, "options", "thresholds") ?? fieldOf(root, "thresholds") ?? root;
  const objectives = entriesOf(thresholds, "thresholds", complaints).flatMap(({ key, keyPlace, node }) => {
    const expressions = node.kind === "list" ? node.items : [node];
    return expressions.flatMap((expression): PlacedObjective[] => {
      const text = textOf(expression) ?? textOf(fieldOf(expression, "threshold"));
      if (fieldOf(expression, "delayAbortEval") !== undefined)
        complaints.warn(
          expression.place,
          `"delayAbortEval" of "${key}" is left out: a breach ends the run once it has lasted over half a minute`,
        );
      if (text === undefined) {
        complaints.refuse(expression.place, 'a threshold is a text such as "p(95)<400"');
        return [];
      }
      const read = readThreshold(key, text);
      if (typeof read === "string") {
        complaints.warn(keyPlace, `threshold "${key}: ${text}" is left out: ${read}`);
        return [];
      }
      const abort = fieldOf(expression, "abortOnFail");
      const stop = abort?.kind === "scalar" && abort.value === true;
      return [
        placed({ ...read, each: false, tag: null, window: null }, expression.place, {
          name: `${key}: ${text}`,
          stop,
          wholeRun: true,
        }),
      ];
    });
  });
  return { service: null, objectives, scoring: null };
}

type Threshold = Pick<Objective, "statistic" | "measure" | "endpoint" | "scenario" | "comparator" | "limit" | "unit">;

/** One threshold, or the reason why it cannot be read. */
function readThreshold(key: string, text: string): Threshold | string {
  const [, metric = "", selector] = /^([\w.]+)(?:\{(.*)\})?$/s.exec(key.trim()) ?? [];
  const tags = readTags(selector);
  if (typeof tags === "string") return tags;
  const expression =
    /^\s*(p\(\s*([\d.]+)\s*\)|avg|med|min|max|rate|count|value)\s*(<=|>=|<|>|===?|!=)\s*(-?[\d.]+(?:e-?\d+)?)\s*$/.exec(
      text,
    );
  if (expression === null) return "its expression is not understood";
  const [, aggregate = "", percentile, operator = "", number = ""] = expression;
  const comparator = (["<", "<=", ">", ">="] as const).find((known) => known === operator);
  if (comparator === undefined) return `objectives compare with <, <=, > and >= only, not ${operator}`;
  const limit = Number(number);
  if (!(limit >= 0)) return "its limit is negative";
  const measure = durations.get(metric);
  if (measure !== undefined) {
    const statistic = durationStatistic(aggregate, percentile);
    if (statistic === null) return `"${aggregate}" is no statistic of a duration`;
    return { statistic, measure, ...tags, comparator, limit, unit: "ms" };
  }
  const statistic = shareStatistic(metric, aggregate);
  if (statistic === null) return `there is no measure for "${metric}" with "${aggregate}"`;
  if (statistic.kind !== "throughput" && limit > 1) return "a share is at most 1";
  return { statistic, measure: "latency", ...tags, comparator, limit, unit: unitOf(statistic) };
}

function durationStatistic(aggregate: string, percentile: string | undefined): Statistic | null {
  if (percentile !== undefined) {
    const q = Number(`${percentile}e-2`);
    if (q === 1) return { kind: "max" };
    if (q === 0) return { kind: "min" };
    return q > 0 && q < 1 ? { kind: "quantile", q } : null;
  }
  if (aggregate === "med") return { kind: "quantile", q: 0.5 };
  if (aggregate === "avg") return { kind: "mean" };
  return aggregate === "min" || aggregate === "max" ? { kind: aggregate } : null;
}

function shareStatistic(metric: string, aggregate: string): Statistic | null {
  if (aggregate !== "rate") return null;
  if (metric === "http_req_failed") return { kind: "error-rate" };
  if (metric === "http_reqs") return { kind: "throughput" };
  return metric === "checks" ? { kind: "checks" } : null;
}

/** `name:checkout,scenario:buy` to endpoint and scenario, or the reason why not. */
function readTags(selector: string | undefined): { endpoint: string | null; scenario: string | null } | string {
  const found: { endpoint: string | null; scenario: string | null } = { endpoint: null, scenario: null };
  if (selector === undefined || selector.trim() === "") return found;
  for (const pair of selector.split(",")) {
    const colon = pair.indexOf(":");
    const tag = pair.slice(0, Math.max(0, colon)).trim();
    const value = pair
      .slice(colon + 1)
      .trim()
      .replace(/^"(.*)"$/s, "$1");
    if (tag === "name" || tag === "endpoint") found.endpoint = value;
    else if (tag === "scenario") found.scenario = value;
    else if (tag === "expected_response")
      return "objectives count failed requests in; successes alone cannot be judged";
    else return `only the tags "name" and "scenario" can be selected, not "${tag}"`;
  }
  return found;
}
