import { bucketMiddle } from "../../stats/histogram.ts";
import { formatNumber, formatShare } from "../../contract/format-quantity.ts";
import type { ObjectiveResult } from "../../contract/objective-result.ts";
import type { Objective } from "../../contract/slo-set.ts";
import { taggedEndpoints } from "../../contract/tagged-endpoints.ts";
import type { TestPlan } from "../../contract/test-plan.ts";
import { phases, type Phase } from "./phases.ts";
import { eachPlace, mergedHistogram, tracksOf, type RunSeries, type Seconds, type Selection } from "./run-series.ts";

const phaseTexts = {
  sending: "time to send the request",
  waiting: "waiting time",
  receiving: "time to receive the response",
} as const;
/** The endpoints that are named carry at least this share of the excess. */
const most = 0.75;

interface Excess {
  readonly ms: number;
  readonly phase: Phase;
  /** Of the phase in the time of the endpoint. */
  readonly share: number;
}

/**
 * Where the time beyond the breached limits of latency is: the time of every request above its limit, added up, by the few endpoints that
 * carry three quarters of it and by the largest phase of their time. null: no such limit is breached, or there is one endpoint only.
 */
export function locateExcess(
  run: RunSeries,
  judged: Seconds | null,
  results: readonly ObjectiveResult[],
  objectives: readonly Objective[],
  plan: TestPlan | null,
): string | null {
  if (judged === null) return null;
  const breached = objectives
    .filter(({ unit, measure }, i) => results[i]?.status === "breached" && unit === "ms" && measure === "latency")
    .map(({ scenario, endpoint, limit, tag }) => {
      return { scenario, endpoint, limit, among: tag === null ? null : new Set(taggedEndpoints(plan, tag)) };
    });
  const tracks = tracksOf(run, "latency", { scenario: null, endpoint: null, withoutSetup: true });
  if (breached.length === 0 || tracks.length < 2) return null;
  const excesses = tracks.flatMap((track) => {
    const limits = breached
      .filter(({ scenario }) => scenario === null || scenario === track.scenario)
      .filter(({ endpoint }) => endpoint === null || endpoint === track.endpoint)
      .filter(({ among }) => among === null || among.has(track.endpoint))
      .map(({ limit }) => limit);
    if (limits.length === 0) return [];
    const limit = Math.min(...limits);
    const ms = mergedHistogram([track], judged)
      .buckets()
      .reduce((sum, { index, count }) => sum + count * Math.max(0, bucketMiddle(index) - limit), 0);
    const selection = { scenario: track.scenario, endpoint: track.endpoint, withoutSetup: true };
    return ms > 0 ? [{ ms, ...largestPhase(run, selection, judged) }] : [];
  });
  const total = excesses.reduce((sum, { ms }) => sum + ms, 0);
  if (total === 0) return null;
  const carriers: Excess[] = [];
  let carried = 0;
  for (const excess of excesses.toSorted((a, b) => b.ms - a.ms)) {
    if (carried >= most * total) break;
    carriers.push(excess);
    carried += excess.ms;
  }
  const byPhase = phases.map((phase) => ({
    phase,
    ms: carriers.reduce((sum, excess) => sum + (excess.phase === phase ? excess.ms * excess.share : 0), 0),
  }));
  const largest = byPhase.reduce((best, one) => (one.ms > best.ms ? one : best));
  if (largest.ms === 0) return null;
  return `${formatShare(largest.ms / total, 0)} of the excess is ${phaseTexts[largest.phase]} on ${formatNumber(carriers.length)} of ${formatNumber(tracks.length)} endpoints`;
}

function largestPhase(run: RunSeries, selection: Selection, judged: Seconds): Pick<Excess, "phase" | "share"> {
  const sums = phases.map((phase) => {
    let ms = 0;
    eachPlace(tracksOf(run, phase, selection), judged, (_, track, i) => {
      ms += track.sum(i);
    });
    return { phase, ms };
  });
  const all = sums.reduce((sum, { ms }) => sum + ms, 0);
  const largest = sums.reduce((best, one) => (one.ms > best.ms ? one : best));
  return { phase: largest.phase, share: all === 0 ? 0 : largest.ms / all };
}
