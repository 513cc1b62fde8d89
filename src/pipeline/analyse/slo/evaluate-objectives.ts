import type { ObjectiveResult } from "../../../contract/objective-result.ts";
import type { Objective, SloSet } from "../../../contract/slo-set.ts";
import type { TestPlan } from "../../../contract/test-plan.ts";
import { taggedEndpoints } from "../../../contract/tagged-endpoints.ts";
import {
  compareText,
  countOf,
  isSelected,
  msFromStart,
  tracksOf,
  type RunSeries,
  type Seconds,
  type Selection,
} from "../run-series.ts";
import { intervalOf, isCertain, type Judgement } from "./certainty.ts";
import { isUpperLimit, type Figures } from "./figures.ts";
import { figuresOf } from "./figures-of.ts";
import { stopWindowMs } from "./stop-window.ts";
import { slideWindows } from "./slide-windows.ts";

/** Windows in which a breach is dated where the objective names none, seconds. */
const breachWindow = 10;

export interface ObjectiveContext {
  readonly run: RunSeries;
  readonly plan: TestPlan | null;
  readonly imported: boolean;
  /** null: nothing can be judged. */
  readonly judged: Seconds | null;
  readonly seed: number;
  /** From the first request's start to the last one's end. */
  readonly wholeMs: number | null;
  /** Name of the objective that ended the run, or null. */
  readonly stoppedBy: string | null;
}

/** Evaluates each objective of a set, in its order. */
export function evaluateObjectives(slos: SloSet, context: ObjectiveContext): ObjectiveResult[] {
  return slos.objectives.map((objective) => evaluateObjective(objective, context));
}

function evaluateObjective(objective: Objective, context: ObjectiveContext): ObjectiveResult {
  const { run, plan } = context;
  const everything: Seconds = { from: 0, to: run.length };
  if (isUnknown(objective, plan)) return withoutValue(objective, "skipped");
  const range = objective.wholeRun ? everything : context.judged;
  const result = range === null ? null : judgeOver(objective, range, context);
  const ended = context.stoppedBy === objective.name;
  if (ended && result?.status !== "breached") {
    // It was breached while the run went on, outside of the judged part: that breach ended the run, so it stands.
    const everyMs = stopWindowMs(objective);
    const worst = judgeOver({ ...objective, window: { everyMs, share: 1 } }, everything, context);
    const endedOverMs = objective.window === null ? everyMs : null;
    if (worst !== null) return { ...worst, status: "breached", certain: true, endedOverMs };
  }
  return result ?? withoutValue(objective, "no-data");
}

/** It names what the plan does not have. Tags are the plan's: without one nothing carries them. */
function isUnknown({ endpoint, scenario, tag }: Objective, plan: TestPlan | null): boolean {
  if (tag !== null && taggedEndpoints(plan, tag).length === 0) return true;
  if (plan === null) return false;
  return (
    (endpoint !== null && !plan.endpoints.some(({ name }) => name === endpoint)) ||
    (scenario !== null && !plan.scenarios.some(({ name }) => name === scenario))
  );
}

function withoutValue(objective: Objective, status: "no-data" | "skipped"): ObjectiveResult {
  const { name, text, endpoint, scenario, severity, limit, unit, stop } = objective;
  return {
    name,
    text,
    endpoint,
    scenario,
    severity,
    status,
    certain: false,
    observed: null,
    limit,
    unit,
    interval: null,
    samples: 0,
    exact: false,
    breach: null,
    stop,
    endedOverMs: null,
  };
}

/** null when there are no samples. */
function judgeOver(objective: Objective, range: Seconds, context: ObjectiveContext): ObjectiveResult | null {
  const { run } = context;
  const base = selectionOf(objective, context);
  const isWhole = range.from === 0 && range.to === run.length;
  const wholeSeconds = isWhole && context.wholeMs !== null ? context.wholeMs / 1000 : null;
  const judge = (endpoint: string | null): Judgement | null => {
    const figures = figuresOf(run, objective, { ...base, endpoint }, range, wholeSeconds);
    const whole = figures.at(0, figures.length);
    if (whole.value === null || whole.met === null || whole.samples === 0) return null;
    if (objective.window === null) return { endpoint, figures, whole, met: whole.met, value: whole.value };
    const width = Math.max(1, Math.round(objective.window.everyMs / 1000));
    const sliding = slideWindows(figures, objective, width, 1, objective.window.share);
    return sliding === null ? null : { endpoint, figures, whole, met: sliding.met, value: sliding.value };
  };
  const endpoints: (string | null)[] =
    objective.each && objective.measure !== "journey" ? endpointNames(run, base) : [objective.endpoint];
  const failing = new Set(endpoints.filter((endpoint) => failsWholly(objective, run, { ...base, endpoint }, range)));
  // One at a time: what a judgement is made of is large.
  const worst = endpoints.reduce<Judgement | null>((before, endpoint) => {
    if (failing.has(endpoint)) return before;
    const judgement = judge(endpoint);
    if (before === null || judgement === null) return before ?? judgement;
    return byBadness(objective, before, judgement) <= 0 ? before : judgement;
  }, null);
  const [first] = failing;
  if (first !== undefined && worst?.met !== false) {
    const samples = countOf(tracksOf(run, objective.measure, { ...base, endpoint: first }), range);
    return { ...withoutValue(objective, "no-data"), endpoint: first, samples };
  }
  if (worst === null) return null;
  const interval = intervalOf(objective, worst, context.seed);
  return {
    ...withoutValue(objective, "no-data"),
    endpoint: worst.endpoint,
    status: worst.met ? "met" : "breached",
    certain: isCertain(objective, worst, interval),
    observed: worst.value,
    interval,
    samples: worst.whole.samples,
    exact: worst.figures.exact,
    breach: worst.met ? null : breachOf(objective, worst.figures, run, range),
  };
}

/**
 * Every request failed: how long a failure took is no latency of the service, and a fast one must not keep its limit. Imported thresholds
 * of an engine, which judge the whole run, take it as their engine does.
 */
function failsWholly(
  { statistic, unit, measure, wholeRun }: Objective,
  run: RunSeries,
  selection: Selection,
  range: Seconds,
): boolean {
  const isTimed = unit === "ms" || statistic.kind === "share-below" || statistic.kind === "apdex";
  if (!isTimed || wholeRun || measure === "journey") return false;
  const failed = countOf(tracksOf(run, "failed-latency", selection), range);
  return failed > 0 && failed === countOf(tracksOf(run, "latency", selection), range);
}

/** Which series an objective is about; of `each` all that it goes through. */
export function selectionOf(objective: Objective, context: Pick<ObjectiveContext, "plan" | "imported">): Selection {
  return {
    scenario: objective.scenario,
    endpoint: objective.endpoint,
    withoutSetup: !context.imported && !objective.wholeRun,
    among: objective.tag === null ? undefined : new Set(taggedEndpoints(context.plan, objective.tag)),
  };
}

function endpointNames(run: RunSeries, selection: Selection): string[] {
  const names = new Set<string>();
  for (const track of run.tracks)
    if (track.endpoint !== "" && isSelected(track, { ...selection, endpoint: null })) names.add(track.endpoint);
  return [...names].toSorted(compareText);
}

function byBadness(objective: Objective, a: Judgement, b: Judgement): number {
  if (a.met !== b.met) return a.met ? 1 : -1;
  const worse = isUpperLimit(objective) ? b.value - a.value : a.value - b.value;
  return worse === 0 ? compareText(a.endpoint ?? "", b.endpoint ?? "") : worse;
}

function breachOf(objective: Objective, figures: Figures, run: RunSeries, range: Seconds): ObjectiveResult["breach"] {
  const width = objective.window === null ? breachWindow : Math.max(1, Math.round(objective.window.everyMs / 1000));
  const outcome = slideWindows(figures, objective, width, objective.window === null ? width : 1, 1);
  if (outcome === null || outcome.longest === null) return null;
  return {
    fromMs: msFromStart(run, range.from + outcome.longest.from),
    longestMs: (outcome.longest.to - outcome.longest.from) * 1000,
    shareOfWindows: outcome.shareBreached,
  };
}
