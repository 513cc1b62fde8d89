import { leastSquares } from "../../../stats/least-squares.ts";

export interface LoadPoint {
  readonly offered: number;
  readonly p95: number;
}

/** Levels that must lie on each side of a knee. */
const fewestOnASide = 2;
/** The slope after the knee is at least this many times the slope before it. */
const steeper = 3;
/** What a flat line counts as: a rise of ln p95 by this much over the whole range. */
const leastRise = Math.log(1.1);
/** The bent line must leave at most this share of the straight line's squared residuals. */
const betterThanStraight = 0.5;

export const fewestPoints = 5;

/**
 * Load from which ln p95 rises out of proportion: the bend of the best line of two pieces that meet (segmented regression, Muggeo 2003,
 * with the bend at a level or in the middle between two). null: fewer than five levels, or no line with a bend upwards is clearly
 * better than a straight one. Points ascend by load.
 */
export function fitKnee(points: readonly LoadPoint[]): number | null {
  if (points.length < fewestPoints || points.some(({ p95 }) => !(p95 > 0))) return null;
  const values = points.map(({ p95 }) => Math.log(p95));
  const straight = leastSquares(
    points.map(({ offered }) => [1, offered]),
    values,
  );
  if (straight === null) return null;
  let best: { at: number; residual: number; before: number; after: number } | null = null;
  for (const at of bendsOf(points)) {
    const fit = leastSquares(
      points.map(({ offered }) => [1, offered, Math.max(0, offered - at)]),
      values,
    );
    if (fit === null || (best !== null && fit.residual >= best.residual)) continue;
    const [, before = 0, change = 0] = fit.coefficients;
    best = { at, residual: fit.residual, before, after: before + change };
  }
  if (best === null || best.residual > betterThanStraight * straight.residual) return null;
  const range = (points.at(-1)?.offered ?? 0) - (points[0]?.offered ?? 0);
  return best.after > steeper * Math.max(best.before, leastRise / range) ? best.at : null;
}

function bendsOf(points: readonly LoadPoint[]): number[] {
  const inner = points.slice(fewestOnASide - 1, points.length - fewestOnASide + 1).map(({ offered }) => offered);
  return inner.flatMap((offered, i) => {
    const next = inner[i + 1];
    return next === undefined ? [offered] : [offered, (offered + next) / 2];
  });
}
