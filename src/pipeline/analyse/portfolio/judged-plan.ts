import type { BaselineRun } from "../../../contract/baseline.ts";
import type { RunDocument } from "../../../contract/run.ts";

/** The newest run of a plan that could be judged, which speaks for the plan. */
export interface JudgedPlan {
  readonly document: Pick<
    RunDocument,
    "plan" | "environment" | "quality" | "judged" | "baseline" | "objectives" | "comparisons" | "endpoints"
  >;
  /** Its distributions; null: none are kept. */
  readonly run: BaselineRun | null;
}

/** From 0 to 100; null: there is nothing to score by. `advice` says what would raise it, most first. */
export interface PortfolioScore {
  readonly value: number | null;
  readonly advice: readonly string[];
}

const mostAdvice = 3;

/** A part of a score: how much of it is reached, from 0 to 1, and what would raise it; null: nothing is missing. */
export interface ScorePart {
  readonly reached: number;
  readonly weight: number;
  readonly advice: string | null;
}

/** Weighted parts of all plans, each plan counting the same. Advice stands in the order of what it would bring. */
export function scoreOf(plans: readonly (readonly ScorePart[])[]): PortfolioScore {
  if (plans.length === 0) return { value: null, advice: [] };
  const shares = plans.map((parts) => {
    const whole = parts.reduce((sum, { weight }) => sum + weight, 0);
    return whole === 0 ? 0 : parts.reduce((sum, { reached, weight }) => sum + reached * weight, 0) / whole;
  });
  const missing = plans
    .flat()
    .flatMap(({ reached, weight, advice }) => (advice === null ? [] : [{ advice, lost: (1 - reached) * weight }]))
    .toSorted((a, b) => b.lost - a.lost)
    .map(({ advice }) => advice);
  return {
    value: Math.round((100 * shares.reduce((sum, share) => sum + share, 0)) / shares.length),
    advice: [...new Set(missing)].slice(0, mostAdvice),
  };
}
