import type { CollectionSummary, Window } from "../../contract/window.ts";
import { otherName } from "./window-store.ts";

const secondMs = 1000;

/**
 * The summary of a stream whose collector died with its process, from the windows that were kept. An approximation: `rows` are the
 * samples in the windows (the stream had more rows, of metrics that are not kept as samples), `firstAt` and `lastAt` are the
 * beginning and the end of the seconds in which the first and the last request ended, and `foldedSeries` counts the places that
 * names were folded into, not the names. Bad rows, starts of scenarios and leftovers are not in windows. Counts as truncated,
 * since nobody saw the end.
 */
export function summariseWindows(
  windows: readonly Window[],
  format: CollectionSummary["format"] = "k6-csv",
): CollectionSummary {
  let rows = 0;
  let firstAt: number | null = null;
  let lastAt: number | null = null;
  const folded = new Set<string>();
  for (const { at, series } of windows) {
    for (const { key, count } of series) {
      // Failed requests are among those of "latency".
      if (key.measure !== "failed-latency") rows += count;
      if (key.endpoint === otherName) folded.add(key.scenario);
      if (key.measure !== "latency" || count === 0) continue;
      firstAt = Math.min(firstAt ?? at, at);
      lastAt = Math.max(lastAt ?? 0, at + secondMs);
    }
  }
  return {
    format,
    rows,
    badRows: 0,
    badRowExamples: [],
    firstAt,
    lastAt,
    truncated: true,
    foldedSeries: folded.size,
    scenarioStarts: {},
    leftovers: null,
  };
}
