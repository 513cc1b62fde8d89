import type { EngineOutcome, RunRecord } from "../../contract/run.ts";
import type { StopRequest } from "../../contract/stop-request.ts";

/** Signals by which a person or a supervisor interrupts. */
export type Interrupt = "SIGINT" | "SIGTERM";

/**
 * The life of one execution: takes the wishes of guard, objectives, budget and people, and says what to do to the engine.
 * The first wish names the reason; a later one can only hasten it.
 */
export interface RunLifeCycle {
  /** What to do to the engine now; null: nothing, it is being stopped already. */
  wish(request: StopRequest): StopRequest["mode"] | null;
  /** The first signal ends gracefully, the second at once. */
  interrupt(signal: Interrupt): StopRequest["mode"] | null;
  /** Beyond the deadline the run ends. `nowMs` on the clock of `deadlineMs`. */
  tick(nowMs: number): StopRequest["mode"] | null;
  readonly stop: StopRequest | null;
  readonly interruptedBy: Interrupt | null;
}

/** Starts the life of a run that must be over at `deadlineMs`. */
export function startLifeCycle(deadlineMs: number): RunLifeCycle {
  let stop: StopRequest | null = null;
  let mode: StopRequest["mode"] | null = null;
  let interruptedBy: Interrupt | null = null;
  const wish = (request: StopRequest): StopRequest["mode"] | null => {
    stop ??= request;
    if (mode === request.mode || mode === "now") return null;
    mode = request.mode;
    return mode;
  };
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
    tick: (nowMs) =>
      nowMs <= deadlineMs
        ? null
        : wish({ reason: "timeout", mode: "graceful", text: "the run took longer than its plan allows" }),
    get stop() {
      return stop;
    },
    get interruptedBy() {
      return interruptedBy;
    },
  };
}

/** How a run that is over stands in its record. An engine that was killed by nobody of ours was stopped by `engine`. */
export function endOf(
  stop: StopRequest | null,
  outcome: EngineOutcome,
): { readonly state: RunRecord["state"]; readonly stoppedBy: string | null } {
  if (stop === null) return { state: "finished", stoppedBy: outcome.signal === null ? null : "engine" };
  return { state: stop.reason === "interrupt" ? "interrupted" : "stopped", stoppedBy: stop.reason };
}
