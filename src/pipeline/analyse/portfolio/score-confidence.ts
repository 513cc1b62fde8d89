import { formatShare } from "../../../contract/format-quantity.ts";
import { scoreOf, type JudgedPlan, type PortfolioScore, type ScorePart } from "./judged-plan.ts";

/** A smallest visible change that leaves nothing to wish for, and one that says nothing. */
const [sharp, blunt] = [0.05, 0.5];

/**
 * How small a change the runs could see, of 100: 70 by the median of the smallest visible changes (5 % and less all of them, 50 % and more
 * none, straight between), 30 by the share of objectives whose interval does not hold their limit.
 */
export function scoreConfidence(plans: readonly JudgedPlan[]): PortfolioScore {
  return scoreOf(plans.map(partsOf));
}

function partsOf({ document: { plan, environment, comparisons, objectives } }: JudgedPlan): ScorePart[] {
  const name = `${plan.name} on ${environment}`;
  const counting = comparisons.filter(({ primary, unit }) => primary && unit === "ms");
  // What could see nothing is as blunt as can be.
  const visible = counting.map(({ mde }) => mde ?? Infinity).toSorted((a, b) => a - b);
  const median = visible[Math.floor((visible.length - 1) / 2)] ?? null;
  const answered = objectives.filter(({ status }) => status === "met" || status === "breached");
  const certain = answered.filter((objective) => objective.certain);
  return [
    {
      weight: 70,
      reached: median === null ? 0 : Math.min(1, Math.max(0, (blunt - median) / (blunt - sharp))),
      advice: median !== null && median <= sharp ? null : adviceOf(name, median),
    },
    {
      weight: 30,
      reached: answered.length === 0 ? 0 : certain.length / answered.length,
      advice:
        certain.length === answered.length && answered.length > 0
          ? null
          : `Let ${name} run longer or with more load: some of its intervals hold their limit.`,
    },
  ];
}

function adviceOf(name: string, median: number | null): string {
  if (median === null || median === Infinity)
    return `Run ${name} until five comparable runs exist: so far nothing can be compared.`;
  return `Make more baseline runs of ${name}, or longer ones: it sees changes from ${formatShare(median, 0)} on.`;
}
