import type { Histogram } from "../../stats/histogram.ts";
import type { BaselineRun } from "../../contract/baseline.ts";
import type { ComparisonBasis } from "../../contract/comparison.ts";
import { writeHistogram } from "../../contract/histogram-text.ts";
import type { ObjectiveResult } from "../../contract/objective-result.ts";
import type { RunDocument, RunRecord } from "../../contract/run.ts";
import type { TestPlan } from "../../contract/test-plan.ts";
import { mergedHistogram, tracksOf, type RunSeries, type Seconds } from "./run-series.ts";

/** The judged part of a run as later runs compare with it; of a run without one, all of it. */
export function baselineOf(facts: {
  readonly run: RunSeries;
  readonly range: Seconds;
  readonly record: Pick<RunRecord, "runId" | "startedAt" | "environment" | "plan" | "tags" | "control" | "stoppedAt">;
  readonly plan: TestPlan | null;
  readonly basis: Pick<ComparisonBasis, "fingerprint" | "traits">;
  readonly judged: RunDocument["judged"];
  readonly scenarios: RunDocument["scenarios"];
  /** Over the range. */
  readonly endpoints: RunDocument["endpoints"];
  readonly objectives: readonly ObjectiveResult[];
}): Omit<BaselineRun, "verdict"> {
  const { run, range, record, plan, basis, judged } = facts;
  const seconds = Math.max(1, range.to - range.from);
  return {
    runId: record.runId,
    startedAt: record.startedAt,
    fingerprint: basis.fingerprint,
    traits: basis.traits,
    environment: record.environment,
    plan: record.plan.name,
    tags: record.tags,
    judgedMs: judged === null ? null : judged.toMs - judged.fromMs,
    scenarios: startRates(plan, record, facts.scenarios),
    objectives: facts.objectives.flatMap(({ name, observed }) => (observed === null ? [] : [{ name, observed }])),
    control: record.control,
    endpoints: facts.endpoints.map(({ name, scenario, requests, failedRequests, latencyMs }) => {
      const { p50, p90, p95, p99 } = latencyMs;
      const tracks = tracksOf(run, "latency", { scenario, endpoint: name, withoutSetup: false });
      return {
        scenario,
        endpoint: name,
        requests,
        failedRequests,
        ratePerSecond: requests / seconds,
        p50,
        p90,
        p95,
        p99,
        histogram: histogramText(mergedHistogram(tracks, range)),
      };
    }),
  };
}

/**
 * Iterations that each open-model scenario started, per second of its load. Started, not ended in the judged part: a slower service ends the
 * same iterations later. In a closed model the rate is an outcome of the latency, and says nothing about how alike two loads were.
 */
function startRates(
  plan: TestPlan | null,
  { startedAt, stoppedAt }: Pick<RunRecord, "startedAt" | "stoppedAt">,
  scenarios: RunDocument["scenarios"],
): BaselineRun["scenarios"] {
  return (plan?.scenarios ?? []).flatMap(({ name, startAfterMs, load }) => {
    if (load.model !== "open") return [];
    const plannedMs = load.stages.reduce((sum, { durationMs }) => sum + durationMs, 0);
    const loadMs = stoppedAt === null ? plannedMs : Math.min(plannedMs, stoppedAt - startedAt - startAfterMs);
    const started = scenarios.find((scenario) => scenario.name === name)?.started;
    return started === undefined || loadMs <= 0 ? [] : [{ name, ratePerSecond: (started * 1000) / loadMs }];
  });
}

function histogramText(histogram: Histogram): string {
  const buckets = histogram.buckets();
  return writeHistogram({
    count: histogram.count,
    sum: histogram.sum,
    min: histogram.min,
    max: histogram.max,
    zeroCount: histogram.count - buckets.reduce((sum, { count }) => sum + count, 0),
    indexes: buckets.map(({ index }) => index),
    counts: buckets.map(({ count }) => count),
  });
}
