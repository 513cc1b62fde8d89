import { drainOutbox, type Draining, type FailedMessage } from "./drain-outbox.ts";

const everyMs = 500;

export interface RunningDrain {
  /** Delivers what is due and ends, after `graceMs` at most; what remains goes with the next command. Never rejects. */
  stop(graceMs: number): Promise<void>;
}

export interface DrainListeners {
  /** A delivery that failed. */
  readonly onFailed: (failed: FailedMessage) => void;
  /** The outbox itself failed, and is asked again later. */
  readonly onProblem: (error: unknown) => void;
}

/** Keeps an outbox drained while a run lasts. */
export function startDraining(draining: Draining, { onFailed, onProblem }: DrainListeners): RunningDrain {
  const { clock } = draining;
  const stopping = new AbortController();
  const cut = new AbortController();
  const loop = async (): Promise<void> => {
    for (;;) {
      // Looked at before the last round: what was put before `stop` goes with that.
      const last = stopping.signal.aborted;
      try {
        const { failed } = await drainOutbox(draining, { signal: cut.signal });
        for (const each of failed) onFailed(each);
      } catch (error) {
        onProblem(error);
      }
      if (last || cut.signal.aborted) return;
      await clock.sleep(everyMs, stopping.signal);
    }
  };
  const ended = loop();
  return {
    async stop(graceMs) {
      const done = new AbortController();
      stopping.abort();
      void clock.sleep(graceMs, done.signal).then(() => cut.abort());
      await ended;
      done.abort();
    },
  };
}
