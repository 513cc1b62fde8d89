import { formatChange, formatQuantity } from "../../../../src/contract/format-quantity.ts";
import type { HistoryDocument } from "../../../../src/contract/history-document.ts";
import type { LedgerEntry } from "../../../../src/contract/ledger.ts";
import type { PointsFacts, PointTone } from "../../charts/points-model.ts";
import { sayDate } from "../../format/say-time.ts";

export type HistorySeries = HistoryDocument["series"][number];
type HistoryPoint = HistorySeries["points"][number];

/**
 * A trend as a chart of runs: the level between two changes as a line, a mark where it changed for good and where a regression was accepted.
 * `accepted`: regressions of any series; those of this one are drawn.
 */
export function pointsOfSeries(
  series: HistorySeries,
  unit: HistoryDocument["unit"],
  accepted: readonly LedgerEntry[],
): PointsFacts {
  const { points, changes } = series;
  const placeOf = (runId: string): number => points.findIndex((point) => point.runId === runId);
  const changed = changes
    .map((change) => ({ change, index: placeOf(change.runId) }))
    .filter(({ index }) => index > 0)
    .toSorted((one, other) => one.index - other.index);
  const own = accepted.filter((entry) => isOf(entry, series));
  return {
    points: points.map((point) => ({
      key: point.runId,
      at: point.startedAt,
      value: point.value,
      text: textOf(point, unit),
      tone: toneOf(point),
    })),
    levels: [],
    band: null,
    steps: changed.flatMap(({ change, index }, place) => {
      const to = (changed[place + 1]?.index ?? points.length) - 1;
      const after = { from: index, to, value: change.after };
      return place === 0 ? [{ from: 0, to: index - 1, value: change.before }, after] : [after];
    }),
    marks: [
      ...changed.map(({ change: { effect, commits }, index }) => ({
        index,
        label: [
          effect === null ? "changed" : formatChange(effect),
          commits.to === null ? null : `at ${commits.to.slice(0, 10)}`,
        ]
          .filter((part) => part !== null)
          .join(" "),
      })),
      ...own
        .map((entry) => ({ index: placeOf(entry.openedBy), label: `accepted ${formatChange(entry.effect)}` }))
        .filter(({ index }) => index >= 0),
    ],
  };
}

function isOf(entry: LedgerEntry, { service, environment, plan, scenario, endpoint }: HistorySeries): boolean {
  return (
    entry.state === "accepted" &&
    entry.service === service &&
    entry.environment === environment &&
    entry.plan === plan &&
    entry.scenario === scenario &&
    entry.endpoint === endpoint
  );
}

function toneOf({ verdict }: HistoryPoint): PointTone {
  if (verdict === "fail") return "bad";
  return verdict === "pass" || verdict === "warn" ? "plain" : "muted";
}

function textOf({ startedAt, value, verdict, commit }: HistoryPoint, unit: HistoryDocument["unit"]): string {
  return [sayDate(startedAt), value === null ? "no figure" : formatQuantity(value, unit), verdict, commit]
    .filter((part) => part !== null)
    .join(" · ");
}

/** Series that changed first, the largest change at the top; then as they come. */
export function bySize(series: readonly HistorySeries[]): HistorySeries[] {
  const largest = ({ changes }: HistorySeries): number =>
    Math.max(0, ...changes.map(({ effect }) => Math.abs(effect ?? 0)));
  return series.toSorted((one, other) => largest(other) - largest(one));
}
