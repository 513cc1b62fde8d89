import { serviceRunStates, type ServiceRunState } from "../../contract/api/runs.ts";
import type { VerdictName } from "../../contract/verdict-name.ts";

/** How a run stands, from outside of its folder. */
export interface LiveState {
  readonly runId: string;
  readonly state: ServiceRunState;
  /** One sentence. */
  readonly text: string;
  /** Epoch ms: when the sentence was true first. */
  readonly at: number;
  /** Runs before it in its queue; null: it is not queued. */
  readonly ahead: number | null;
  readonly verdict: VerdictName | null;
  readonly plan: string;
  readonly service: string;
  readonly environment: string;
}

/** Nothing will happen to it any more. */
export function isOver(state: ServiceRunState): boolean {
  return state !== "queued" && state !== "running";
}

/** A state as the store has it. */
export function runStateOf(text: string): ServiceRunState {
  return serviceRunStates.find((state) => state === text) ?? "failed";
}
