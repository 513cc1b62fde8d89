import { formatRate } from "../../../contract/format-quantity.ts";
import type { BaselineRun } from "../../../contract/baseline.ts";
import type { BasisSummary, ComparisonBasis } from "../../../contract/comparison.ts";
import { mostRuns, sameRate } from "./settings.ts";

/** The runs that count, newest first, and those that do not although the basis has them. */
export interface SelectedRuns {
  readonly runs: readonly BaselineRun[];
  readonly excluded: BasisSummary["excluded"];
}

/** Leaves out this run itself, a run that is there already, and runs whose load turned out to be another one than this run's. */
export function selectRuns(current: BaselineRun, basis: ComparisonBasis): SelectedRuns {
  const runs: BaselineRun[] = [];
  const excluded: BasisSummary["excluded"] = [];
  const met = new Set([current.runId]);
  for (const run of basis.runs.toSorted(newestFirst)) {
    if (met.has(run.runId)) continue;
    met.add(run.runId);
    const why = differentRates(current, run);
    if (why.length > 0) excluded.push({ runId: run.runId, why });
    else if (runs.length < mostRuns) runs.push(run);
  }
  return { runs, excluded: [...excluded, ...basis.excluded.map(({ runId, why }) => ({ runId, why }))] };
}

/** By name where a clock gave two runs one time, so that the order of a file does not matter. */
function newestFirst(a: BaselineRun, b: BaselineRun): number {
  return b.startedAt - a.startedAt || (a.runId < b.runId ? 1 : -1);
}

function differentRates(current: BaselineRun, run: BaselineRun): string[] {
  return current.scenarios.flatMap(({ name, ratePerSecond: here }) => {
    const there = run.scenarios.find((scenario) => scenario.name === name)?.ratePerSecond;
    if (there === undefined || Math.abs(there - here) <= sameRate * here) return [];
    return [`scenario ${name}: ${formatRate(there)} there, ${formatRate(here)} here, more than 5 % apart`];
  });
}
