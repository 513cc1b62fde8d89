import type { Capacity } from "../../../contract/capacity.ts";
import { leastSquares } from "../../../stats/least-squares.ts";

/** Mean number of requests under way, or virtual users, and the throughput that they reached, per second. */
export interface ConcurrencyPoint {
  readonly concurrency: number;
  readonly throughput: number;
}

interface Usl {
  readonly lambda: number;
  readonly sigma: number;
  readonly kappa: number;
}

const fewestPoints = 6;
/** A peak further away than this many times the highest load seen is not told. */
const furthest = 1.3;
/** With any one level left out, the peak may move by this share. */
const stable = 0.25;

/**
 * Universal Scalability Law X(N) = λN / (1 + σ(N − 1) + κN(N − 1)) (Gunther 2007), fitted as N/X, which is linear in 1/λ, σ/λ and κ/λ,
 * none below 0, weighted by (X/N)². Peak at N* = √((1 − σ)/κ). null unless six levels identify it: N* is at most 1.3 times the highest
 * load seen, and moves by less than 25 % whichever level is left out.
 */
export function fitUsl(points: readonly ConcurrencyPoint[]): Capacity["usl"] {
  const usable = points.filter(({ concurrency, throughput }) => concurrency > 0 && throughput > 0);
  if (usable.length < fewestPoints) return null;
  const fit = fit3(usable);
  const peakAt = fit === null ? null : peakOf(fit);
  if (fit === null || peakAt === null) return null;
  const highest = usable.reduce((most, { concurrency }) => Math.max(most, concurrency), 0);
  if (peakAt > furthest * highest) return null;
  for (const left of usable) {
    const other = fit3(usable.filter((point) => point !== left));
    const moved = other === null ? null : peakOf(other);
    if (moved === null || Math.abs(moved / peakAt - 1) >= stable) return null;
  }
  const { lambda, sigma, kappa } = fit;
  const peak = (lambda * peakAt) / (1 + sigma * (peakAt - 1) + kappa * peakAt * (peakAt - 1));
  return { ...fit, peakAt, peak };
}

function peakOf({ sigma, kappa }: Usl): number | null {
  return kappa > 0 && sigma < 1 ? Math.sqrt((1 - sigma) / kappa) : null;
}

/** Least squares with coefficients ≥ 0: the best of all subsets of columns whose solution has no negative one. */
function fit3(points: readonly ConcurrencyPoint[]): Usl | null {
  const columns = points.map(({ concurrency: n }) => [1, n - 1, n * (n - 1)]);
  const values = points.map(({ concurrency, throughput }) => concurrency / throughput);
  const weights = values.map((value) => 1 / (value * value));
  let best: { coefficients: number[]; residual: number } | null = null;
  for (const kept of [[0], [0, 1], [0, 2], [0, 1, 2]]) {
    const fit = leastSquares(
      columns.map((row) => kept.map((column) => row[column] ?? 0)),
      values,
      weights,
    );
    if (fit === null || fit.coefficients.some((value) => value < 0)) continue;
    if (best !== null && fit.residual >= best.residual) continue;
    const coefficients = [0, 0, 0];
    kept.forEach((column, i) => {
      coefficients[column] = fit.coefficients[i] ?? 0;
    });
    best = { coefficients, residual: fit.residual };
  }
  const [inverse = 0, b = 0, c = 0] = best?.coefficients ?? [];
  return inverse > 0 ? { lambda: 1 / inverse, sigma: b / inverse, kappa: c / inverse } : null;
}
