import { setTimeout as delay } from "node:timers/promises";
import type { Clock } from "../../ports/system.ts";

/** The machine's clocks. `sleep` resolves early, without an error, when its signal fires. */
export function nodeClock(): Clock {
  return {
    now: () => Date.now(),
    monotonic: () => performance.now(),
    async sleep(ms, signal) {
      try {
        await delay(ms, undefined, signal === undefined ? {} : { signal });
      } catch (error) {
        if (signal?.aborted !== true) throw error;
      }
    },
  };
}
