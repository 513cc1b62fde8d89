import { join } from "node:path";
import { cleanRuns, goldenComparisons, GoldenJudge, goldenSet } from "../cases/golden-comparisons.ts";
import { goldenObjectives } from "../cases/golden-objectives.ts";
import { courseObjectives } from "../cases/course-objectives.ts";
import { labelGroups } from "../golden/label-groups.ts";
import { readCourses } from "../golden/read-courses.ts";
import { readGolden } from "../golden/read-golden.ts";
import { sloPairs } from "../golden/slo-pairs.ts";
import { measureCourses, measurePairs } from "../measures/measure-objectives.ts";
import { measureRuns } from "../measures/measure-runs.ts";
import { measureTimes } from "../measures/measure-times.ts";
import { measureComparisons, measureRivals } from "./by-group.ts";
import { emptySet, type ScoredSet } from "./scored-set.ts";

/**
 * Our own measured runs of the sample service: regressions and objectives, each half for itself, and long runs with what must come of each
 * of their objectives. `folder` has the blocks in `data` and the long runs in `courses`.
 */
export async function scoreGolden(folder: string): Promise<ScoredSet> {
  const golden = await readGolden(join(folder, "data"));
  const courses = courseObjectives(await readCourses(join(folder, "courses")));
  const cases = labelGroups(golden);
  const pairs = goldenObjectives(sloPairs(golden));
  if (cases.length + pairs.length + courses.length === 0)
    return emptySet(`${goldenSet}: no golden runs yet, not scored`);
  const scored = goldenComparisons(cases, new GoldenJudge());
  const halves = Map.groupBy(cleanRuns(cases, scored), ({ half }) => half);
  return {
    notes: [],
    cases: [...scored, ...pairs.map((pair) => pair.scored), ...courses].map((each) => each.case),
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
      ...measureCourses(goldenSet, "courses", courses),
    ],
    rivals: measureRivals(goldenSet, scored),
    ablation: [],
  };
}
