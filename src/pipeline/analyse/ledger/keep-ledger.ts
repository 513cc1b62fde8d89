import type { Comparison } from "../../../contract/comparison.ts";
import type { LedgerEntry } from "../../../contract/ledger.ts";
import type { VerdictName } from "../../../contract/verdict-name.ts";

/** A judged run as the ledger sees it. */
export interface LedgerRun extends Pick<LedgerEntry, "service" | "environment" | "plan" | "commits"> {
  readonly runId: string;
  /** Epoch ms. */
  readonly startedAt: number;
  readonly verdict: VerdictName;
  readonly comparisons: readonly Comparison[];
}

/**
 * Entries that a run opens or changes; others are left out. `entries`: those of the run's family, closed ones too. A run that is no
 * later than the last that an entry was seen in tells it nothing, so that runs may be read again. Invalid runs tell nothing.
 * `idOf` gives the same short text for the same text.
 */
export function keepLedger(
  entries: readonly LedgerEntry[],
  run: LedgerRun,
  idOf: (text: string) => string,
): LedgerEntry[] {
  if (run.verdict === "invalid") return [];
  return run.comparisons.flatMap((comparison) => {
    const ofSeries = entries.filter((entry) => isSameSeries(entry, comparison));
    if (ofSeries.some(({ lastSeenAt }) => lastSeenAt >= run.startedAt)) return [];
    const live = ofSeries.find(({ state }) => state !== "closed");
    if (isRegressed(comparison))
      return live === undefined ? open(run, comparison, idOf) : [seenAgain(live, run, comparison)];
    return live !== undefined && isGone(live, comparison) ? [{ ...live, state: "closed" }] : [];
  });
}

/** Entries whose acceptance ended at or before `now` (epoch ms), as they are then. */
export function expire(entries: readonly LedgerEntry[], now: number): LedgerEntry[] {
  return entries
    .filter(({ state, acceptance }) => state === "accepted" && (acceptance === null || acceptance.until <= now))
    .map((entry) => ({ ...entry, state: "expired" }));
}

function isSameSeries(entry: LedgerEntry, { scenario, endpoint, statistic }: Comparison): boolean {
  return entry.scenario === scenario && entry.endpoint === endpoint && entry.statistic === statistic;
}

/** Comparisons that only describe what changed open nothing: one cause would stand in the ledger six times. */
function isRegressed({ primary, status }: Comparison): boolean {
  return primary && (status === "regression-suspected" || status === "regression-confirmed");
}

function open(
  run: LedgerRun,
  { scenario, endpoint, statistic, status, effect, before, after }: Comparison,
  idOf: (text: string) => string,
): LedgerEntry[] {
  if (effect === null || before === null || after === null) return [];
  const { service, environment, plan, runId, startedAt } = run;
  const names = { service, environment, plan, scenario, endpoint, statistic };
  return [
    {
      id: idOf(JSON.stringify([...Object.values(names), runId])),
      ...names,
      state: "open",
      effect,
      before,
      after,
      openedBy: runId,
      openedAt: startedAt,
      lastSeenBy: runId,
      lastSeenAt: startedAt,
      confirmedBy: status === "regression-confirmed" ? runId : null,
      commits: run.commits,
      acceptance: null,
    },
  ];
}

/** What was accepted stays what it was: a worse level later is not covered by it. The level before is that of the opening run, for later baselines hold runs with the regression. */
function seenAgain(entry: LedgerEntry, run: LedgerRun, { status, effect, after }: Comparison): LedgerEntry {
  const level = entry.state === "accepted" || effect === null || after === null ? {} : { effect, after };
  return {
    ...entry,
    ...level,
    lastSeenBy: run.runId,
    lastSeenAt: run.startedAt,
    confirmedBy: entry.confirmedBy ?? (status === "regression-confirmed" ? run.runId : null),
  };
}

/**
 * No regression against the baseline alone does not end one: after thirty runs of the new level the baseline is that level. It is gone
 * when the figure is nearer to the level before than to the one that was found.
 */
function isGone(entry: LedgerEntry, { status, after }: Comparison): boolean {
  return (status === "no-regression" || status === "improved") && after !== null && isBack(entry, after);
}

/** The figure is nearer to the level before than to the one that was found. */
export function isBack(entry: Pick<LedgerEntry, "before" | "after">, figure: number): boolean {
  const middle = (entry.before + entry.after) / 2;
  return entry.after > entry.before ? figure < middle : figure > middle;
}
