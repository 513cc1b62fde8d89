import { indexRun } from "../../src/pipeline/analyse/run-series.ts";
import { evaluateObjectives } from "../../src/pipeline/analyse/slo/evaluate-objectives.ts";
import type { ObjectiveResult } from "../../src/contract/objective-result.ts";
import { limitRulesOf, type Objective, type SloSet } from "../../src/contract/slo-set.ts";
import type { GoldenRun } from "../golden/golden-run.ts";
import { toWindows } from "../golden/to-windows.ts";
import { timeWork } from "./time-work.ts";

/** An objective on one endpoint over the whole of a run. */
export function wholeRunObjective(
  given: Pick<Objective, "statistic" | "comparator" | "limit" | "unit"> & {
    readonly endpoint: string;
    readonly name: string;
  },
): Objective {
  return {
    ...given,
    text: given.name,
    measure: "latency",
    each: false,
    scenario: null,
    tag: null,
    window: null,
    severity: "fail",
    stop: false,
    wholeRun: true,
    budget: null,
  };
}

/** The product's answer from windows that count at the objectives' limits, in their order. */
export function judgeObjectives(
  run: Pick<GoldenRun, "series" | "firstSecond">,
  objectives: readonly Objective[],
): { readonly results: readonly ObjectiveResult[]; readonly milliseconds: number } {
  const slos: SloSet = { schemaVersion: 1, service: null, defaults: false, objectives: [...objectives], scoring: null };
  const windows = toWindows(run, limitRulesOf(slos));
  const { result, milliseconds } = timeWork(() => {
    const series = indexRun(windows, run.firstSecond);
    return evaluateObjectives(slos, {
      run: series,
      plan: null,
      imported: true,
      judged: { from: 0, to: series.length },
      seed: 1,
      wholeMs: null,
      stoppedBy: null,
    });
  });
  return { results: result, milliseconds };
}
