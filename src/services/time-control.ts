import type { Control } from "../contract/baseline.ts";
import type { TestPlan } from "../contract/test-plan.ts";
import { median } from "../stats/quantile-type7.ts";
import type { Agent } from "./agent.ts";
import { addressOf, type Pins } from "./greet-target.ts";

/** Rounds of the loop and connections at one time; with both times of a run about 50 ms of arithmetic. */
const loops = 12;
const connections = 5;
/** About two milliseconds of a core of today. Never to be changed: times of earlier runs would mean something else. */
const stepsOfOneLoop = 1_000_000;

/** What was timed at one moment, ms. */
export interface ControlTimes {
  readonly cpuMs: readonly number[];
  /** Empty where the target could not be reached. */
  readonly connectMs: readonly number[];
}

/** Marsaglia's xorshift (2003): integer arithmetic alone, so that memory and libraries take no part. */
function spin(steps: number): number {
  let state = 2_463_534_242;
  for (let step = 0; step < steps; step++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
  }
  return state;
}

/**
 * Times a fixed loop and connecting to the target, while there is no load. It sends no request: each connection is opened and closed,
 * to the address that the guard allowed.
 */
export async function timeControl(
  agent: Pick<Agent, "clock" | "probe">,
  { target, pins }: { readonly target: Pick<TestPlan["target"], "baseUrl" | "tlsCaFile">; readonly pins: Pins },
): Promise<ControlTimes> {
  const { clock, probe } = agent;
  const cpuMs: number[] = [];
  let result = 0;
  for (let round = 0; round < loops; round++) {
    const from = clock.monotonic();
    result ^= spin(stepsOfOneLoop);
    cpuMs.push(clock.monotonic() - from);
  }
  const { baseUrl, tlsCaFile } = target;
  const connectMs: number[] = [];
  // The result takes part, so that no compiler leaves the loop out.
  for (let round = 0; round < connections && Number.isInteger(result); round++) {
    const from = clock.monotonic();
    const failed = await probe.reach(baseUrl, addressOf(baseUrl, pins), { caFile: tlsCaFile });
    if (failed === null) connectMs.push(clock.monotonic() - from);
  }
  return { cpuMs, connectMs };
}

/**
 * Before and after the load the middle of the rounds, and of these the smaller: what lasts slows both, while something else that happened
 * to run for a moment slows one.
 */
export function controlOf(times: readonly ControlTimes[]): Control {
  const smallest = (read: (one: ControlTimes) => readonly number[]): number =>
    Math.min(...times.map(read).flatMap((rounds) => (rounds.length === 0 ? [] : [median(rounds)])));
  const connectMs = smallest((one) => one.connectMs);
  return { cpuMs: smallest((one) => one.cpuMs), connectMs: connectMs === Infinity ? null : connectMs };
}
