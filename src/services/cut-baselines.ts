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
/** Runs between a change and the run that noticed it. */
const furthestOnset = 30;

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

/**
 * When the change began: at the history's change point in its direction that is nearest to its discovery and no further than a window of
 * baselines away, else at its discovery.
 */
function onsetOf(entry: LedgerEntry, points: readonly HistoryPoint[]): number {
  const found = points.findIndex(({ startedAt }) => startedAt >= entry.openedAt);
  const opened = found < 0 ? points.length : found;
  const [nearest] = changePoints(points.map((point) => seriesValue(point, entry.statistic)))
    .filter(({ before, after }) => after > before === entry.after > entry.before)
    .map(({ index }) => ({ startedAt: points[index]?.startedAt ?? entry.openedAt, runsAway: Math.abs(index - opened) }))
    .filter(({ startedAt, runsAway }) => startedAt <= entry.lastSeenAt && runsAway <= furthestOnset)
    .toSorted((a, b) => a.runsAway - b.runsAway);
  return nearest?.startedAt ?? entry.openedAt;
}

function describeCut({ id, acceptance, statistic, endpoint, scenario }: LedgerEntry): string {
  const reason = acceptance === null ? "" : ` by ${acceptance.by}: ${acceptance.reason}`;
  return `${statistic} of ${endpoint} in ${scenario} changed, which was accepted as ${id}${reason}`;
}
