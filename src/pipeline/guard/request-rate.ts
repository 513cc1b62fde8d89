import type { LoadPreview } from "../../contract/load-preview.ts";

/** Most requests per second that the open scenarios start together: iterations per second times requests of an iteration. */
export function peakRequestRate({ scenarios }: LoadPreview): number {
  const rates = scenarios.map(({ startMs, endMs, peakRatePerSecond, requests, iterations }) => {
    const perIteration =
      requests === null || iterations === null || iterations.count === 0 ? 1 : requests.count / iterations.count;
    return { startMs, endMs, rate: (peakRatePerSecond ?? 0) * perIteration };
  });
  // A sum of levels is largest where one of them begins.
  const sums = rates.map(({ startMs }) =>
    rates.reduce((sum, other) => (other.startMs <= startMs && startMs < other.endMs ? sum + other.rate : sum), 0),
  );
  return Math.max(0, ...sums);
}

/**
 * What a run may send at most per second while others run beside it: what its plan fixes, or its cap where virtual users set their own
 * pace; null: nothing bounds it.
 */
export function boundedRate(preview: LoadPreview, capPerSecond: number | null): number | null {
  const isFixed = preview.scenarios.every(
    ({ peakRatePerSecond, requests, iterations }) =>
      peakRatePerSecond !== null && requests !== null && iterations !== null,
  );
  if (!isFixed) return capPerSecond;
  return Math.min(capPerSecond ?? Infinity, peakRequestRate(preview));
}
