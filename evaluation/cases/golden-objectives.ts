import { judgeObjectives, wholeRunObjective } from "../detectors/judge-objective.ts";
import type { SloPair } from "../golden/slo-pairs.ts";
import { exactP95 } from "../golden/run-latencies.ts";
import type { ScoredCase } from "../scored-case.ts";
import { goldenSet } from "./golden-comparisons.ts";
import { recomputedVerdict } from "./recompute.ts";

/** A judged pair, with what arithmetic on the judged run's own samples says. */
export interface JudgedPair {
  readonly scored: ScoredCase;
  readonly recomputed: string;
}

/** One run against one limit; the right answer is what the other runs of its state say. */
export function goldenObjectives(pairs: readonly SloPair[]): JudgedPair[] {
  return pairs.map(({ id, half, cluster, run, endpoint, limitMs, distance, met, objective }): JudgedPair => {
    const asked = wholeRunObjective({
      name: objective,
      endpoint,
      statistic: { kind: "quantile", q: 0.95 },
      comparator: "<",
      limit: limitMs,
      unit: "ms",
    });
    const { results, milliseconds } = judgeObjectives(run, [asked]);
    const [result] = results;
    return {
      recomputed: recomputedVerdict(exactP95(run, endpoint), asked),
      scored: {
        case: {
          set: goldenSet,
          group: `${half}, objectives`,
          id,
          kind: "slo",
          truth: met ? "met" : "breached",
          size: distance,
          verdict: result?.status ?? "no-data",
          effect: null,
          mde: null,
          milliseconds,
          confirmation: null,
          certain: result?.certain ?? null,
        },
        cluster,
        unit: cluster,
        hasRerun: false,
        oracleMde: null,
        rivals: new Map(),
      },
    };
  });
}
