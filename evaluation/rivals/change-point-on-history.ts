import { changePoints } from "../../src/stats/change-points.ts";
import type { RivalInput } from "./rival.ts";

/** Runs on the later side of a change that the method needs. */
const needed = 3;

/**
 * A change point of the history at the candidate (or one beside it), as Otava finds them: energy statistic, then t-test. It needs two
 * further runs of the same state to say anything, and gets them.
 */
export function changePointOnHistory({ earlier, candidate, later }: RivalInput): boolean | null {
  if (later.length < needed - 1) return null;
  const found = changePoints([...earlier, candidate, ...later.slice(0, needed - 1)]);
  return found.some(({ index, before, after }) => Math.abs(index - earlier.length) <= 1 && after > before);
}
