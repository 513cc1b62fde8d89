import { createCollector, type CollectorOptions } from "../../src/pipeline/collect/collect.ts";
import { mergeWindows } from "../../src/pipeline/collect/merge-windows.ts";
import type { CollectionSummary, CounterName, Measure, SeriesWindow, Window } from "../../src/contract/window.ts";

export interface Collected {
  readonly windows: Window[];
  readonly summary: CollectionSummary;
}

/** Collects bytes cut into pieces of the given sizes (in turn; whole when none are given), merged to one window a second. */
export function collected(
  format: CollectionSummary["format"],
  content: Uint8Array | string,
  { limits = [], pieces = [], ...rest }: Partial<CollectorOptions> & { pieces?: readonly number[] } = {},
): Collected {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const collector = createCollector({ format, limits, ...rest });
  const windows: Window[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = pieces[turn % Math.max(1, pieces.length)] ?? bytes.length;
    collector.push(bytes.slice(at, at + size));
    windows.push(...collector.take("settled"));
    at += size;
  }
  const end = collector.end();
  return { windows: mergeWindows([...windows, ...end.windows]), summary: end.summary };
}

/** Every series of every window whose measure it is. */
export function seriesOf(windows: readonly Window[], measure: Measure): SeriesWindow[] {
  return windows.flatMap(({ series }) => series.filter(({ key }) => key.measure === measure));
}

/** Samples by "scenario/endpoint" of one measure over all windows. */
export function countsOf(windows: readonly Window[], measure: Measure): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { key, count } of seriesOf(windows, measure)) {
    const name = `${key.scenario}/${key.endpoint}`;
    counts[name] = (counts[name] ?? 0) + count;
  }
  return counts;
}

/** Total of a counter over all windows. */
export function totalOf(windows: readonly Window[], name: CounterName): number {
  return windows
    .flatMap(({ counters }) => counters)
    .reduce((sum, counter) => sum + (counter.name === name ? counter.value : 0), 0);
}

/** Errors by "endpoint kind value" over all windows. */
export function errorsOf(windows: readonly Window[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { endpoint, kind, value, count } of windows.flatMap(({ errors }) => errors)) {
    const name = `${endpoint} ${kind} ${value}`;
    counts[name] = (counts[name] ?? 0) + count;
  }
  return counts;
}
