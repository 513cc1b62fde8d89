import type { BaselineRun } from "../../contract/baseline.ts";
import type { BaselineSeries } from "../../contract/baseline-series.ts";
import type { ComparisonBasis } from "../../contract/comparison.ts";
import { differencesOf } from "../../pipeline/analyse/fingerprint.ts";

/** More runs than these say little more, and are older. */
const comparableRuns = 30;
const explainedRuns = 20;

/**
 * The basis of a comparison with runs that somebody hands in, in place of those that were frozen. Runs that passed or warned and began before
 * this one count, and of a run that the agent made only those of its fingerprint. `ownFingerprint` false: results of another tool, whose
 * owner says what they are comparable with. Pure.
 */
export function basisOfSeries(
  basis: ComparisonBasis,
  series: Pick<BaselineSeries, "runs">,
  run: { readonly runId: string; readonly startedAt: number; readonly ownFingerprint: boolean },
): ComparisonBasis {
  const candidates = series.runs
    .filter(({ runId }) => runId !== run.runId)
    .toSorted((a, b) => b.startedAt - a.startedAt || (a.runId < b.runId ? 1 : -1));
  const judged = candidates.map((candidate) => ({ candidate, why: whyExcluded(candidate, basis, run) }));
  return {
    ...basis,
    runs: judged
      .filter(({ why }) => why.length === 0)
      .map(({ candidate }) => candidate)
      .slice(0, comparableRuns),
    excluded: judged
      .filter(({ why }) => why.length > 0)
      .map(({ candidate: { runId, startedAt }, why }) => ({ runId, startedAt, why }))
      .slice(0, explainedRuns),
    cut: null,
  };
}

function whyExcluded(
  candidate: BaselineRun,
  basis: ComparisonBasis,
  { startedAt, ownFingerprint }: { readonly startedAt: number; readonly ownFingerprint: boolean },
): string[] {
  const why: string[] = [];
  if (candidate.verdict !== "pass" && candidate.verdict !== "warn")
    why.push(`its verdict is ${candidate.verdict}: only pass and warn are compared with`);
  if (candidate.startedAt >= startedAt) why.push("it did not begin before this run");
  if (ownFingerprint && candidate.fingerprint !== basis.fingerprint) {
    const differences = differencesOf(candidate.traits, basis.traits);
    why.push(...(differences.length === 0 ? ["its fingerprint is another one"] : differences));
  }
  return why;
}
