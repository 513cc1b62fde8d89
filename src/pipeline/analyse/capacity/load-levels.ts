import type { Capacity } from "../../../contract/capacity.ts";
import type { Scenario, TestPlan } from "../../../contract/test-plan.ts";

/** A part of a run with one level of load, or a slice of a ramp with its middle. Times from the start of the run. */
export interface LoadLevel {
  readonly fromMs: number;
  readonly toMs: number;
  readonly offered: number;
  readonly unit: Capacity["steps"][number]["unit"];
}

export interface RisingLoad {
  readonly scenario: string;
  /** Load rises from one to the next. */
  readonly levels: readonly LoadLevel[];
}

const shortestLevelMs = 5_000;
const mostSlices = 20;
/** A level needs this long to settle after the one before: a tenth of it, at most this. */
const longestSettlingMs = 10_000;
/** Other profiles climb only to begin. */
const risingProfiles: readonly string[] = ["stress", "breakpoint", "explicit"];
/** Ramps between levels are no levels; a ramp this long is the test itself. */
const shortestRampMs = 60_000;
const fewestLevels = 3;

/** The first scenario whose load rises through at least three levels; null: there is none. */
export function risingLoadOf(plan: TestPlan): RisingLoad | null {
  for (const scenario of plan.scenarios) {
    const levels = levelsOf(scenario);
    if (levels.length >= fewestLevels) return { scenario: scenario.name, levels };
  }
  return null;
}

function levelsOf({ load, startAfterMs }: Scenario): LoadLevel[] {
  if (load.model === "iterations" || !risingProfiles.includes(load.profile)) return [];
  const unit = load.model === "open" ? ("per-second" as const) : ("vus" as const);
  const stages =
    load.model === "open"
      ? load.stages.map(({ toPerSecond, durationMs }) => ({ to: toPerSecond, durationMs }))
      : load.stages.map(({ toVus, durationMs }) => ({ to: toVus, durationMs }));
  const levels: LoadLevel[] = [];
  let [level, at, peak] = [0, startAfterMs, 0];
  const add = (fromMs: number, toMs: number, offered: number): void => {
    if (offered <= peak || toMs - fromMs < shortestLevelMs) return;
    peak = offered;
    levels.push({ fromMs, toMs, offered, unit });
  };
  for (const { to, durationMs } of stages) {
    if (to === level) add(at + Math.min(longestSettlingMs, durationMs / 10), at + durationMs, to);
    else if (to > level && (durationMs >= shortestRampMs || load.profile === "breakpoint")) {
      const slices = Math.max(1, Math.min(mostSlices, Math.floor(durationMs / shortestLevelMs)));
      const width = durationMs / slices;
      for (let i = 0; i < slices; i++)
        add(at + i * width, at + (i + 1) * width, level + ((to - level) * (i + 0.5)) / slices);
    }
    level = to;
    at += durationMs;
  }
  return levels;
}
