import type { Scenario, Step } from "../../../contract/test-plan.ts";
import type { Measure } from "../../../contract/window.ts";
import { counterBySecond, eachPlace, tracksOf, type RunSeries, type Seconds } from "../run-series.ts";

/** Before the first byte is sent; latency begins after them. */
const setUpPhases = ["blocked", "connecting", "tls"] as const;
const fewestIterations = 100;

export interface UserBalance {
  readonly scenario: string;
  /** Virtual users of the plan. */
  readonly users: number;
  /** Users that iterations and their times account for: N = X · (R + Z). */
  readonly accounted: number;
}

/**
 * Little's law (Little 1961) over a part in which a closed scenario holds its users: iterations a second times their mean time with think
 * time. Users that it does not account for were busy inside the generator. null for open models, where users follow from the load, for
 * loads that do not hold, for few iterations, and where think time is not known.
 */
export function balanceUsers(run: RunSeries, scenario: Scenario, judged: Seconds): UserBalance | null {
  const users = heldUsers(scenario);
  if (users === null) return null;
  const selection = { scenario: scenario.name, endpoint: null, withoutSetup: true };
  const iterations = counterBySecond(run, ["iterations"], selection, judged).reduce((sum, count) => sum + count, 0);
  if (iterations < fewestIterations) return null;
  const mean = (measure: Measure): number => {
    let [sum, samples] = [0, 0];
    eachPlace(tracksOf(run, measure, selection), judged, (_, track, i) => {
      sum += track.sum(i);
      samples += track.count(i);
    });
    return samples === 0 ? 0 : sum / samples;
  };
  const { work } = scenario;
  const busyMs =
    work.kind === "journey"
      ? mean("journey")
      : mean("latency") + setUpPhases.reduce((sum, phase) => sum + mean(phase), 0);
  const thinkMs = work.kind === "journey" ? thinkOf(work.steps) : middle(work.think);
  if (busyMs === 0 || Number.isNaN(thinkMs)) return null;
  const perMs = iterations / (1000 * (judged.to - judged.from));
  return { scenario: scenario.name, users, accounted: perMs * (busyMs + thinkMs) };
}

/** Users while the scenario holds; null where it does not hold one number of them. */
function heldUsers({ load }: Scenario): number | null {
  if (load.model !== "closed" || load.hold === null) return null;
  let [at, level] = [0, 0];
  let users: number | null = null;
  for (const { toVus, durationMs } of load.stages) {
    const end = at + durationMs;
    if (durationMs > 0 && end > load.hold.fromMs && at < load.hold.toMs) {
      if (toVus !== level || (users !== null && users !== level)) return null;
      users = level;
    }
    [at, level] = [end, toVus];
  }
  return users;
}

/** Mean think time of one pass of a journey that goes through; NaN where the target decides how often a part is repeated. */
function thinkOf(steps: readonly Step[]): number {
  return steps.reduce((sum, step) => {
    if (step.kind === "think") return sum + middle(step);
    if (step.kind === "chance") return sum + step.share * thinkOf(step.steps);
    if (step.kind !== "repeat") return sum;
    const passes = step.whileVariable === null ? (step.min + step.max) / 2 : NaN;
    return sum + passes * thinkOf(step.steps);
  }, 0);
}

function middle(think: { readonly minMs: number; readonly maxMs: number } | null): number {
  return think === null ? 0 : (think.minMs + think.maxMs) / 2;
}
