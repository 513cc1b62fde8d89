import type { LoadPreview } from "../../../contract/load-preview.ts";
import type { RunDocument } from "../../../contract/run.ts";
import { formatNumber, formatShare } from "../../../contract/format-quantity.ts";
import { describeEnd } from "./ended-early.ts";

/** Shares of planned iterations that may be lost before the load counts as not delivered. */
const toleratedDropped = 0.01;
const toleratedMissing = 0.02;
/** Iterations at the edges of the load that the engine starts a moment sooner or later than planned. */
const toleratedFew = 2;

/** One way in which the load was not what the plan says. `tolerable` ones inform only. */
export interface DeliveryGap {
  readonly kind: "dropped" | "missing" | "idle" | "vus" | "ended-early";
  /** Whose load it is; left out: of the run. */
  readonly scenario?: string;
  readonly tolerable: boolean;
  readonly text: string;
}

export interface DeliveryFacts {
  readonly preview: LoadPreview;
  readonly scenarios: RunDocument["scenarios"];
  /** Most virtual users seen in the judged part, null when not reported. */
  readonly judgedVus: number | null;
  readonly judged: RunDocument["judged"];
  readonly stoppedBy: string | null;
  /** Why the last attempt ended, one sentence; null: nobody wrote it down. */
  readonly why: string | null;
  readonly durationMs: number;
}

/** Compares the load that ran with the load of the plan. Closed models fix users, open models and iterations fix iterations. */
export function deliveryGaps(facts: DeliveryFacts): DeliveryGap[] {
  const { preview, scenarios, stoppedBy, durationMs } = facts;
  const gaps: DeliveryGap[] = [];
  if (stoppedBy !== null && durationMs < preview.durationMs) {
    gaps.push({
      kind: "ended-early",
      tolerable: false,
      text: describeEnd({ ...facts, stoppedBy }),
    });
  }
  for (const { name, planned, started, dropped } of scenarios) {
    const model = preview.scenarios.find((scenario) => scenario.name === name);
    if (model === undefined) continue;
    if (started === 0) {
      gaps.push({ kind: "idle", scenario: name, tolerable: false, text: `${name} finished no iteration` });
      continue;
    }
    const wanted = planned ?? started + dropped;
    if (dropped > 0) {
      gaps.push({
        kind: "dropped",
        scenario: name,
        tolerable: dropped <= toleratedDropped * wanted,
        text: `${name} dropped ${formatNumber(dropped)} of ${formatNumber(wanted)} iterations (${formatShare(dropped / wanted)}): all its virtual users were busy`,
      });
    }
    const missing = wanted - started - dropped;
    if (planned !== null && stoppedBy === null && missing > Math.max(toleratedFew, toleratedMissing * planned)) {
      gaps.push({
        kind: "missing",
        scenario: name,
        tolerable: false,
        text: `${name} finished ${formatNumber(started)} of ${formatNumber(planned)} planned iterations`,
      });
    }
  }
  gaps.push(...missingUsers(facts));
  return gaps;
}

function missingUsers({ preview, judged, judgedVus }: DeliveryFacts): DeliveryGap[] {
  if (judged === null || judgedVus === null || preview.scenarios.some(({ model }) => model !== "closed")) return [];
  const planned = preview.timeline
    .filter(({ atMs }) => atMs >= judged.fromMs && atMs <= judged.toMs)
    .reduce((peak, { vus }) => Math.max(peak, vus), 0);
  if (judgedVus >= Math.floor(planned * (1 - toleratedMissing))) return [];
  return [
    {
      kind: "vus",
      tolerable: false,
      text: `at most ${formatNumber(judgedVus)} of ${formatNumber(planned)} virtual users ran`,
    },
  ];
}
