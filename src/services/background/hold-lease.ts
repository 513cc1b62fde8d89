import type { JobQueue, LeasedJob } from "../../ports/job-queue.ts";
import type { Clock } from "../../ports/system.ts";

/** How long a job stays ours after the last heartbeat. */
export const leaseMs = 10_000;
const heartbeatMs = 2_000;

interface HeldLease {
  /** Fires once, when somebody else may have the job. */
  readonly lost: AbortSignal;
  /** Ends the heartbeats; the job as it is leased now. */
  release(): Promise<LeasedJob>;
}

/** Keeps a job leased until it is released. `onProblem` is told what made a heartbeat fail; the next one may succeed. */
export function holdLease(
  queue: Pick<JobQueue, "heartbeat">,
  clock: Clock,
  leased: LeasedJob,
  onProblem: (error: unknown) => void,
): HeldLease {
  const done = new AbortController();
  const lost = new AbortController();
  let current = leased;
  const beat = async (): Promise<void> => {
    for (;;) {
      await clock.sleep(heartbeatMs, done.signal);
      if (done.signal.aborted) return;
      const leasedUntil = clock.now() + leaseMs;
      try {
        if (!(await queue.heartbeat(current, leasedUntil))) {
          lost.abort();
          return;
        }
        current = { ...current, leasedUntil };
      } catch (error) {
        onProblem(error);
      }
    }
  };
  const beating = beat();
  return {
    lost: lost.signal,
    async release() {
      done.abort();
      await beating;
      return current;
    },
  };
}
