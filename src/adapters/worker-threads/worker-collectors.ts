import type { SampleCollector, SampleCollectors } from "../../ports/sample-collector.ts";
import { CollectorThread } from "./collector-thread.ts";
import { readResults } from "./read-results.ts";

/** Bytes that may be on their way to the thread before `push` makes its caller wait. */
const mostBytesInFlight = 4 * 1024 * 1024;

/**
 * Collectors that scan in worker threads. `workerUrl` is the worker's file: only the place that composes the program knows where
 * it lies. `parallel` is the number of threads that read one file.
 */
export function workerCollectors(workerUrl: URL, parallel = 2): SampleCollectors {
  return {
    start({ format, limits }) {
      const thread = new CollectorThread(workerUrl);
      thread.tell({ kind: "start", format, limits, pace: "live", range: null });
      return liveCollector(thread);
    },
    read: (path, limits) => readResults(workerUrl, parallel, path, limits),
  };
}

/** Makes its callers wait while too much is under way. */
class Gate {
  readonly #most: number;
  readonly #waiting: (() => void)[] = [];
  #inside = 0;

  constructor(most: number) {
    this.#most = most;
  }

  async enter(size: number): Promise<void> {
    while (this.#inside > this.#most) {
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    }
    this.#inside += size;
  }

  leave(size: number): void {
    this.#inside -= size;
    for (const resume of this.#waiting.splice(0)) resume();
  }
}

function liveCollector(thread: CollectorThread): SampleCollector {
  const gate = new Gate(mostBytesInFlight);
  let failure: { readonly error: unknown } | null = null;
  return {
    async push(chunk) {
      // The array is empty once its buffer changed hands.
      const size = chunk.length;
      await gate.enter(size);
      if (failure !== null) throw failure.error;
      // The caller's buffer may be part of a pool, which cannot change hands.
      const bytes = new Uint8Array(chunk);
      thread.ask({ kind: "chunk", bytes }, "taken", [bytes.buffer]).then(
        () => gate.leave(size),
        (error: unknown) => {
          failure = { error };
          gate.leave(size);
        },
      );
    },
    onWindows(listener) {
      thread.onWindows = listener;
    },
    async end() {
      const { summary } = await thread.ask({ kind: "end" }, "ended");
      await thread.terminate();
      return summary;
    },
    terminate: () => thread.terminate(),
  };
}
