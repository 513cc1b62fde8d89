import { widenByHistory } from "../../src/pipeline/analyse/slo/widen-by-history.ts";
import { buildRun } from "../detectors/build-run.ts";
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

/**
 * One run against one limit; the right answer is what the other runs of its state say. `withHistory`: earlier runs are known, so that an
 * interval is at least as wide as those differ; else it is the first run that anybody made.
 */
export function goldenObjectives(pairs: readonly SloPair[], withHistory: boolean): JudgedPair[] {
  return pairs.map((pair): JudgedPair => {
    const { id, half, cluster, run, endpoint, limitMs, distance, met, objective } = pair;
    const asked = wholeRunObjective({
      name: objective,
      endpoint,
      statistic: { kind: "quantile", q: 0.95 },
      comparator: "<",
      limit: limitMs,
      unit: "ms",
    });
    const { results, milliseconds } = judgeObjectives(run, [asked]);
    const [result] = withHistory ? widenByHistory(results, historyOf(pair), judgedMsOf(run)) : results;
    return {
      recomputed: recomputedVerdict(exactP95(run, endpoint), asked),
      scored: {
        case: {
          set: goldenSet,
          group: `${half}, objectives${withHistory ? "" : " of a first run"}`,
          id: `${id}/${withHistory ? "objective" : "objective-of-a-first-run"}`,
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
        unit: run.id,
        hasRerun: false,
        oracleMde: null,
        rivals: new Map(),
      },
    };
  });
}

/** What the same objective observed in earlier runs. */
function historyOf({ earlier, endpoint, objective }: SloPair): ReturnType<typeof buildRun>[] {
  return earlier.map((run) => ({
    ...buildRun(run.id, run.position, []),
    objectives: [{ name: objective, observed: exactP95(run, endpoint) }],
  }));
}

function judgedMsOf({ series }: SloPair["run"]): number {
  return 1000 * Math.max(...series.map(({ seconds }) => seconds.length));
}
