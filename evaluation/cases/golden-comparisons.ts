import { baselineOf } from "../../src/pipeline/analyse/as-baseline.ts";
import { indexRun } from "../../src/pipeline/analyse/run-series.ts";
import { endpointsOf, wholeOf } from "../../src/pipeline/analyse/summarise-run.ts";
import type { BaselineRun } from "../../src/contract/baseline.ts";
import { defaultComparisonRules } from "../../src/contract/comparison.ts";
import { standardParts, type DetectorParts } from "../../src/pipeline/analyse/regression/settings.ts";
import { alpha, comparisonOf, familyLevel, judgeRun, type JudgedRun } from "../detectors/judge-run.ts";
import { cleanState, type GoldenHalf, type GoldenRun } from "../golden/golden-run.ts";
import type { GoldenCase } from "../golden/label-groups.ts";
import { oracleMde } from "../golden/oracle-mde.ts";
import { exactP95, runLatencies } from "../golden/run-latencies.ts";
import { toWindows } from "../golden/to-windows.ts";
import { median, quantileType7 } from "../../src/stats/quantile-type7.ts";
import type { UnchangedRun } from "../measures/measure-runs.ts";
import { askRivals } from "../rivals/ask-rivals.ts";
import { isAccusation, type ScoredCase } from "../scored-case.ts";

export const goldenSet = "golden";
const truths = { positive: "changed", negative: "unchanged", ambiguous: "ambiguous" } as const;

/** Judges golden runs as the product does: all endpoints of a run together, from its windows. Each run is prepared and judged once. */
export class GoldenJudge {
  readonly #prepared = new Map<GoldenRun, BaselineRun>();
  readonly #judged = new Map<string, JudgedRun>();
  readonly #parts: DetectorParts;

  constructor(parts: DetectorParts = standardParts) {
    this.#parts = parts;
  }

  judge(candidate: GoldenRun, baselines: readonly GoldenRun[]): JudgedRun {
    const key = [candidate, ...baselines].map(({ id }) => id).join("\n");
    const known = this.#judged.get(key);
    if (known !== undefined) return known;
    const earlier = baselines.map((run) => this.#prepare(run));
    const judged = judgeRun(this.#prepare(candidate), earlier, defaultComparisonRules, this.#parts);
    this.#judged.set(key, judged);
    return judged;
  }

  #prepare(run: GoldenRun): BaselineRun {
    const known = this.#prepared.get(run);
    if (known !== undefined) return known;
    const prepared = asBaseline(run);
    this.#prepared.set(run, prepared);
    return prepared;
  }
}

function asBaseline(golden: GoldenRun): BaselineRun {
  const run = indexRun(toWindows(golden), golden.firstSecond);
  const range = wholeOf(run);
  const { id, startedAt, seed, control } = golden;
  // As the product does: what lasts slows the probe before the load and after it.
  const smaller = (name: "cpuMs" | "connectMs"): number => Math.min(control.before[name], control.after[name]);
  const record = {
    runId: id,
    startedAt,
    environment: "golden",
    plan: { name: "golden", sha256: "", seed },
    tags: {},
    stoppedAt: null,
    control: { cpuMs: smaller("cpuMs"), connectMs: smaller("connectMs") },
  };
  const facts = {
    run,
    range,
    record,
    plan: null,
    basis: { fingerprint: "golden", traits: {} },
    judged: { fromMs: 0, toMs: run.length * 1000 },
    scenarios: [],
    endpoints: endpointsOf(run, range, false),
    objectives: [],
  };
  return { ...baselineOf(facts), verdict: "pass" };
}

type RivalsAnswers = ScoredCase["rivals"];

/**
 * Every golden comparison at every endpoint; an accusation is confirmed by another run of the same state. A measured change for the worse
 * that is smaller than what the product is told to matter is ambiguous: neither to be found nor to be left alone.
 */
export function goldenComparisons(
  cases: readonly GoldenCase[],
  judge: GoldenJudge,
  rivalsOf: (each: GoldenCase) => RivalsAnswers = (each) => askRivals(rivalInput(each)),
): ScoredCase[] {
  return cases.map((each): ScoredCase => {
    const { candidate, baselines, rerun, rerunBaselines, endpoint, spread } = each;
    const judged = judge.judge(candidate, baselines);
    const comparison = comparisonOf(judged, endpoint, "p95");
    const again = (): string => comparisonOf(judge.judge(rerun, rerunBaselines), endpoint, "p95").status;
    const level = Math.min(alpha, familyLevel / candidate.series.length);
    const { atLeast, atLeastMs } = defaultComparisonRules;
    // What the product is told to be small is small for the truth and for the oracle too.
    const smallest = Math.max(atLeast, atLeastMs / median(baselines.map((run) => exactP95(run, endpoint))));
    return {
      case: {
        set: goldenSet,
        group: `${each.half}, ${each.stable ? "stable" : "unsteady"}`,
        id: each.id,
        kind: "regression",
        truth: each.truth === "positive" && each.change.effect < smallest ? "ambiguous" : truths[each.truth],
        size: each.change.effect,
        verdict: comparison.status,
        effect: comparison.effect,
        mde: comparison.mde,
        milliseconds: judged.milliseconds,
        confirmation: isAccusation(comparison.status) ? again() : null,
        certain: null,
      },
      cluster: each.cluster,
      unit: candidate.id,
      hasRerun: true,
      oracleMde: oracleMde({
        spread,
        baselineRuns: baselines.length,
        alpha: level,
        atLeast: smallest,
      }),
      rivals: rivalsOf(each),
    };
  });
}

function rivalInput({ candidate, baselines: all, later, endpoint }: GoldenCase) {
  // What comes later is not in the history.
  const baselines = all.filter((run) => !later.includes(run));
  return {
    earlier: baselines.map((run) => exactP95(run, endpoint)),
    candidate: exactP95(candidate, endpoint),
    later: later.map((run) => exactP95(run, endpoint)),
    samples: {
      candidate: runLatencies(candidate, endpoint),
      earlier: pooled(baselines.map((run) => runLatencies(run, endpoint))),
    },
    windows: {
      candidate: secondsP95(candidate, endpoint),
      earlier: baselines.flatMap((run) => secondsP95(run, endpoint)),
    },
  };
}

function pooled(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function secondsP95(run: GoldenRun, endpoint: string): number[] {
  return run.series
    .filter((series) => series.endpoint === endpoint)
    .flatMap(({ seconds }) => seconds.filter(({ latencies }) => latencies.length > 0))
    .map(({ latencies }) => quantileType7(latencies, 0.95));
}

export interface CleanRun extends UnchangedRun {
  readonly half: GoldenHalf;
}

/** For each clean run whether some endpoint is accused, and whether the same one is in another clean run as well. */
export function cleanRuns(cases: readonly GoldenCase[], scored: readonly ScoredCase[]): CleanRun[] {
  const clean = cases.flatMap((each, i) => (each.group === cleanState ? [{ run: each, scored: scored[i] }] : []));
  return [...Map.groupBy(clean, ({ run }) => run.candidate.id)].flatMap(([id, endpoints]) => {
    const [first] = endpoints;
    if (first === undefined) return [];
    const accused = endpoints.filter(({ scored: each }) => isAccusation(each?.case.verdict ?? ""));
    return {
      id,
      half: first.run.half,
      cluster: first.run.cluster,
      accused: accused.length > 0,
      confirmed: accused.some(({ scored: each }) => isAccusation(each?.case.confirmation ?? "")),
      // All endpoints of a run are judged together.
      milliseconds: first.scored?.case.milliseconds ?? NaN,
    };
  });
}
