import type { Clock } from "../../src/ports/system.ts";

/** A clock that stands until it is moved. */
export interface VirtualClock extends Clock {
  /** Lets everything happen that happens within the next `ms`, in its order. */
  advance(ms: number): Promise<void>;
}

interface Sleeper {
  readonly due: number;
  readonly wake: () => void;
}

/** Lets all promises settle that wait for no timer. */
function settle(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(() => setImmediate(resolve));
  });
}

export function virtualClock(start = 1_700_000_000_000): VirtualClock {
  let now = start;
  const sleepers = new Set<Sleeper>();
  return {
    now: () => now,
    monotonic: () => now - start,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted === true) {
          resolve();
          return;
        }
        const sleeper: Sleeper = {
          due: now + ms,
          wake: () => {
            sleepers.delete(sleeper);
            resolve();
          },
        };
        sleepers.add(sleeper);
        signal?.addEventListener("abort", sleeper.wake, { once: true });
      }),
    async advance(ms) {
      const end = now + ms;
      for (;;) {
        await settle();
        const next = [...sleepers].reduce<Sleeper | null>(
          (first, sleeper) => (sleeper.due <= end && (first === null || sleeper.due < first.due) ? sleeper : first),
          null,
        );
        if (next === null) break;
        now = Math.max(now, next.due);
        next.wake();
      }
      now = end;
    },
  };
}
