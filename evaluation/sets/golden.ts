import { cleanRuns, goldenComparisons, GoldenJudge, goldenSet } from "../cases/golden-comparisons.ts";
import { goldenObjectives } from "../cases/golden-objectives.ts";
import { labelGroups } from "../golden/label-groups.ts";
import { readGolden } from "../golden/read-golden.ts";
import { sloPairs } from "../golden/slo-pairs.ts";
import { measurePairs } from "../measures/measure-objectives.ts";
import { measureRuns } from "../measures/measure-runs.ts";
import { measureTimes } from "../measures/measure-times.ts";
import { measureComparisons, measureRivals } from "./by-group.ts";
import { emptySet, type ScoredSet } from "./scored-set.ts";

/** Our own measured runs of the sample service: regressions and objectives, each half for itself. */
export async function scoreGolden(folder: string): Promise<ScoredSet> {
  const golden = await readGolden(folder);
  const cases = labelGroups(golden);
  const pairs = goldenObjectives(sloPairs(golden));
  if (cases.length === 0 && pairs.length === 0) return emptySet(`${goldenSet}: no golden runs yet, not scored`);
  const scored = goldenComparisons(cases, new GoldenJudge());
  const halves = Map.groupBy(cleanRuns(cases, scored), ({ half }) => half);
  return {
    notes: [],
    cases: [...scored, ...pairs.map((pair) => pair.scored)].map((each) => each.case),
    measures: [
      ...measureComparisons(goldenSet, scored),
      ...[...halves].flatMap(([half, runs]) => measureRuns(goldenSet, `${half}, runs`, runs)),
      ...[...Map.groupBy(pairs, ({ scored: each }) => each.case.group)].flatMap(([group, ofGroup]) => [
        ...measurePairs(goldenSet, group, ofGroup),
        ...measureTimes(
          goldenSet,
          group,
          ofGroup.map((pair) => pair.scored),
        ),
      ]),
    ],
    rivals: measureRivals(goldenSet, scored),
    ablation: [],
  };
}
