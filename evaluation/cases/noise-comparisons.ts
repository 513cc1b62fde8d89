import { oracleMde } from "../golden/oracle-mde.ts";
import type { NoiseSeries } from "../data/cloud-noise.ts";
import { buildRun, singleValue } from "../detectors/build-run.ts";
import { alpha, comparisonOf, judgeRun, rulesOfShares, type JudgedRun } from "../detectors/judge-run.ts";
import { askRivals } from "../rivals/ask-rivals.ts";
import { isAccusation, type ScoredCase } from "../scored-case.ts";
import { baselineRuns, drawSlots, robustSpread, type NoiseSlot } from "./noise-slots.ts";

/** Changes that candidates are given, as fractions. */
const effects = [0, 0.05, 0.1, 0.2, 0.3] as const;
/** Slots of one series; with more the longest series would only add time. */
const slotsPerSeries = 40;
const endpoint = "benchmark";

/**
 * One run against the ten before it (analysis reference 5.2), the software being the same throughout: the candidate's value times 1 + e.
 * The confirmation is the run after it with the same change, against the same ten.
 */
export function noiseComparisons(series: readonly NoiseSeries[], set: string): ScoredCase[] {
  return series.flatMap((each) => {
    const oracle = oracleMde({ spread: robustSpread(each), baselineRuns, alpha, atLeast: rulesOfShares.atLeast });
    return drawSlots(each, slotsPerSeries).flatMap((slot) =>
      effects.map((effect) => compareSlot(slot, effect, set, oracle)),
    );
  });
}

function compareSlot(slot: NoiseSlot, size: number, set: string, oracle: number): ScoredCase {
  const { series, row } = slot;
  const factor = 1 + size;
  const judge = (value: number): JudgedRun =>
    judgeRun(
      buildRun("candidate", slot.earlier.length, [singleValue(endpoint, value * factor)]),
      slot.earlier.map((before, place) => buildRun(`before ${place}`, place, [singleValue(endpoint, before)])),
      rulesOfShares,
    );
  const judged = judge(slot.candidate);
  const comparison = comparisonOf(judged, endpoint, "p95");
  return {
    case: {
      set,
      group: series.group,
      id: `${series.id}/${row}/+${Math.round(size * 100)}%`,
      kind: "regression",
      truth: size === 0 ? "unchanged" : "changed",
      size,
      verdict: comparison.status,
      effect: comparison.effect,
      mde: comparison.mde,
      milliseconds: judged.milliseconds,
      confirmation: isAccusation(comparison.status) ? comparisonOf(judge(slot.next), endpoint, "p95").status : null,
      certain: null,
    },
    cluster: series.id,
    unit: `${series.id}/${row}`,
    hasRerun: true,
    oracleMde: oracle,
    rivals: askRivals({
      earlier: slot.earlier,
      candidate: slot.candidate * factor,
      later: [slot.next * factor, slot.afterNext * factor],
      samples: null,
      windows: null,
    }),
  };
}
