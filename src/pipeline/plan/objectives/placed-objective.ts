import type { Objective, Scoring } from "../../../contract/slo-set.ts";
import type { Place } from "../document-reader.ts";
import { conditionText, type Condition } from "./condition.ts";

/** An objective with the place it was written at. */
export interface PlacedObjective {
  readonly objective: Objective;
  readonly place: Place;
  /** Where its meaning here differs from that of the tool it was written for, one sentence; null: nowhere. */
  readonly note: string | null;
}

/** What one document of objectives holds. */
export interface ReadObjectives {
  readonly service: { readonly name: string; readonly place: Place } | null;
  readonly objectives: readonly PlacedObjective[];
  /** How the objectives earn points; null: each is judged for itself. */
  readonly scoring: { readonly scoring: Scoring; readonly place: Place } | null;
}

export const noObjectives: ReadObjectives = { service: null, objectives: [], scoring: null };

/** What an objective is beside its condition. */
type Particulars = Pick<Objective, "name" | "severity" | "stop" | "wholeRun" | "budget"> & { note: string | null };

/** An objective with its canonical text; the name defaults to that text. */
export function placed(condition: Condition, place: Place, more: Partial<Particulars>): PlacedObjective {
  const text = conditionText(condition);
  const { name = text, severity = "fail", stop = false, wholeRun = false, budget = null, note = null } = more;
  return { objective: { name, text, ...condition, severity, stop, wholeRun, budget }, place, note };
}
