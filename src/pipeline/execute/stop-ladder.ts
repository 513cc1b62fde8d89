import type { StopRequest } from "../../contract/stop-request.ts";

/** How long each rung may take, ms. */
export interface LadderTimes {
  /** From the whole load to none. */
  readonly rampMs: number;
  /** From the closing of the gate until every virtual user knows of it. */
  readonly settleMs: number;
  /** For what is under way to end, after the gate is closed. */
  readonly drainMs: number;
  /** From the signal to the end of teardown and summary. */
  readonly endMs: number;
}

/** What to do to the engine: let only a share of its virtual users go on, signal its end, or kill it. */
export type Rung = { readonly share: number } | "terminate" | "kill";

/**
 * The way down, one rung at a time: less and less begins, what is under way ends, the engine is told to end, the engine is killed. The
 * engine itself has no way to end softly: at its signal it cuts what is under way and keeps no sample of it, so that the slowest requests
 * would be the ones that are missing.
 */
export interface StopLadder {
  /** The rung to stand on now, or null when it is the one before. `inFlight` null: not known. Times on one steady clock. */
  at(nowMs: number, inFlight: number | null): Rung | null;
  /** Takes the shorter way from now on. */
  hasten(): void;
}

/** Starts the way down at `fromMs`. `canThrottle` false: the engine knows no gate, so that the first rung is the signal. */
export function startStopLadder(options: {
  readonly fromMs: number;
  readonly mode: StopRequest["mode"];
  readonly canThrottle: boolean;
  readonly times: LadderTimes;
}): StopLadder {
  const { fromMs, canThrottle, times } = options;
  let mode = options.mode;
  let terminatedAt: number | null = null;
  let killed = false;
  let share = 1;

  const kill = (): Rung | null => {
    if (killed) return null;
    killed = true;
    return "kill";
  };
  return {
    hasten() {
      mode = "now";
    },
    at(nowMs, inFlight) {
      if (mode === "now") return kill();
      if (terminatedAt !== null) return nowMs >= terminatedAt + times.endMs ? kill() : null;
      const down = nowMs - fromMs;
      const closedFor = down - times.rampMs;
      const next = Math.max(0, 1 - down / times.rampMs);
      const ended = closedFor >= times.settleMs && inFlight === 0;
      if (!canThrottle || (share === 0 && (ended || closedFor >= times.drainMs))) {
        terminatedAt = nowMs;
        return "terminate";
      }
      if (next === share) return null;
      share = next;
      return { share };
    },
  };
}
