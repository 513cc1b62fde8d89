import { join } from "node:path";
import type { EvaluationDocument } from "../../src/contract/evaluation.ts";
import { standardParts, type DetectorParts } from "../../src/pipeline/analyse/regression/settings.ts";
import { cleanRuns, goldenComparisons, GoldenJudge, goldenSet } from "../cases/golden-comparisons.ts";
import { goldenObjectives } from "../cases/golden-objectives.ts";
import { courseObjectives } from "../cases/course-objectives.ts";
import type { GoldenBlock, GoldenSet } from "../golden/golden-run.ts";
import { labelGroups, type GoldenCase } from "../golden/label-groups.ts";
import { readCourses } from "../golden/read-courses.ts";
import { readGolden } from "../golden/read-golden.ts";
import { sloPairs } from "../golden/slo-pairs.ts";
import { measureCourses, measurePairs } from "../measures/measure-objectives.ts";
import { measureAlarms, productAnswers } from "../measures/measure-regressions.ts";
import { measureRuns, runCases } from "../measures/measure-runs.ts";
import { measureTimes } from "../measures/measure-times.ts";
import { measureComparisons, measureRivals } from "./by-group.ts";
import { emptySet, type ScoredSet } from "./scored-set.ts";

/**
 * Our own measured runs of the sample service: regressions and objectives, each half for itself, and long runs with what must come of each
 * of their objectives. `folder` has the blocks in `data` and the long runs in `courses`. `heldOut`: the half that was put aside is scored too,
 * which is done when all rules are fixed; set-words.ts tells of each time.
 */
export async function scoreGolden(folder: string, heldOut: boolean): Promise<ScoredSet> {
  const { golden, notes } = scorable(await readGolden(join(folder, "data")), heldOut);
  const courses = courseObjectives(await readCourses(join(folder, "courses")));
  const cases = labelGroups(golden);
  const asked = sloPairs(golden);
  const pairs = [...goldenObjectives(asked, true), ...goldenObjectives(asked, false)];
  if (cases.length + pairs.length + courses.length === 0)
    return { ...emptySet(`${goldenSet}: no golden runs here, not scored`), ...(notes.length === 0 ? {} : { notes }) };
  const scored = goldenComparisons(cases, new GoldenJudge());
  const halves = Map.groupBy(cleanRuns(cases, scored), ({ half }) => half);
  return {
    notes,
    cases: [
      ...[...scored, ...pairs.map((pair) => pair.scored), ...courses].map((each) => each.case),
      ...[...halves].flatMap(([half, runs]) => runCases(goldenSet, `${half}, runs`, runs)),
    ],
    measures: [
      ...measureComparisons(goldenSet, scored),
      ...[...Map.groupBy(scored, (_, i) => cases[i]?.half)].flatMap(([half, ofHalf]) =>
        measureAlarms(goldenSet, `${half}, all`, ofHalf, productAnswers).filter(({ name }) =>
          name.startsWith("recall-from-10"),
        ),
      ),
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
      ...measureTimes(goldenSet, "courses", courses),
    ],
    rivals: measureRivals(goldenSet, scored),
    ablation: variants.flatMap(({ rule, parts }) => measureVariant(cases, rule, parts)),
  };
}

/** Rules of the detector, tried out on the half that rules may be chosen by. */
const variants: readonly { readonly rule: string; readonly parts: DetectorParts }[] = [
  { rule: "as in the product", parts: standardParts },
  { rule: "without regard to earlier runs that were as bad", parts: { ...standardParts, unprecedented: false } },
  { rule: "standard deviation in place of Qn", parts: { ...standardParts, spread: "standard-deviation" } },
];

function measureVariant(
  cases: readonly GoldenCase[],
  rule: string,
  parts: DetectorParts,
): EvaluationDocument["ablation"] {
  const development = cases.filter(({ half }) => half === "development");
  const scored = goldenComparisons(development, new GoldenJudge(parts), () => new Map());
  return [
    ...measureRuns(goldenSet, "development", cleanRuns(development, scored)),
    ...measureAlarms(goldenSet, "development", scored, productAnswers),
  ].map((measure) => ({ rule, ...measure }));
}

/** Blocks that may be scored, and why the others are not. */
function scorable({ blocks }: GoldenSet, heldOut: boolean): { readonly golden: GoldenSet; readonly notes: string[] } {
  const whyNot = ({ half, order, runs }: GoldenBlock): string | null => {
    if (half === "held-out" && !heldOut) return "put aside, scored with --held-out only";
    return runs.length < order.length ? `${runs.length} of ${order.length} runs are there, not scored` : null;
  };
  return {
    golden: { blocks: blocks.filter((block) => whyNot(block) === null) },
    notes: blocks.flatMap((block) => {
      const why = whyNot(block);
      return why === null ? [] : [`${goldenSet}/${block.name}: ${why}`];
    }),
  };
}
