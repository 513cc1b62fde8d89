import { engineMetrics } from "../../../contract/engine-metrics.ts";
import type { Objective, SloSet } from "../../../contract/slo-set.ts";
import { taggedEndpoints } from "../../../contract/tagged-endpoints.ts";
import type { TestPlan } from "../../../contract/test-plan.ts";
import type { Measure } from "../../../contract/window.ts";
import { comment } from "./write-code.ts";

/** Thresholds by metric selector, in a fixed order, and what has to be said about them. */
export interface Thresholds {
  readonly entries: readonly (readonly [string, readonly string[]])[];
  readonly remarks: readonly string[];
}

/** k6 keeps every sample that a threshold looks at in memory: beyond this many requests there are none. */
const sampleBudget = 1_000_000;

const trends: Partial<Record<Measure, string>> = {
  latency: "http_req_duration",
  blocked: "http_req_blocked",
  connecting: "http_req_connecting",
  tls: "http_req_tls_handshaking",
  sending: "http_req_sending",
  waiting: "http_req_waiting",
  receiving: "http_req_receiving",
  journey: engineMetrics.journeyDuration,
};

/**
 * The objectives that k6 can judge by itself: whole-run quantiles, means, extremes, failed requests and checks. Windows,
 * throughput, apdex and warnings are the agent's alone. No threshold ends a run. `requests` null: cannot be computed.
 */
export function thresholdsOf(slos: SloSet, plan: TestPlan, requests: number | null): Thresholds {
  const expressible = slos.objectives.filter((objective) => conditionOf(objective) !== null);
  if (expressible.length === 0) return { entries: [], remarks: [] };
  if (requests !== null && requests > sampleBudget)
    return {
      entries: [],
      remarks: [
        `No thresholds: about ${Math.round(requests)} requests are planned, and k6 would keep each in memory for them.`,
        "The objectives are judged from the samples instead.",
      ],
    };
  const entries = new Map<string, string[]>();
  const left: string[] = [];
  for (const objective of slos.objectives) {
    const condition = conditionOf(objective);
    const selectors = condition === null ? null : selectorsOf(condition.metric, objective, plan);
    if (condition === null || selectors === null) left.push(objective.text);
    else
      for (const selector of selectors) {
        const conditions = entries.get(selector) ?? [];
        if (!conditions.includes(condition.text)) conditions.push(condition.text);
        entries.set(selector, conditions);
      }
  }
  const remarks = ["Thresholds look at the whole run, ramps included; the agent judges the part that holds."];
  if (left.length > 0) remarks.push(`Judged by the agent alone: ${comment(left.join("; "))}`);
  return { entries: [...entries], remarks };
}

function conditionOf(objective: Objective): { metric: string; text: string } | null {
  const { statistic, measure, comparator, limit, window, severity } = objective;
  // A crossed threshold makes k6 exit with an error: too much for a warning.
  if (window !== null || severity === "warn") return null;
  const bound = `${comparator}${JSON.stringify(limit)}`;
  switch (statistic.kind) {
    case "error-rate":
      return { metric: "http_req_failed", text: `rate${bound}` };
    case "checks":
      return { metric: "checks", text: `rate${bound}` };
    case "quantile":
    case "mean":
    case "max":
    case "min": {
      const metric = trends[measure];
      if (metric === undefined) return null;
      const names = { mean: "avg", max: "max", min: "min" };
      const name =
        statistic.kind === "quantile" ? `p(${Number((statistic.q * 100).toFixed(6))})` : names[statistic.kind];
      return { metric, text: `${name}${bound}` };
    }
    default:
      return null;
  }
}

/** Null when a name cannot stand in a selector. */
function selectorsOf(
  metric: string,
  { endpoint, each, scenario, tag, measure }: Objective,
  plan: TestPlan,
): string[] | null {
  // k6 cannot pool several names.
  if (tag !== null && !each) return null;
  const withTags = (name: string | null): string => {
    const tags = [
      ...(name === null || measure === "journey" ? [] : [`name:${name}`]),
      ...(scenario === null ? [] : [`scenario:${scenario}`]),
    ];
    return tags.length === 0 ? metric : `${metric}{${tags.join(",")}}`;
  };
  const used = each ? (tag === null ? plan.endpoints.map(({ name }) => name) : taggedEndpoints(plan, tag)) : [endpoint];
  const names = [...used.filter((name) => name !== null), ...(scenario === null ? [] : [scenario])];
  if (names.some((name) => !/^[\w ./-]+$/u.test(name))) return null;
  // A name that the plan does not have is skipped by the agent, so k6 is not asked about it.
  const known = used.filter((name) => name === null || plan.endpoints.some((one) => one.name === name));
  if (scenario !== null && !plan.scenarios.some(({ name }) => name === scenario)) return null;
  return known.length === 0 ? null : known.map((name) => withTags(name));
}
