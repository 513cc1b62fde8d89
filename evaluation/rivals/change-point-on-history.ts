import { EnergyTable } from "../../src/stats/energy-table.ts";
import { mergeSegments, type Boundary } from "../../src/stats/merge-segments.ts";
import { sampleMoments } from "../../src/stats/sample-moments.ts";
import { studentTTestOfMoments } from "../../src/stats/t-test.ts";
import type { RivalInput } from "./rival.ts";

/** Runs on the later side of a change that the method needs. */
const needed = 3;
/** Otava's defaults: weak changes at ten times the level, no smallest magnitude. */
const weakP = 0.01;
const strongP = 0.001;

/**
 * A change point of the history at the candidate (or one beside it), as Otava finds them with its defaults: energy statistic, then t-test,
 * of any size and without further votes. Histories here are shorter than its window of 50. It needs two further runs of the same state.
 */
export function changePointOnHistory({ earlier, candidate, later }: RivalInput): boolean | null {
  if (later.length < needed - 1) return null;
  const found = changesOf([...earlier, candidate, ...later.slice(0, needed - 1)]);
  return found.some(({ start, before, after }) => Math.abs(start - earlier.length) <= 1 && after > before);
}

function changesOf(values: readonly number[]): Boundary[] {
  const table = new EnergyTable(values);
  const starts: number[] = [];
  const divide = (from: number, to: number): void => {
    const split = table.bestSplit(from, to, needed);
    if (split === null) return;
    const { index, end } = split;
    const { p } = studentTTestOfMoments(sampleMoments(values, from, index), sampleMoments(values, index, end));
    if (!(p <= weakP)) return;
    starts.push(index);
    divide(from, index);
    divide(index, to);
  };
  divide(0, values.length);
  const ascending = starts.toSorted((a, b) => a - b);
  return mergeSegments(values, ascending, { leastLength: needed, largestP: strongP, leastChange: 0 });
}
