import { qnScale } from "../../../stats/qn-scale.ts";
import { sampleMoments } from "../../../stats/sample-moments.ts";
import { studentTQuantile } from "../../../stats/student-t.ts";
import { alpha, falseDiscoveryRate, leastSpread, mostRuns, type DetectorParts } from "./settings.ts";

/** Variance of the median of 1, 3, 5, 7 and 9 normal values times their number (David and Nagaraja 2003, section 3.2). */
const medianFactors = [
  { runs: 1, factor: 1 },
  { runs: 3, factor: 1.35 },
  { runs: 5, factor: 1.43 },
  { runs: 7, factor: 1.47 },
  { runs: 9, factor: 1.49 },
] as const;
/** The same for many values, π/2: of the median of baseline runs. */
const largeSampleFactor = 1.57;

/** Robust scale of ln values between runs, at least 0.5 %. NaN below three values. */
export function spreadOf(logs: readonly number[], scale: DetectorParts["spread"] = "robust"): number {
  if (logs.length < 3) return NaN;
  const raw = scale === "robust" ? qnScale(logs) : Math.sqrt(sampleMoments(logs).squares / (logs.length - 1));
  return Math.max(raw, leastSpread);
}

/** What the precision of a comparison hangs on. */
export interface Precision {
  /** Of ln value between runs. */
  readonly spread: number;
  /** Number of baseline runs. */
  readonly baselines: number;
}

/**
 * Standard error of the difference between the median ln value of `candidates` runs (odd, at most nine) and of the baseline runs:
 * SE² = s²·(c_k/k + 1.57/N).
 */
export function standardError({ spread, baselines }: Precision, candidates = 1): number {
  const factor = medianFactors.find(({ runs }) => runs === candidates)?.factor ?? largeSampleFactor;
  return spread * Math.sqrt(factor / candidates + largeSampleFactor / baselines);
}

/** What a change has to pass. */
export interface Demand {
  /** Endpoints that are tested together. */
  readonly family: number;
  /** Smallest change that matters, as a share. */
  readonly threshold: number;
}

/**
 * The smallest slowdown, as a share, that a comparison with standard error `error` on `freedom` degrees of freedom finds with 90 %
 * probability: it must pass the test and the practical threshold δ,
 * MDE90 = max(e^((t_{1−α'} + t_{.90})·SE) − 1, (1 + δ)·e^(t_{.90}·SE) − 1), α' = min(.01, .05/family).
 */
export function detectableChange(error: number, freedom: number, { family, threshold }: Demand): number {
  const power = studentTQuantile(0.9, freedom) * error;
  return Math.max(
    Math.expm1(studentTQuantile(1 - strictLevel(family), freedom) * error + power),
    (1 + threshold) * Math.exp(power) - 1,
  );
}

/** Level of one comparison among `family` without knowledge of the others' (Bonferroni): the worst case of the procedure in use. */
export function strictLevel(family: number): number {
  return Math.min(alpha, falseDiscoveryRate / Math.max(1, family));
}

/** The test alone, without the practical threshold, sees a change of the threshold with 90 % probability. */
function seesThreshold(error: number, freedom: number, { family, threshold }: Demand): boolean {
  const needed = studentTQuantile(1 - strictLevel(family), freedom) + studentTQuantile(0.9, freedom);
  return Math.expm1(needed * error) <= threshold;
}

/** Baseline runs, five to thirty, with which one run sees a change of the threshold with 90 % probability; null: none of these do. */
export function runsNeeded({ spread }: Pick<Precision, "spread">, demand: Demand, from = 5): number | null {
  for (let baselines = from; baselines <= mostRuns; baselines++)
    if (seesThreshold(standardError({ spread, baselines }), baselines - 1, demand)) return baselines;
  return null;
}

/**
 * How many further baseline runs, or how many further runs of this build (whose median is taken), would see a change of the threshold;
 * 0: the present ones do. null: as many as are ever used do not.
 */
export function furtherRuns(
  precision: Precision,
  demand: Demand,
): { readonly baselines: number | null; readonly candidates: number | null } {
  const { baselines } = precision;
  const total = runsNeeded(precision, demand, baselines);
  const candidates = medianFactors.find(({ runs }) =>
    seesThreshold(standardError(precision, runs), baselines - 1, demand),
  );
  return {
    baselines: total === null ? null : total - baselines,
    candidates: candidates === undefined ? null : candidates.runs - 1,
  };
}
