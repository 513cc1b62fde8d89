import type { DetectorParts } from "../../src/pipeline/analyse/regression/settings.ts";
import type { BaselineRun } from "../../src/contract/baseline.ts";
import type { NoiseSeries } from "../data/cloud-noise.ts";
import { buildRun, singleValue } from "../detectors/build-run.ts";
import { judgeRun, rulesOfShares } from "../detectors/judge-run.ts";
import type { UnchangedRun } from "../measures/measure-runs.ts";
import { isAccusation } from "../scored-case.ts";
import { shuffled } from "./draw.ts";
import { baselineRuns, slotsOf, type NoiseSlot } from "./noise-slots.ts";

/** Endpoints of a run: as many series at once. */
const endpointsOfRun = 13;
const runsOfGroup = 120;

/** A whole run in which nothing changed. */
export interface NoiseRun {
  readonly id: string;
  readonly slots: readonly NoiseSlot[];
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
    id: `${group}/run ${run}`,
    slots: slots.slice(run * endpointsOfRun, (run + 1) * endpointsOfRun),
  }));
}

/** Judges a run, and the one after it where something is accused. Runs share no slot: each is a cluster of its own. */
export function judgeNoiseRun(run: NoiseRun, parts?: DetectorParts): UnchangedRun {
  const { id } = run;
  const { accused, milliseconds } = accusedIn(run, ({ candidate }) => candidate, parts);
  const judged = { id, cluster: id, accused: accused.size > 0, milliseconds };
  if (accused.size === 0) return { ...judged, confirmed: false };
  const again = accusedIn(run, ({ next }) => next, parts).accused;
  return { ...judged, confirmed: [...accused].some((endpoint) => again.has(endpoint)) };
}

/** Whether a change of one endpoint among the others is found. */
export function findsChange(run: NoiseRun, size: number, parts?: DetectorParts): boolean {
  const [changed] = run.slots;
  const valueOf = (slot: NoiseSlot): number => (slot === changed ? slot.candidate * (1 + size) : slot.candidate);
  return accusedIn(run, valueOf, parts).accused.has(nameOf(0));
}

function accusedIn(
  { slots }: NoiseRun,
  valueOf: (slot: NoiseSlot) => number,
  parts?: DetectorParts,
): { readonly accused: ReadonlySet<string>; readonly milliseconds: number } {
  const runOf = (id: string, place: number, value: (slot: NoiseSlot) => number): BaselineRun =>
    buildRun(
      id,
      place,
      slots.map((slot, i) => singleValue(nameOf(i), value(slot))),
    );
  const earlier = Array.from({ length: baselineRuns }, (_, place) =>
    runOf(`before ${place}`, place, (slot) => slot.earlier[place] ?? NaN),
  );
  const { comparisons, milliseconds } = judgeRun(
    runOf("candidate", baselineRuns, valueOf),
    earlier,
    rulesOfShares,
    parts,
  );
  const accused = comparisons.filter(({ statistic, status }) => statistic === "p95" && isAccusation(status));
  return { accused: new Set(accused.map(({ endpoint }) => endpoint)), milliseconds };
}

const nameOf = (endpoint: number): string => `endpoint ${endpoint}`;
