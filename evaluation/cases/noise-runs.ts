import type { DetectorParts } from "../../src/pipeline/analyse/regression/settings.ts";
import type { NoiseSeries } from "../data/cloud-noise.ts";
import { buildRun, singleValue } from "../detectors/build-run.ts";
import { judgeRun, rulesOfShares } from "../detectors/judge-run.ts";
import { isAccusation } from "../scored-case.ts";
import { shuffled } from "./draw.ts";
import { baselineRuns, slotsOf, type NoiseSlot } from "./noise-slots.ts";

/** Endpoints of a run: as many series at once. */
export const endpointsOfRun = 13;
const runsOfGroup = 60;

/** A whole run in which nothing changed. */
export interface NoiseRun {
  readonly group: string;
  readonly id: string;
  readonly slots: readonly NoiseSlot[];
}

/** What a detector makes of it. */
export interface RunOutcome {
  /** Some endpoint is accused. */
  readonly accused: boolean;
  /** The same endpoint is accused in the next run as well. */
  readonly confirmed: boolean;
}

/**
 * Runs of 13 endpoints out of series of one class, each slot used once. A class with fewer series has some of them twice in a run, at
 * places far apart.
 */
export function noiseRuns(series: readonly NoiseSeries[], group: string): NoiseRun[] {
  const ofSeries = series.filter((each) => each.group === group).map(slotsOf);
  const rounds = Math.max(0, ...ofSeries.map(({ length }) => length));
  const slots = Array.from({ length: rounds }, (_, round) =>
    shuffled(ofSeries, `${group} ${round}`).flatMap((each) => each.slice(round, round + 1)),
  ).flat();
  const whole = Math.min(runsOfGroup, Math.floor(slots.length / endpointsOfRun));
  return Array.from({ length: whole }, (_, run) => ({
    group,
    id: `${group}/run ${run}`,
    slots: slots.slice(run * endpointsOfRun, (run + 1) * endpointsOfRun),
  }));
}

/** Judges a run, and the one after it where something is accused. */
export function judgeNoiseRun({ slots }: NoiseRun, parts?: DetectorParts): RunOutcome {
  const earlier = Array.from({ length: baselineRuns }, (_, place) =>
    buildRun(
      `before ${place}`,
      place,
      slots.map((slot, i) => singleValue(`endpoint ${i}`, slot.earlier[place] ?? NaN)),
    ),
  );
  const accusedIn = (valueOf: (slot: NoiseSlot) => number): Set<string> => {
    const current = buildRun(
      "candidate",
      baselineRuns,
      slots.map((slot, i) => singleValue(`endpoint ${i}`, valueOf(slot))),
    );
    const { comparisons } = judgeRun(current, earlier, rulesOfShares, parts);
    const accused = comparisons.filter(({ statistic, status }) => statistic === "p95" && isAccusation(status));
    return new Set(accused.map(({ endpoint }) => endpoint));
  };
  const first = accusedIn(({ candidate }) => candidate);
  if (first.size === 0) return { accused: false, confirmed: false };
  return { accused: true, confirmed: !first.isDisjointFrom(accusedIn(({ next }) => next)) };
}
