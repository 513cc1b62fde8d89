import type { LedgerEntry } from "../contract/ledger.ts";
import { changePoints } from "../stats/change-points.ts";
import type { BaselineFilter, HistoryPoint, RunStore } from "../ports/run-store.ts";
import { seriesValue } from "./show-history.ts";

export interface Cut {
  /** Epoch ms. */
  readonly at: number;
  readonly why: string;
}

/** Fewer runs of the new level than a comparison needs, and the old ones are still the better judge. */
const runsOfNewLevel = 5;
/** How far back the history is looked at for the onset of what was accepted. */
const historyLength = 200;

/**
 * The moment before which runs do not count any more: the onset of the latest accepted change at whose new level five comparable runs
 * exist. null: nothing was accepted, or none has as many runs yet.
 */
export async function cutOf(
  store: RunStore,
  accepted: readonly LedgerEntry[],
  comparable: BaselineFilter,
): Promise<Cut | null> {
  let latest: Cut | null = null;
  for (const entry of accepted) {
    const at = onsetOf(entry, await store.history(entry, historyLength));
    const since = await store.baselines({ ...comparable, since: at, limit: runsOfNewLevel });
    if (since.length < runsOfNewLevel || (latest !== null && latest.at >= at)) continue;
    latest = { at, why: describeCut(entry) };
  }
  return latest;
}

/** When the change began: at the history's change point in the same direction nearest to its discovery, else at its discovery. */
function onsetOf(entry: LedgerEntry, points: readonly HistoryPoint[]): number {
  const found = changePoints(points.map((point) => seriesValue(point, entry.statistic)))
    .filter(({ before, after }) => after > before === entry.after > entry.before)
    .flatMap(({ index }) => {
      const startedAt = points[index]?.startedAt;
      return startedAt === undefined || startedAt > entry.lastSeenAt ? [] : [startedAt];
    });
  return found.reduce<number | null>(
    (nearest, at) =>
      nearest === null || Math.abs(at - entry.openedAt) < Math.abs(nearest - entry.openedAt) ? at : nearest,
    null,
  ) ?? entry.openedAt;
}

function describeCut({ id, acceptance, statistic, endpoint, scenario }: LedgerEntry): string {
  const reason = acceptance === null ? "" : ` by ${acceptance.by}: ${acceptance.reason}`;
  return `${statistic} of ${endpoint} in ${scenario} changed, which was accepted as ${id}${reason}`;
}
