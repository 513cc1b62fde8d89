import { formatDuration, formatQuantity, formatRate, formatShare } from "../../contract/format-quantity.ts";
import type { LoadPreview } from "../../contract/load-preview.ts";
import type { RunProgress } from "../../contract/run.ts";
import type { Objective, SloSet } from "../../contract/slo-set.ts";
import { taggedEndpoints } from "../../contract/tagged-endpoints.ts";
import type { TestPlan } from "../../contract/test-plan.ts";
import type { Window } from "../../contract/window.ts";
import {
  compareText,
  indexRun,
  mergedHistogram,
  countOf,
  tracksOf,
  type RunSeries,
  type Selection,
} from "./run-series.ts";
import { isUpperLimit } from "./slo/figures.ts";
import { figuresOf } from "./slo/figures-of.ts";
import { subjectOf } from "./name-objective.ts";
import { stopWindowMs } from "./slo/stop-window.ts";

/** Seconds that the live figures look back. */
const lookBack = 10;
/** Fewer samples than this never end a run. */
const enoughSamples = 20;

export interface LiveView {
  /** Takes one more window; windows may come in pieces and late. */
  push(window: Window): void;
  /** The run as it looks at `now` (epoch ms). */
  progress(now: number): RunProgress;
  /** Objectives with `stop: true` that are breached over their sliding window, each told once. */
  breachedStops(): { name: string; text: string }[];
}

export interface LiveViewInput {
  readonly plan: TestPlan;
  readonly preview: LoadPreview;
  readonly slos: SloSet;
  /** Epoch ms. */
  readonly startedAt: number;
}

/** Follows a run while it goes on. Keeps no more windows than the longest sliding window needs. */
export function createLiveView({ plan, preview, slos, startedAt }: LiveViewInput): LiveView {
  const stops = slos.objectives.filter(({ stop }) => stop);
  const keepMs = Math.max(lookBack * 1000, ...stops.map(stopWindowMs)) + lookBack * 1000;
  const told = new Set<string>();
  let recent: Window[] = [];
  let latest = -Infinity;
  let vus = 0;
  let vusAt = -Infinity;

  return {
    push(window) {
      recent.push(window);
      latest = Math.max(latest, window.at);
      recent = recent.filter(({ at }) => at > latest - keepMs);
      if (window.vus === null || window.at < vusAt) return;
      vus = window.at === vusAt ? Math.max(vus, window.vus) : window.vus;
      vusAt = window.at;
    },
    progress(now) {
      const from = now - lookBack * 1000;
      const shown = recent.filter(({ at }) => at + 1000 > from && at <= now);
      const run = indexRun(shown, shown[0]?.at ?? startedAt);
      const seconds = Math.min(lookBack, Math.max(1, (now - startedAt) / 1000));
      const all = glance(run, { scenario: null, endpoint: null, withoutSetup: true });
      return {
        elapsedMs: Math.max(0, now - startedAt),
        plannedMs: preview.durationMs,
        vus,
        requestsPerSecond: all.requests / seconds,
        p95Ms: all.p95Ms,
        errorRate: all.errorRate,
        scenarios: plan.scenarios.map(({ name }) => {
          const { p95Ms, errorRate } = glance(run, { scenario: name, endpoint: null, withoutSetup: true });
          return { name, load: loadText(plan, name), p95Ms, errorRate, nearLimit: nearestLimit(run, slos, plan, name) };
        }),
      };
    },
    breachedStops() {
      const breached: { name: string; text: string }[] = [];
      for (const objective of stops) {
        if (told.has(objective.name)) continue;
        const text = breachText(objective, amongOf(objective, plan), recent, latest, startedAt, preview.judged);
        if (text === null) continue;
        told.add(objective.name);
        breached.push({ name: objective.name, text });
      }
      return breached;
    },
  };
}

function glance(
  run: RunSeries,
  selection: Selection,
): { requests: number; p95Ms: number | null; errorRate: number | null } {
  const range = { from: 0, to: run.length };
  const histogram = mergedHistogram(tracksOf(run, "latency", selection), range);
  const failed = countOf(tracksOf(run, "failed-latency", selection), range);
  return {
    requests: histogram.count,
    p95Ms: histogram.quantile(0.95),
    errorRate: histogram.count === 0 ? null : failed / histogram.count,
  };
}

/** The scenario's level: `200/s`, `50 VUs`, `1000 iterations`. */
function loadText(plan: TestPlan, name: string): string {
  const load = plan.scenarios.find((scenario) => scenario.name === name)?.load;
  if (load === undefined) return "";
  if (load.model === "iterations")
    return `${load.mode === "per-vu" ? load.iterations * load.vus : load.iterations} iterations`;
  if (load.model === "open")
    return formatRate(load.stages.reduce((peak, { toPerSecond }) => Math.max(peak, toPerSecond), 0));
  const peak = load.stages.reduce((most, { toVus }) => Math.max(most, toVus), 0);
  return `${peak} VU${peak === 1 ? "" : "s"}`;
}

/** The duration or error objective of the scenario that is nearest to its limit, or furthest beyond it. */
function nearestLimit(run: RunSeries, slos: SloSet, plan: TestPlan, scenario: string): string | null {
  let nearest: { slack: number; text: string } | null = null;
  for (const objective of slos.objectives) {
    if (objective.scenario !== null && objective.scenario !== scenario) continue;
    if (!isUpperLimit(objective) || objective.limit <= 0) continue;
    const among = amongOf(objective, plan);
    for (const endpoint of endpointsToWatch(objective, run, scenario)) {
      if (endpoint !== null && among?.has(endpoint) === false) continue;
      const selection = { scenario, endpoint, withoutSetup: true, among };
      const figures = figuresOf(run, objective, selection, { from: 0, to: run.length }, null);
      const { value, samples } = figures.at(0, figures.length);
      if (value === null || samples < enoughSamples) continue;
      const slack = 1 - value / objective.limit;
      const name = endpoint ?? subjectOf(objective, null);
      const text = `${name} ${formatShare(Math.abs(slack), 0)} ${slack >= 0 ? "under" : "over"} its limit`;
      // Errors far below their limit say nothing; they come up when they near it.
      if (objective.unit === "fraction" && slack > 0.5) continue;
      if (nearest === null || slack < nearest.slack) nearest = { slack, text };
    }
  }
  return nearest?.text ?? null;
}

/** The endpoints that an objective's tag selects; undefined: it has none. */
function amongOf({ tag }: Objective, plan: TestPlan): ReadonlySet<string> | undefined {
  return tag === null ? undefined : new Set(taggedEndpoints(plan, tag));
}

function endpointsToWatch(objective: Objective, run: RunSeries, scenario: string): (string | null)[] {
  if (!objective.each) return [objective.endpoint];
  const tracks = tracksOf(run, objective.measure, { scenario, endpoint: null, withoutSetup: true });
  return [...new Set(tracks.map(({ endpoint }) => endpoint))].toSorted(compareText);
}

/** What is breached over the last whole sliding window; null when nothing is, or when too little is known. */
function breachText(
  objective: Objective,
  among: ReadonlySet<string> | undefined,
  recent: readonly Window[],
  latest: number,
  startedAt: number,
  judged: LoadPreview["judged"],
): string | null {
  // The newest second may still be filling.
  const to = latest;
  const from = to - stopWindowMs(objective);
  if (from < startedAt - 1000) return null;
  // While the load climbs or falls, a floor of throughput says nothing; while it holds, silence is a breach of it.
  const isFloor = objective.statistic.kind === "throughput" && !isUpperLimit(objective) && !objective.wholeRun;
  if (isFloor && (judged === null || from < startedAt + judged.fromMs || to > startedAt + judged.toMs)) return null;
  const run = indexRun(
    recent.filter(({ at }) => at >= from && at < to),
    from,
  );
  const range = { from: 0, to: Math.round((to - from) / 1000) };
  const endpoints = objective.each
    ? [...new Set(run.tracks.map(({ endpoint }) => endpoint))].toSorted(compareText)
    : [objective.endpoint];
  for (const endpoint of endpoints) {
    if (endpoint !== null && among?.has(endpoint) === false) continue;
    const selection = { scenario: objective.scenario, endpoint, withoutSetup: true, among };
    const figures = figuresOf(run, objective, selection, range, null);
    const { value, samples, met } = figures.at(0, figures.length);
    if (value === null || met !== false || (samples < enoughSamples && !isFloor)) continue;
    return `${subjectOf(objective, endpoint)} is ${formatQuantity(value, objective.unit)} over the last ${formatDuration(to - from)}, limit ${formatQuantity(objective.limit, objective.unit)}`;
  }
  return null;
}
