import { formatCount, formatDuration } from "../../../contract/format-quantity.ts";
import { calibratingRuns, enoughRuns } from "../regression/settings.ts";
import { scoreOf, type JudgedPlan, type PortfolioScore, type ScorePart } from "./judged-plan.ts";

/** A judged part from which on nothing more is asked. */
const longEnoughMs = 300_000;

/**
 * How well a service is tested, of 100: 40 for load that was delivered, 20 for a judged part of five minutes, 20 for five comparable runs,
 * 20 for a calibrated environment.
 */
export function scoreMethodology(plans: readonly JudgedPlan[]): PortfolioScore {
  return scoreOf(plans.map(partsOf));
}

function partsOf({ document: { plan, environment, quality, judged, baseline } }: JudgedPlan): ScorePart[] {
  const name = `${plan.name} on ${environment}`;
  const judgedMs = judged === null ? 0 : judged.toMs - judged.fromMs;
  const runs = baseline?.runs ?? 0;
  const calibrated = baseline?.calibrated ?? false;
  return [
    {
      weight: 40,
      reached: quality.delivered ? 1 : 0,
      advice: quality.delivered ? null : `Have ${name} deliver the load of its plan.`,
    },
    {
      weight: 20,
      reached: Math.min(1, judgedMs / longEnoughMs),
      advice:
        judgedMs >= longEnoughMs
          ? null
          : `Let ${name} hold its load for ${formatDuration(longEnoughMs)} (now ${formatDuration(judgedMs)}).`,
    },
    {
      weight: 20,
      reached: Math.min(1, runs / enoughRuns),
      advice:
        runs >= enoughRuns ? null : `Run ${name} ${formatCount(enoughRuns - runs, "more time")} to have a baseline.`,
    },
    {
      weight: 20,
      reached: calibrated ? 1 : Math.min(0.9, runs / calibratingRuns),
      advice: calibrated
        ? null
        : `Calibrate ${name}, or run it ${formatCount(Math.max(1, calibratingRuns - runs), "more time")}.`,
    },
  ];
}
