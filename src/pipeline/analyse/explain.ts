import { formatAgainst, formatMs, formatQuantity, formatShare } from "../../contract/format-quantity.ts";
import type { Comparison, ComparisonRules } from "../../contract/comparison.ts";
import type { ObjectiveResult } from "../../contract/objective-result.ts";
import type { RunDocument } from "../../contract/run.ts";
import { requestedEndpoints } from "../../contract/requested-endpoints.ts";
import type { Objective } from "../../contract/slo-set.ts";
import { taggedEndpoints } from "../../contract/tagged-endpoints.ts";
import type { TestPlan } from "../../contract/test-plan.ts";
import type { Measure } from "../../contract/window.ts";
import { subjectOf, windowText } from "./name-objective.ts";
import { phases, type Phase } from "./phases.ts";
import { isRegression } from "./regression/known-regressions.ts";
import { compareText, eachPlace, tracksOf, type RunSeries, type Seconds, type Selection } from "./run-series.ts";

const phaseTexts = {
  sending: "sending the request",
  waiting: "waiting for the server",
  receiving: "receiving the response",
} as const;
const mostExplained = 3;
/** Seconds and samples that a part needs to be compared with another. */
const enoughSeconds = 10;
const enoughSamples = 20;

/**
 * Where the time of breached endpoints goes: the phases of the extra time against the rest of the same run where the breach did not
 * last throughout, else the largest phase. One sentence an endpoint, for the first few.
 */
export function explainBreaches(
  run: RunSeries,
  judged: Seconds | null,
  results: readonly ObjectiveResult[],
  objectives: readonly Objective[],
): string[] {
  if (judged === null) return [];
  const sentences: string[] = [];
  const seen = new Set<string>();
  results.forEach((result, i) => {
    const objective = objectives[i];
    if (objective === undefined || result.status !== "breached" || result.unit !== "ms") return;
    // What a tag selects is no one endpoint, whose time could be told.
    if (objective.tag !== null && result.endpoint === null) return;
    if (objective.measure !== "latency" && objective.measure !== "waiting") return;
    const selection = { scenario: result.scenario, endpoint: result.endpoint, withoutSetup: true };
    const id = JSON.stringify(selection);
    if (seen.has(id) || seen.size >= mostExplained) return;
    seen.add(id);
    const sentence = explain(run, judged, result, selection);
    if (sentence !== null) sentences.push(sentence);
  });
  return sentences;
}

function explain(run: RunSeries, judged: Seconds, { breach }: ObjectiveResult, selection: Selection): string | null {
  const name = `${selection.endpoint ?? "all requests"}${selection.scenario === null ? "" : ` in ${selection.scenario}`}`;
  const bad = breach === null ? judged : breachSeconds(run, judged, breach);
  const inside = phaseMeans(run, selection, (second) => second >= bad.from && second < bad.to, judged);
  const outside = phaseMeans(run, selection, (second) => second < bad.from || second >= bad.to, judged);
  const quiet = judged.to - judged.from - (bad.to - bad.from);
  if (quiet >= enoughSeconds && outside.samples >= enoughSamples && inside.samples >= enoughSamples) {
    const extra = phases.map((phase) => ({ phase, ms: Math.max(0, inside[phase] - outside[phase]) }));
    const total = extra.reduce((sum, { ms }) => sum + ms, 0);
    const largest = largestOf(extra);
    if (total > 0.05 * (outside.sending + outside.waiting + outside.receiving) && largest.ms > 0)
      return `${formatShare(largest.ms / total, 0)} of the extra time of ${name} is ${phaseTexts[largest.phase]} (${formatMs(outside[largest.phase])} before and after the breach, ${formatMs(inside[largest.phase])} in it, on average)`;
  }
  const shares = phases.map((phase) => ({ phase, ms: inside[phase] }));
  const total = shares.reduce((sum, { ms }) => sum + ms, 0);
  if (total <= 0) return null;
  const largest = largestOf(shares);
  return `${formatShare(largest.ms / total, 0)} of the time of ${name} is ${phaseTexts[largest.phase]} (${formatMs(largest.ms)} of ${formatMs(total)} on average)`;
}

function breachSeconds(run: RunSeries, judged: Seconds, breach: { fromMs: number; longestMs: number }): Seconds {
  const from = Math.round((run.startedAt + breach.fromMs - run.originAt) / 1000);
  return {
    from: Math.max(judged.from, from),
    to: Math.min(judged.to, from + Math.round(breach.longestMs / 1000)),
  };
}

function largestOf(values: readonly { phase: Phase; ms: number }[]): { phase: Phase; ms: number } {
  return values.reduce((best, value) => (value.ms > best.ms ? value : best), { phase: "waiting", ms: 0 });
}

function phaseMeans(
  run: RunSeries,
  selection: Selection,
  takes: (second: number) => boolean,
  range: Seconds,
): Record<Phase, number> & { samples: number } {
  const mean = (measure: Measure): { mean: number; samples: number } => {
    let [sum, samples] = [0, 0];
    eachPlace(tracksOf(run, measure, selection), range, (second, track, i) => {
      if (!takes(second)) return;
      sum += track.sum(i);
      samples += track.count(i);
    });
    return { mean: samples === 0 ? 0 : sum / samples, samples };
  };
  const waiting = mean("waiting");
  return {
    sending: mean("sending").mean,
    waiting: waiting.mean,
    receiving: mean("receiving").mean,
    samples: waiting.samples,
  };
}

/** What would make a failed run pass, one sentence for each breach. */
export function counterfactualsOf(
  results: readonly ObjectiveResult[],
  objectives: readonly Objective[],
  document: Pick<RunDocument, "verdict">,
): string[] {
  if (document.verdict !== "fail" && document.verdict !== "warn") return [];
  return results.flatMap((result, i) => {
    const objective = objectives[i];
    if (objective === undefined || result.status !== "breached" || result.observed === null) return [];
    const texts = formatAgainst(result.observed, result.limit, result.unit);
    const subject = subjectOf(objective, result.endpoint);
    return [
      `passes if ${subject}${windowText(objective)} ${objective.comparator} ${formatQuantity(result.limit, result.unit)} (now ${texts.value})`,
    ];
  });
}

/** What would undo the regressions that count, one sentence for each: the smallest change that matters, put on the value before. */
export function undoRegressions(comparisons: readonly Comparison[], rules: ComparisonRules): string[] {
  return comparisons.flatMap((comparison) => {
    const { primary, accepted, before, after, endpoint, scenario, statistic, unit } = comparison;
    if (!primary || accepted !== null || before === null || after === null || !isRegression(comparison)) return [];
    const allowed =
      unit === "fraction"
        ? before + rules.atLeastErrors
        : Math.max(before * (1 + rules.atLeast), before + rules.atLeastMs);
    const where = scenario === "" ? endpoint : `${endpoint} in ${scenario}`;
    const now = formatAgainst(after, allowed, unit);
    return [`passes if ${statistic} of ${where} < ${now.limit} (now ${now.value})`];
  });
}

/** Endpoints that `each` goes through by the plan, and that have no request among `heard`. */
function silentEndpoints(
  { each, scenario, tag, measure }: Objective,
  plan: TestPlan | null,
  heard: RunDocument["endpoints"],
): string[] {
  if (!each || plan === null || measure === "journey") return [];
  const among = tag === null ? null : new Set(taggedEndpoints(plan, tag));
  const known = new Set(heard.filter((one) => scenario === null || one.scenario === scenario).map(({ name }) => name));
  const asked = plan.scenarios.filter(({ name }) => scenario === null || name === scenario).flatMap(requestedEndpoints);
  return [...new Set(asked)].filter((name) => !known.has(name) && (among === null || among.has(name)));
}

/** Objectives that name an endpoint or scenario nobody has, and endpoints of `each` without requests: things a reader would not see. */
export function warningsOf(
  results: readonly ObjectiveResult[],
  objectives: readonly Objective[],
  messages: readonly string[],
  plan: TestPlan | null,
  heard: { readonly judged: RunDocument["endpoints"]; readonly whole: RunDocument["endpoints"] },
): string[] {
  const warnings: string[] = [];
  results.forEach((result, i) => {
    const objective = objectives[i];
    if (objective === undefined) return;
    if (result.status === "skipped")
      warnings.push(`skipped, as the plan has no such endpoint, scenario or tag: ${result.text}`);
    if (result.status !== "skipped" && result.status !== "no-data" && !result.exact)
      warnings.push(`decided from the histogram (within 0.54 %) instead of exact counts: ${result.text}`);
    const silent = silentEndpoints(objective, plan, objective.wholeRun ? heard.whole : heard.judged);
    if (silent.length > 0 && result.status !== "skipped" && result.status !== "no-data")
      warnings.push(`no request in the judged part, so not judged: ${silent.join(", ")}, by ${result.text}`);
  });
  return [...warnings, ...[...messages].toSorted(compareText)];
}
