import type { Recommendation } from "../../contract/api/recommendations.ts";
import { crc32 } from "../../contract/crc32.ts";
import type { Advised } from "./advice.ts";
import { adviseOnCapacity } from "./advise-on-capacity.ts";
import { adviseOnChanges } from "./advise-on-changes.ts";
import { adviseOnEvidence } from "./advise-on-evidence.ts";
import { adviseOnObjectives } from "./advise-on-objectives.ts";
import { adviseOnValidity } from "./advise-on-validity.ts";

/** Nobody reads more. */
const mostAdvice = 12;

/**
 * What to do about a judged run, most useful first: computed from its reasons, flags, objectives, comparisons and capacity, so the same run
 * gives the same recommendations. Empty for a run that leaves nothing to do.
 */
export function recommend(run: Advised): Omit<Recommendation, "answer">[] {
  const advice = [
    ...adviseOnValidity(run),
    ...adviseOnObjectives(run),
    ...adviseOnChanges(run),
    ...adviseOnCapacity(run),
    ...adviseOnEvidence(run),
  ];
  return advice
    .filter(({ text }, place) => advice.findIndex((other) => other.text === text) === place)
    .slice(0, mostAdvice)
    .map(({ text, evidence }) => ({
      id: `c-${crc32(new TextEncoder().encode(text)).toString(16).padStart(8, "0")}`,
      text,
      evidence: [...evidence],
      source: "computed" as const,
    }));
}
