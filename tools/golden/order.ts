import { seededRandom } from "../../src/stats/seeded-random.ts";
import { cleanState } from "../../evaluation/golden/golden-run.ts";

/** Runs of each state in a block. */
export const runsOfState = 10;

/** The state of each position of a block: ten clean runs and ten of each group, shuffled (Fisher and Yates) by the seed alone. */
export function orderOf(groups: readonly string[], seed: string): string[] {
  const order = [cleanState, ...groups].flatMap((state) => Array<string>(runsOfState).fill(state));
  const random = seededRandom(seed);
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    const moved = order[last] ?? "";
    order[last] = order[other] ?? "";
    order[other] = moved;
  }
  return order;
}

export interface Turn {
  readonly position: number;
  readonly state: string;
}

/** What is still to be made of a block, in its order; `made` are the file names of its finished runs. */
export function missingTurns(order: readonly string[], made: readonly string[]): Turn[] {
  const there = new Set(made);
  return order.map((state, position) => ({ state, position })).filter((turn) => !there.has(runFileName(turn)));
}

/** Name of a run's file in its block's folder. */
export function runFileName({ position, state }: Turn): string {
  return `${String(position).padStart(2, "0")}-${state}.run`;
}
