import { benjaminiHochberg } from "../../../stats/benjamini-hochberg.ts";
import type { Comparison } from "../../../contract/comparison.ts";
import { alpha, falseDiscoveryRate } from "./settings.ts";
import type { Tested, TestResult } from "./tested.ts";

/**
 * Statuses of one family: all endpoints of one statistic. Suspected: Benjamini and Hochberg's p ≤ .05, own p ≤ .01, and a change of at
 * least the threshold; improved: the mirror image; no regression: the upper end of the 95 % interval lies below the threshold.
 */
export function conclude(family: readonly Tested[], familyWise: boolean): Comparison[] {
  const adjust = familyWise ? benjaminiHochberg : (p: readonly (number | null)[]) => [...p];
  const worse = adjust(family.map(({ test }) => test?.pWorse ?? null));
  const better = adjust(family.map(({ test }) => test?.pBetter ?? null));
  return family.map(({ comparison, test }, i) =>
    test === null ? comparison : concludeOne(comparison, test, worse[i] ?? 1, better[i] ?? 1),
  );
}

function concludeOne(comparison: Comparison, test: TestResult, worse: number, better: number): Comparison {
  const { pWorse, pBetter, change, upper, threshold, needs } = test;
  const [p, pAdjusted] = change >= 0 ? [pWorse, worse] : [pBetter, better];
  const tested = { ...comparison, p, pAdjusted };
  if (isSurprising(pWorse, worse) && change >= threshold) return { ...tested, status: "regression-suspected" };
  if (isSurprising(pBetter, better) && -change >= threshold) return { ...tested, status: "improved" };
  if (upper < threshold) return { ...tested, status: "no-regression" };
  return withNeeds({ ...tested, status: "inconclusive" }, needs());
}

function isSurprising(own: number, adjusted: number): boolean {
  return adjusted <= falseDiscoveryRate && own <= alpha;
}

function withNeeds(comparison: Comparison, needs: NonNullable<Comparison["needs"]>): Comparison {
  if (needs.baselines !== 0) return { ...comparison, needs };
  const note = "more runs would hardly help: the change lies close to the smallest one that matters";
  return { ...comparison, needs, notes: [...comparison.notes, note] };
}
