import { analyse } from "../../src/pipeline/analyse/analyse.ts";
import { defaultComparisonRules } from "../../src/contract/comparison.ts";
import { limitRulesOf } from "../../src/contract/slo-set.ts";
import { basisOf } from "../detectors/basis-of.ts";
import { timeWork } from "../detectors/time-work.ts";
import type { GoldenCourse } from "../golden/golden-course.ts";
import { toWindows } from "../golden/to-windows.ts";
import type { ScoredCase } from "../scored-case.ts";
import { goldenSet } from "./golden-comparisons.ts";

/**
 * Long runs through the product's whole analysis: warm-up, streaks, endpoints without data, a run that ended early, errors alone. One case for
 * each objective and one for the verdict, declared before the run was made.
 */
export function courseObjectives(courses: readonly GoldenCourse[]): ScoredCase[] {
  return courses.flatMap((course) => {
    const { name, run, slos, record, plan, preview, collection, expectations, verdict } = course;
    const { result, milliseconds } = timeWork(() =>
      analyse({
        record,
        windows: toWindows(run, limitRulesOf(slos)),
        collection,
        plan,
        preview,
        slos,
        basis: basisOf("course", []),
        rules: defaultComparisonRules,
        certificate: null,
        directory: "",
        files: { html: null, markdown: null, junit: null, evidence: null },
      }),
    );
    const scored = (what: string, truth: string, told: string, certain: boolean | null): ScoredCase => ({
      case: {
        set: goldenSet,
        group: "courses",
        id: `courses/${name}/${what}`,
        kind: "slo",
        truth,
        size: null,
        verdict: told,
        effect: null,
        mde: null,
        milliseconds,
        confirmation: null,
        certain,
      },
      cluster: name,
      unit: name,
      hasRerun: false,
      oracleMde: null,
      rivals: new Map(),
    });
    return [
      ...expectations.map(({ objective, status }) => {
        const told = result.document.objectives.find((each) => each.name === objective);
        return scored(objective, status, told?.status ?? "not judged", told?.certain ?? null);
      }),
      scored("the verdict of the run", verdict, result.document.verdict, null),
    ];
  });
}
