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

function liveCollector(thread: CollectorThread): SampleCollector {
  let inFlight = 0;
  let failure: { readonly error: unknown } | null = null;
  const waiting: (() => void)[] = [];
  const settled = (bytes: number): void => {
    inFlight -= bytes;
    for (const resume of waiting.splice(0)) resume();
  };
  return {
    async push(chunk) {
      while (inFlight > mostBytesInFlight && failure === null) {
        await new Promise<void>((resolve) => {
          waiting.push(resolve);
        });
      }
      if (failure !== null) throw failure.error;
      // The caller's buffer may be part of a pool, which cannot change hands.
      const bytes = new Uint8Array(chunk);
      // The array is empty once its buffer changed hands.
      const size = bytes.length;
      inFlight += size;
      thread.ask({ kind: "chunk", bytes }, "taken", [bytes.buffer]).then(
        () => settled(size),
        (error: unknown) => {
          failure = { error };
          settled(0);
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
