import { formatClock, formatDuration, formatMoney, formatShare } from "../../../../src/contract/format-quantity.ts";
import type { LiveRun } from "./live-run.ts";

export interface Progress {
  /** From 0 to 1. */
  readonly share: number;
  /** `5m41s of 10m`. */
  readonly text: string;
  readonly isNear: boolean;
}

/** From this share on a budget is nearly used up. */
const nearShare = 0.8;

/**
 * How far the load is by the plan's length. Counted by the seconds that were told, as the clock of the reader's machine may be wrong.
 * null: it has not begun.
 */
export function timeProgress({ start, seconds }: LiveRun): Progress | null {
  if (start === null || start.startedAt === null) return null;
  const elapsedMs = (seconds.newest + 1) * 1000;
  const share = start.plannedMs <= 0 ? 0 : Math.min(1, elapsedMs / start.plannedMs);
  return { share, text: `${formatClock(elapsedMs)} of ${formatDuration(start.plannedMs)}`, isNear: false };
}

/** Money that was spent, of what may be spent; `share` 0 where nothing limits it. null: the load has not begun. */
export function costProgress({ start, seconds }: LiveRun): Progress | null {
  if (start === null || start.startedAt === null) return null;
  const spent = seconds.recent("spent", Infinity) ?? 0;
  const { costLimit, currency } = start;
  if (costLimit === null) return { share: 0, text: `${formatMoney(spent, currency)}, no limit`, isNear: false };
  const share = costLimit <= 0 ? 1 : Math.min(1, spent / costLimit);
  return {
    share,
    text: `${formatMoney(spent, currency)} of ${formatMoney(costLimit, currency)}`,
    isNear: share >= nearShare,
  };
}

/** Seconds that the figures at the top look back. */
const headSeconds = 10;

export interface HeadFigures {
  readonly vus: number | null;
  /** Requests a second over the last ten seconds. */
  readonly perSecond: number | null;
  /** Of the newest second with requests, ms. */
  readonly p95: number | null;
  /** Fraction over the last ten seconds. */
  readonly errorShare: number | null;
  /** Iterations that were not begun, since the start of the last ten seconds. */
  readonly dropped: number;
}

export function headFigures({ seconds }: LiveRun): HeadFigures {
  const told = Math.min(headSeconds, seconds.newest + 1);
  const requests = seconds.recentSum("requests", headSeconds);
  return {
    vus: seconds.recent("vus", headSeconds),
    perSecond: told === 0 ? null : requests / told,
    p95: seconds.recent("p95", headSeconds),
    errorShare: requests === 0 ? null : seconds.recentSum("failed", headSeconds) / requests,
    dropped: seconds.recentSum("dropped", headSeconds),
  };
}

/** `0.3 %`, or `none` where nothing failed. */
export function errorText(share: number | null): string {
  if (share === null) return "–";
  return share === 0 ? "none" : formatShare(share);
}
