import type { Load, Scenario } from "../../contract/test-plan.ts";
import { durationOf } from "./load-shape.ts";

/** From `atMs` on the engine keeps `vus` virtual users ready. */
export interface ExecutionStep {
  readonly atMs: number;
  readonly vus: number;
}

/** A ramp is followed user by user up to this many; beyond, in groups whose larger end counts. */
const mostSteps = 1000;

/**
 * The users that k6 keeps for a load, from its start, as its execution requirements count them: an open model's all the time,
 * a closed model's by stage with those of a ramp-down kept for the drain, and nothing beyond the end of the drain.
 */
export function executionSteps(load: Load): ExecutionStep[] {
  if (load.model === "open") return block(load.maxVus, durationOf(load.stages) + load.drainMs);
  if (load.model === "iterations") return block(load.vus, load.maxDurationMs + load.drainMs);
  const end = durationOf(load.stages) + load.drainMs;
  const steps = keepThroughDrain(rampSteps(load.stages), load.drainMs).filter(({ atMs }) => atMs < end);
  return steps.at(-1)?.vus === 0 ? steps : [...steps, { atMs: end, vus: 0 }];
}

function block(vus: number, endMs: number): ExecutionStep[] {
  return [
    { atMs: 0, vus },
    { atMs: endMs, vus: 0 },
  ];
}

/** One step a user, at the time at which k6 starts or releases it (lib/executor/ramping_vus.go, getRawExecutionSteps). */
function rampSteps(stages: readonly { readonly toVus: number; readonly durationMs: number }[]): ExecutionStep[] {
  const steps: ExecutionStep[] = [{ atMs: 0, vus: 0 }];
  let level = 0;
  let at = 0;
  for (const { toVus, durationMs } of stages) {
    const difference = Math.abs(toVus - level);
    const group = Math.max(1, Math.ceil(difference / mostSteps));
    at += durationMs;
    if (difference > 0 && durationMs === 0) steps.push({ atMs: at, vus: toVus });
    else if (toVus > level)
      for (let vus = level + 1; vus <= toVus; vus += group)
        steps.push({ atMs: at - (durationMs * (toVus - vus)) / difference, vus: Math.min(toVus, vus + group - 1) });
    else if (toVus < level)
      for (let vus = level - group; ; vus -= group) {
        const next = Math.max(toVus, vus);
        steps.push({ atMs: at - (durationMs * (next - toVus)) / difference, vus: next });
        if (next === toVus) break;
      }
    level = toVus;
  }
  return steps;
}

/** A user that is released may work on for the drain, so the level is the highest of the drain's length before. */
function keepThroughDrain(steps: readonly ExecutionStep[], drainMs: number): ExecutionStep[] {
  if (drainMs === 0) return [...steps];
  // Each level stands until the next step, and then until the drain is over.
  const times = [...new Set(steps.flatMap(({ atMs }) => [atMs, atMs + drainMs]))].toSorted((a, b) => a - b);
  const kept: ExecutionStep[] = [];
  const window: { untilMs: number; vus: number }[] = [];
  let next = 0;
  for (const atMs of times) {
    for (let step = steps[next]; step !== undefined && step.atMs <= atMs; step = steps[next]) {
      next += 1;
      const untilMs = (steps[next]?.atMs ?? Infinity) + drainMs;
      // Levels below the newest one can never be the highest again before it goes.
      while ((window.at(-1)?.vus ?? Infinity) <= step.vus) window.pop();
      window.push({ untilMs, vus: step.vus });
    }
    while ((window[0]?.untilMs ?? Infinity) <= atMs) window.shift();
    const vus = window[0]?.vus ?? 0;
    if (kept.at(-1)?.vus !== vus) kept.push({ atMs, vus });
  }
  return kept;
}

type Timed = Pick<Scenario, "name" | "startAfterMs" | "load">;

/**
 * Most users kept at once over all scenarios, and when the last is let go. Of what changes at the same moment k6 takes the scenarios one
 * after the other, by their start and then by name, and counts what stands in between: one that gains a user before another lets one go
 * needs both (lib/executors.go, GetFullExecutionRequirements).
 */
export function executionRequirements(scenarios: readonly Timed[]): { peakVus: number; maxDurationMs: number } {
  const changes = scenarios.toSorted(byStart).flatMap(({ startAfterMs, load }) => {
    let level = 0;
    const steps = executionSteps(load);
    // Within one scenario what changes at the same moment changes together.
    return steps
      .filter(({ atMs }, index) => steps[index + 1]?.atMs !== atMs)
      .map(({ atMs, vus }) => {
        const change = { atMs: startAfterMs + atMs, by: vus - level };
        level = vus;
        return change;
      });
  });
  changes.sort((a, b) => a.atMs - b.atMs);
  let peakVus = 0;
  let vus = 0;
  for (const { by } of changes) {
    vus += by;
    peakVus = Math.max(peakVus, vus);
  }
  return { peakVus, maxDurationMs: changes.at(-1)?.atMs ?? 0 };
}

function byStart(one: Timed, other: Timed): number {
  return one.startAfterMs - other.startAfterMs || (one.name < other.name ? -1 : 1);
}
