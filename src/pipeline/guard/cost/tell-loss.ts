import { formatDuration, formatNumber, formatRate } from "../../../contract/format-quantity.ts";
import type { LoadPreview } from "../../../contract/load-preview.ts";

/** Objectives over sliding windows are mostly over 30 s, and warm-up is cut off before: twice that is the least that says something. */
const leastJudgedMs = 60_000;

/**
 * What a smaller run loses in evidence, one sentence for each loss; none where nothing is lost. Intervals are wider by the root of the
 * ratio of samples, as the standard error of a mean and of a sample quantile falls with the root of their number (Serfling,
 * Approximation Theorems of Mathematical Statistics, 1980, sections 1.9.1 and 2.3.3).
 */
export function tellLoss({ before, after }: { before: LoadPreview; after: LoadPreview }): string[] {
  const left = samplesLeft(before, after);
  const losses: string[] = [];
  if (left < 1)
    losses.push(
      `${formatNumber((1 - left) * 100)} % fewer samples, so intervals are about ${formatNumber(Math.sqrt(1 / left), 1)} times wider`,
    );
  const highest = highestLoad(before, after);
  if (highest !== null) losses.push(`what breaks only above ${highest} stays unseen`);
  const judged = judgedLoss(lengthOf(before), lengthOf(after));
  if (judged !== null) losses.push(judged);
  return losses;
}

/** Share of the samples that is left: of requests where both plans bound them, else of virtual users' time. */
export function samplesLeft(before: LoadPreview, after: LoadPreview): number {
  const [planned, kept] = [before.requests?.count ?? 0, after.requests?.count ?? 0];
  if (planned > 0 && kept > 0) return kept / planned;
  return (after.peakVus * after.durationMs) / (before.peakVus * before.durationMs);
}

function highestLoad(before: LoadPreview, after: LoadPreview): string | null {
  const [planned, kept] = [before.peakRatePerSecond ?? 0, after.peakRatePerSecond ?? 0];
  if (kept < planned) return `${formatRate(kept)} (planned ${formatRate(planned)})`;
  return after.peakVus < before.peakVus
    ? `${formatNumber(after.peakVus)} VUs (planned ${formatNumber(before.peakVus)})`
    : null;
}

function lengthOf({ judged }: LoadPreview): number {
  return judged === null ? 0 : judged.toMs - judged.fromMs;
}

function judgedLoss(plannedMs: number, keptMs: number): string | null {
  if (keptMs >= Math.min(plannedMs, leastJudgedMs)) return null;
  return keptMs === 0
    ? "no part is left in which every scenario holds, so that nothing can be judged"
    : `all scenarios hold for ${formatDuration(keptMs)} only, which warm-up may take up and in which a sliding window of 30s hardly finds room`;
}
