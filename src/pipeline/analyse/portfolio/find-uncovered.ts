import { placeName } from "./place-name.ts";
import type { JudgedPlan } from "./judged-plan.ts";

/** What no test says anything of. */
export interface Uncovered {
  /** Endpoints that had requests and that no objective with data names. */
  readonly endpoints: readonly string[];
  /** Objectives that no plan had data for, as written. */
  readonly objectives: readonly string[];
}

/** Over all plans of a service: what one plan covers is covered. */
export function findUncovered(plans: readonly JudgedPlan[]): Uncovered {
  const named = new Set<string>();
  const covered = new Set<string>();
  const asked = new Set<string>();
  const answered = new Set<string>();
  for (const { document } of plans) {
    for (const { text, status } of document.objectives) {
      asked.add(text);
      if (status === "met" || status === "breached") answered.add(text);
    }
    for (const { name, scenario, requests } of document.endpoints) {
      if (requests === 0) continue;
      const place = placeName(name, scenario);
      named.add(place);
      const has = document.objectives.some(
        (objective) =>
          objective.endpoint === name &&
          (objective.scenario === null || objective.scenario === scenario) &&
          (objective.status === "met" || objective.status === "breached"),
      );
      if (has) covered.add(place);
    }
  }
  return {
    endpoints: [...named].filter((place) => !covered.has(place)).toSorted(),
    objectives: [...asked].filter((text) => !answered.has(text)).toSorted(),
  };
}
