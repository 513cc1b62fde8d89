import type { DocumentNode } from "../document-reader.ts";
import { fieldOf, numberOf, textOf, type Complaints } from "./node-fields.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Lengths of OpenSLO's shorthand, in which m is a minute and M a month. */
const shorthand: Readonly<Record<string, number>> = {
  m: 60_000,
  h: hourMs,
  d: dayMs,
  w: 7 * dayMs,
  M: 30 * dayMs,
  Q: 90 * dayMs,
  Y: 365 * dayMs,
};

/** Units that v1alpha writes out. */
const words: Readonly<Record<string, number>> = {
  Minute: 60_000,
  Hour: hourMs,
  Day: dayMs,
  Week: 7 * dayMs,
  Month: 30 * dayMs,
  Quarter: 90 * dayMs,
  Year: 365 * dayMs,
};

/**
 * Length of an SLO's error budget window, ms: `timeWindow: [{ duration: 28d }]`, or `timeWindows: [{ count: 28, unit: Day }]` in v1alpha. null:
 * it names none, or none that can be read, which is warned of or refused.
 */
export function budgetWindowOf(spec: DocumentNode, complaints: Complaints): number | null {
  const window = fieldOf(spec, "timeWindow") ?? fieldOf(spec, "timeWindows");
  if (window === undefined) return null;
  if (window.kind !== "list") complaints.warn(window.place, "spec.timeWindow is a list of one window");
  const items = window.kind === "list" ? window.items : [window];
  const [first, second] = items;
  if (second !== undefined) complaints.refuse(second.place, "spec.timeWindow is a list of one window, not of several");
  const duration = fieldOf(first, "duration");
  const lengthMs =
    duration === undefined
      ? (numberOf(fieldOf(first, "count")) ?? NaN) * (words[textOf(fieldOf(first, "unit")) ?? ""] ?? NaN)
      : shorthandMs(textOf(duration) ?? "");
  if (lengthMs > 0) return lengthMs;
  if (first !== undefined)
    complaints.refuse(
      duration?.place ?? first.place,
      `"${textOf(duration) ?? "…"}" is no length of a timeWindow: write one such as 28d (m h d w M Q Y)`,
    );
  return null;
}

function shorthandMs(text: string): number {
  const [, digits = "", unit = ""] = /^(\d{1,9})([mhdwMQY])$/.exec(text) ?? [];
  return Number(digits) * (shorthand[unit] ?? NaN);
}
