import type { CollectionSummary, LimitRule, Window } from "../contract/window.ts";

/** Scans sample bytes off the main thread. */
export interface SampleCollector {
  /** Hands the chunk over; the promise resolves when more may come. */
  push(chunk: Uint8Array): Promise<void>;
  /** Encoded windows, about once a second, in order. The listener is called once per batch of frames. */
  onWindows(listener: (frames: Uint8Array) => void): void;
  /** No more chunks: delivers the remaining windows, then resolves. Rejects when the thread died. */
  end(): Promise<CollectionSummary>;
  terminate(): Promise<void>;
}

export interface SampleCollectors {
  start(options: { format: CollectionSummary["format"]; limits: readonly LimitRule[] }): SampleCollector;
  /** Reads a whole results file, plain or gzip, recognised by its content. Throws PA_IMPORT_FORMAT, PA_IMPORT_ROW, PA_FILE_UNREADABLE. */
  read(path: string, limits: readonly LimitRule[]): Promise<{ windows: readonly Window[]; summary: CollectionSummary }>;
}
