import { formatAgainst, formatDuration } from "../../contract/format-quantity.ts";
import type { ObjectiveResult } from "../../contract/objective-result.ts";
import type { Evidence } from "../../contract/run.ts";
import { findEvidence, placeText } from "./find-evidence.ts";
import type { Advice, Advised } from "./advice.ts";

/** Further breaches of one run say little that the worst ones do not. */
const mostBreaches = 4;

/** What to do about objectives that were not met or that nobody knows of, those that fail the run first. */
export function adviseOnObjectives({ document, evidence, explanations }: Advised): Advice[] {
  const breached = document.objectives
    .filter(({ status }) => status === "breached")
    .toSorted((a, b) => Number(b.severity === "fail") - Number(a.severity === "fail") || excess(b) - excess(a))
    .slice(0, mostBreaches);
  const unknown = document.objectives.filter(({ status }) => status === "no-data");
  const alerting = document.budgets.filter(({ windows }) => windows.some((window) => window.alerting));
  return [
    ...breached.map((result) => onBreach(result, evidence, explanations)),
    ...onErrors(document.errors, breached, evidence),
    ...unknown.map((result) => ({
      text: `Give ${placeText(result.endpoint, result.scenario) ?? "the target"} load in the judged part, or take the objective out: nobody knows whether "${result.text}" is met.`,
      evidence: idsOf(result, evidence),
    })),
    ...alerting.map(({ objective }) => ({
      text: `Treat "${objective}" as an incident would be treated: its error budget burns fast enough to alert.`,
      evidence: document.objectives
        .filter(({ text, name }) => text === objective || name === objective)
        .flatMap((result) => idsOf(result, evidence)),
    })),
  ];
}

function onBreach(result: ObjectiveResult, evidence: readonly Evidence[], explanations: readonly string[]): Advice {
  const place = placeText(result.endpoint, result.scenario) ?? "the target";
  const texts = result.observed === null ? null : formatAgainst(result.observed, result.limit, result.unit);
  const ids = idsOf(result, evidence);
  if (!result.certain)
    return { text: `Run again before acting on "${result.text}": its interval holds the limit.`, evidence: ids };
  const now = texts === null ? "" : ` (now ${texts.value}, limit ${texts.limit})`;
  const since = result.breach === null ? "" : `, from ${formatDuration(result.breach.fromMs)} after the start on`;
  const where = result.endpoint === null ? undefined : explanations.find((sentence) => sentence.includes(place));
  const why = where === undefined ? "" : `: ${where}`;
  return { text: `Look at ${place} first${since}${now}${why}.`, evidence: ids };
}

/** What failed most often, where failing requests are what breached. */
function onErrors(
  errors: Advised["document"]["errors"],
  breached: readonly ObjectiveResult[],
  evidence: readonly Evidence[],
): Advice[] {
  if (!breached.some(({ unit }) => unit === "fraction")) return [];
  const [most] = errors.toSorted((a, b) => b.count - a.count);
  if (most === undefined) return [];
  const { endpoint, scenario, kind, value, firstAtMs } = most;
  const place = placeText(endpoint, scenario) ?? "the target";
  return [
    {
      text: `See what ${place} logged at ${formatDuration(firstAtMs)} after the start: ${kind} ${value} is its most frequent error.`,
      evidence: findEvidence(evidence, "error", { endpoint, scenario, errorKind: kind, value }),
    },
  ];
}

function idsOf({ endpoint, scenario, limit, status }: ObjectiveResult, evidence: readonly Evidence[]): string[] {
  return findEvidence(evidence, "objective", { endpoint, scenario, limit, status });
}

/** How far beyond its limit, as a factor. */
function excess({ observed, limit }: ObjectiveResult): number {
  if (observed === null || observed === limit) return 0;
  const [low, high] = [Math.min(observed, limit), Math.max(observed, limit)];
  return low <= 0 ? Infinity : high / low;
}
