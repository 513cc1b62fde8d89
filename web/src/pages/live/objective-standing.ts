import {
  formatAgainst,
  formatDuration,
  formatQuantity,
  formatShare,
} from "../../../../src/contract/format-quantity.ts";
import type { QuantityUnit } from "../../../../src/contract/format-quantity.ts";
import type { ObjectiveEvent, StartEvent } from "./live-run.ts";

export type LiveObjective = StartEvent["objectives"][number];

/** `nearing`: it holds, but by less than a tenth, or its trend crosses the limit. */
export type Standing = "unknown" | "held" | "nearing" | "beyond";

export interface ObjectiveStanding {
  readonly standing: Standing;
  /** `412 ms`, or `–`. */
  readonly observed: string;
  readonly limit: string;
  /** One short sentence: how far it is, and when it breaks if things go on as they do. */
  readonly text: string;
  /** Share of the limit that is used, from 0 to 1.5, for a bar; null: nothing is known. */
  readonly used: number | null;
}

/** Closer to the limit than this share of it is near. */
const nearSlack = 0.1;
const mostUsed = 1.5;

/** Where an objective stands in a running test. `event` undefined: nothing was told of it yet. */
export function objectiveStanding(objective: LiveObjective, event: ObjectiveEvent | undefined): ObjectiveStanding {
  const unit = unitOf(objective.unit);
  const observed = event?.observed ?? null;
  if (event === undefined || observed === null)
    return {
      standing: "unknown",
      observed: "–",
      limit: formatQuantity(objective.limit, unit),
      text: "nothing to judge yet",
      used: null,
    };
  const texts = formatAgainst(observed, objective.limit, unit);
  const { slack, breachInS } = event;
  const shown = { observed: texts.value, limit: texts.limit, used: slack === null ? null : usedOf(slack) };
  if (breachInS === 0 || (slack !== null && slack < 0))
    return { ...shown, standing: "beyond", text: slack === null ? "beyond the limit" : beyondText(slack) };
  if (breachInS !== null)
    return { ...shown, standing: "nearing", text: `crosses the limit in about ${formatDuration(breachInS * 1000)}` };
  if (slack === null) return { ...shown, standing: "held", text: "within the limit" };
  return slack < nearSlack
    ? { ...shown, standing: "nearing", text: `${formatShare(slack, 1)} from the limit, and not moving towards it` }
    : { ...shown, standing: "held", text: heldText(slack, observed <= objective.limit) };
}

function heldText(slack: number, isBelow: boolean): string {
  if (slack >= 1 && isBelow) return "nothing of it used";
  return `${formatShare(slack, 0)} ${isBelow ? "below" : "above"} the limit`;
}

function beyondText(slack: number): string {
  return slack === 0 ? "at the limit" : `${formatShare(-slack, 1)} beyond the limit`;
}

function usedOf(slack: number): number {
  return Math.min(mostUsed, Math.max(0, 1 - slack));
}

const units: readonly QuantityUnit[] = ["ms", "fraction", "per-second", "score", "vus", "count"];

function unitOf(text: string): QuantityUnit {
  return units.find((unit) => unit === text) ?? "count";
}

const order: readonly Standing[] = ["beyond", "nearing", "unknown", "held"];

/** What asks for attention first; within it as the plan names them. */
export function byAttention<T extends { readonly standing: Standing }>(standings: readonly T[]): T[] {
  return standings.toSorted((one, other) => order.indexOf(one.standing) - order.indexOf(other.standing));
}
