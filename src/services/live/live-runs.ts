import type { Clock } from "../../ports/system.ts";
import { RunTail, type TailSource } from "./run-tail.ts";
import { Wake } from "./wake.ts";

/** A run that this process makes, from its lease to its end. */
export interface RunHere {
  /** Somebody wants it to end. Asked before there is an engine that could be told. */
  stopAsked(): boolean;
  /** What it is doing, for whoever waits: "k6 is downloaded". */
  say(sentence: string): void;
  end(): void;
}

/** What a tail needs besides what this registry gives it. */
type TailLooks = Pick<TailSource, "state" | "open">;

/** Who runs in this process, and who is watched in it. */
export interface LiveRuns {
  /** Fires when there may be a job to do: one was put, or a lane came free. */
  readonly jobs: Wake;
  begin(runId: string): RunHere;
  /** False when this process does not make the run. */
  requestStop(runId: string): boolean;
  /** What the run says it is doing; null: nothing, or not here. */
  saying(runId: string): { readonly text: string; readonly at: number } | null;
  /** Something of the run was written. */
  touch(runId: string): void;
  /** The one tail of a run in this process. It stays for a while after the last listener left. */
  tail(runId: string, looks: TailLooks): RunTail;
  wakeJobs(): void;
  /** Counts somebody who watches until the function that it returns is called. */
  watch(): () => void;
  viewers(): number;
  /** Ends every stream once it has told what is known. */
  close(): void;
}

interface Watched {
  readonly written: Wake;
  readonly tail: RunTail;
  /** On the steady clock: the first write that was not told yet. */
  touchedAt: number | null;
}

interface Here {
  stopAsked: boolean;
  said: { readonly text: string; readonly at: number } | null;
}

/** `onLag`: told of each time between something being written and being ready for whoever watches, ms. */
export function createLiveRuns({
  clock,
  onLag,
}: {
  readonly clock: Clock;
  readonly onLag: (ms: number) => void;
}): LiveRuns {
  const jobs = new Wake();
  const here = new Map<string, Here>();
  const watched = new Map<string, Watched>();
  const closing = new AbortController();
  let viewers = 0;

  const touch = (runId: string): void => {
    const watch = watched.get(runId);
    if (watch === undefined) return;
    watch.touchedAt ??= clock.monotonic();
    watch.written.fire();
  };
  const told = (runId: string): void => {
    const watch = watched.get(runId);
    if (watch === undefined || watch.touchedAt === null) return;
    onLag(clock.monotonic() - watch.touchedAt);
    watch.touchedAt = null;
  };

  return {
    jobs,
    begin(runId) {
      const run: Here = { stopAsked: false, said: null };
      here.set(runId, run);
      return {
        stopAsked: () => run.stopAsked,
        say: (text) => {
          if (run.said?.text === text) return;
          run.said = { text, at: clock.now() };
          touch(runId);
        },
        end: () => {
          here.delete(runId);
          touch(runId);
        },
      };
    },
    requestStop(runId) {
      const run = here.get(runId);
      if (run === undefined) return false;
      run.stopAsked = true;
      return true;
    },
    saying: (runId) => here.get(runId)?.said ?? null,
    touch,
    tail(runId, looks) {
      const known = watched.get(runId);
      if (known !== undefined) return known.tail;
      const written = new Wake();
      const tail = new RunTail({ ...looks, clock, written, closing: closing.signal, onTold: () => told(runId) });
      watched.set(runId, { written, tail, touchedAt: null });
      void tail.ended.then(() => watched.delete(runId));
      return tail;
    },
    wakeJobs: () => jobs.fire(),
    watch() {
      viewers += 1;
      let watching = true;
      return () => {
        if (watching) viewers -= 1;
        watching = false;
      };
    },
    viewers: () => viewers,
    close: () => closing.abort(),
  };
}
