import type { EvaluationMeasure } from "../../src/contract/evaluation.ts";

/** What a measure has to reach. */
export interface Bar {
  readonly name: string;
  readonly applies: (measure: EvaluationMeasure) => boolean;
  readonly limit: number;
  readonly direction: "at least" | "at most";
}

/** Hosts whose noise is small: golden blocks measured as such, and machines of a cloud that stay and have no burst credits (class B). */
function isStable({ set, group }: EvaluationMeasure): boolean {
  if (set === "golden") return group.endsWith(", stable");
  return set === "cloud-noise" && group.endsWith(" long") && !group.startsWith("B");
}
const isNoisy = (measure: EvaluationMeasure): boolean =>
  (measure.set === "golden" || measure.set === "cloud-noise") && !isStable(measure);
const everywhere = (): boolean => true;
/** A half of the golden set with all of its endpoints, steady or not. */
const isWholeHalf = ({ set, group }: EvaluationMeasure): boolean => set === "golden" && group.endsWith(", all");
const isWholeAnalysis = ({ set, group }: EvaluationMeasure): boolean => set === "golden" && group === "courses";

const atLeast = (name: string, limit: number, applies: Bar["applies"]): Bar => ({
  name,
  limit,
  applies,
  direction: "at least",
});
const atMost = (name: string, limit: number, applies: Bar["applies"]): Bar => ({
  name,
  limit,
  applies,
  direction: "at most",
});

/** The bars that were set before anything was measured. */
export const bars: readonly Bar[] = [
  atLeast("slo-exact", 1, everywhere),
  atLeast("slo-right-where-certain", 0.95, everywhere),
  atLeast("slo-certain", 0.75, everywhere),
  atLeast("slo-as-declared", 0.95, everywhere),
  atLeast("recall-from-10-confirmed", 0.92, isWholeHalf),
  atLeast("recall-10", 0.95, isStable),
  atLeast("recall-from-10", 0.95, isStable),
  atLeast("recall-from-20", 0.98, isStable),
  atLeast("recall-from-10-confirmed", 0.92, isStable),
  atMost("false-alarms", 0.015, isStable),
  atMost("false-alarms", 0.05, isNoisy),
  atMost("accused-runs-confirmed", 0.05, everywhere),
  atLeast("recall-where-mde", 0.95, everywhere),
  atMost("wrong-no-regression", 0.02, everywhere),
  // Golden changes are measured to be above the threshold; those of cloud-noise lie on it.
  atMost("wrong-no-regression-5", 0.02, ({ set }) => set === "golden"),
  atMost("milliseconds", 20_000, isWholeAnalysis),
];

/** `reached`: the value; `proven`: its whole interval as well. */
export type Standing = "proven" | "reached" | "missed";

export function barOf(measure: EvaluationMeasure): Bar | null {
  // Rules were chosen by the development half: its numbers stand in the table of the set and claim nothing.
  if (measure.set === "golden" && measure.group.startsWith("development")) return null;
  return bars.find(({ name, applies }) => name === measure.name && applies(measure)) ?? null;
}

/** null without a case. */
export function standingOf({ limit, direction }: Bar, { value, low, high }: EvaluationMeasure): Standing | null {
  if (value === null || low === null || high === null) return null;
  const holds = (share: number): boolean => (direction === "at least" ? share >= limit : share <= limit);
  if (!holds(value)) return "missed";
  // Of a bar of 100 % no number of cases proves more than that none failed.
  return holds(direction === "at least" ? low : high) ? "proven" : "reached";
}
