import type { ObjectiveResult } from "../../src/contract/objective-result.ts";
import { limitRulesOf, type Objective } from "../../src/contract/slo-set.ts";
import { indexRun, type Seconds } from "../../src/pipeline/analyse/run-series.ts";
import { evaluateObjectives, type ObjectiveContext } from "../../src/pipeline/analyse/slo/evaluate-objectives.ts";
import { slosOf, startOfRun, steady, windowsOf, type Sample } from "./fabricated-run.ts";

/** How one objective is judged over all of these samples, whose limits were counted unless `withRules` is false. */
export function evaluated(
  objective: Objective,
  samples: readonly Sample[],
  options: {
    judged?: Seconds | null;
    withRules?: boolean;
    counters?: Parameters<typeof windowsOf>[2];
  } & Partial<ObjectiveContext> = {},
): ObjectiveResult {
  const { withRules = true, counters = {}, ...context } = options;
  const slos = slosOf(objective);
  const run = indexRun(windowsOf(samples, withRules ? limitRulesOf(slos) : [], counters), startOfRun);
  const [result] = evaluateObjectives(slos, {
    run,
    plan: null,
    imported: false,
    judged: { from: 0, to: run.length },
    seed: 1,
    wholeMs: null,
    stoppedBy: null,
    ...context,
  });
  if (result === undefined) throw new Error("no result");
  return result;
}

/** Ten samples a second for a minute. */
export const minute = { toMs: 60_000, perSecond: 10 };

/** From 100 to 190 ms, as often each. */
export const steadyLatency = steady({ ...minute, value: (i) => 100 + (i % 10) * 10 });

/** The same samples as failures, which stand beside them. */
export function failed(samples: readonly Sample[]): Sample[] {
  return samples.map((sample) => ({ ...sample, measure: "failed-latency" as const }));
}
