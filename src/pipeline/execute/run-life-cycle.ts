import { formatDuration } from "../../contract/format-quantity.ts";
import type { EngineOutcome, RunRecord } from "../../contract/run.ts";
import type { StopRequest } from "../../contract/stop-request.ts";

/** Signals by which a person or a supervisor interrupts. */
export type Interrupt = "SIGINT" | "SIGTERM";

/** When an attempt must be over, on one steady clock. */
export interface Deadlines {
  /** By the plan: past it, something hangs. */
  readonly plannedEndMs: number;
  /** By the cap of the policy, early enough to wind down within it. */
  readonly windDownMs: number;
  /** The cap itself: nothing runs any more. */
  readonly capMs: number;
}

/**
 * The life of one execution: takes the wishes of guard, objectives, budget and people, and says how to stop the engine. The first wish
 * names the reason; a later one can only hasten it.
 */
export interface RunLifeCycle {
  /** How to stop the engine now; null: it is being stopped in that way already. */
  wish(request: StopRequest): StopRequest["mode"] | null;
  /** The first signal ends gracefully, the second at once. */
  interrupt(signal: Interrupt): StopRequest["mode"] | null;
  tick(nowMs: number): StopRequest["mode"] | null;
  readonly stop: StopRequest | null;
  readonly interruptedBy: Interrupt | null;
}

export function startLifeCycle(deadlines: Deadlines): RunLifeCycle {
  let stop: StopRequest | null = null;
  let mode: StopRequest["mode"] | null = null;
  let interruptedBy: Interrupt | null = null;
  const wish = (request: StopRequest): StopRequest["mode"] | null => {
    stop ??= request;
    if (mode === request.mode || mode === "now") return null;
    mode = request.mode;
    return mode;
  };
  const timeout = (how: StopRequest["mode"], text: string): StopRequest["mode"] | null =>
    wish({ reason: "timeout", mode: how, text });
  return {
    wish,
    interrupt(signal) {
      const again = interruptedBy !== null;
      interruptedBy ??= signal;
      return wish({
        reason: "interrupt",
        mode: again ? "now" : "graceful",
        text: again ? `ended by a second ${signal}` : `stopped by ${signal}`,
      });
    },
    tick(nowMs) {
      const { plannedEndMs, windDownMs, capMs } = deadlines;
      if (nowMs > capMs) return timeout("now", "the run did not wind down within the longest time the policy allows");
      if (nowMs > windDownMs)
        return timeout(
          "graceful",
          `the run came within ${formatDuration(capMs - windDownMs)} of the longest time the policy allows`,
        );
      if (nowMs > plannedEndMs) return timeout("graceful", "the run took longer than its plan needs");
      return null;
    },
    get stop() {
      return stop;
    },
    get interruptedBy() {
      return interruptedBy;
    },
  };
}

/** How a run that is over stands in its record. An engine that ended by a fault of its own was stopped by `engine`. */
export function endOf(
  stop: StopRequest | null,
  outcome: EngineOutcome,
): { readonly state: RunRecord["state"]; readonly stoppedBy: string | null } {
  if (stop === null) return { state: "finished", stoppedBy: outcome.signal === null ? null : "engine" };
  return { state: stop.reason === "interrupt" ? "interrupted" : "stopped", stoppedBy: stop.reason };
}
