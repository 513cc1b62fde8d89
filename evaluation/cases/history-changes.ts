import { changePoints } from "../../src/stats/change-points.ts";
import type { LabelledHistory } from "../data/labelled-history.ts";
import { timeWork } from "../detectors/time-work.ts";
import type { ScoredCase } from "../scored-case.ts";

/** Places by which a change may be missed and still be the same one: pushes and commits come in batches. */
const reach = 2;

/**
 * One case for each known change (found, or not) and one for each place that is named without reason. Places that the labellers were not
 * sure of are neither. `leastChange`: smallest relative change of level that is to be found.
 */
export function historyChanges(histories: readonly LabelledHistory[], set: string, leastChange: number): ScoredCase[] {
  return histories.flatMap((history) => {
    const { result: found, milliseconds } = timeWork(() => changePoints(history.values, { leastChange }));
    const scored = (place: number, truth: string, size: number | null, verdict: string): ScoredCase => ({
      case: {
        set,
        group: history.name,
        id: `${history.name}/${place}`,
        kind: "change-point",
        truth,
        size,
        verdict,
        effect: null,
        mde: null,
        milliseconds,
        confirmation: null,
        certain: null,
      },
      cluster: history.name,
      unit: `${history.name}/${place}`,
      hasRerun: false,
      oracleMde: null,
      rivals: new Map(),
    });
    const known = history.changes.map((place) => {
      const match = found.find(({ index }) => isAt(place)(index));
      const size = match === undefined ? null : match.after / match.before - 1;
      return scored(place, "changed", size, match === undefined ? "unchanged" : "changed");
    });
    const unfounded = found
      .filter(({ index }) => ![...history.changes, ...history.apart].some(isAt(index)))
      .map(({ index, before, after }) => scored(index, "unchanged", after / before - 1, "changed"));
    return [...known, ...unfounded];
  });
}

function isAt(place: number): (index: number) => boolean {
  return (index) => Math.abs(index - place) <= reach;
}
