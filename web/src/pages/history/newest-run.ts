import type { HistoryDocument } from "../../../../src/contract/history-document.ts";

/** The newest run of all series; null: there is none. */
export function newestRunId({ series }: HistoryDocument): string | null {
  const newest = series
    .flatMap(({ points }) => points.slice(-1))
    .reduce<{ runId: string; startedAt: number } | null>(
      (best, point) => (best === null || point.startedAt > best.startedAt ? point : best),
      null,
    );
  return newest?.runId ?? null;
}
