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
 * each objective, whose status was declared before the run was made.
 */
export function courseObjectives(courses: readonly GoldenCourse[]): ScoredCase[] {
  return courses.flatMap((course) => {
    const { name, run, slos, record, plan, preview, collection, expectations } = course;
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
    return expectations.map(({ objective, status }): ScoredCase => {
      const told = result.document.objectives.find((each) => each.name === objective);
      return {
        case: {
          set: goldenSet,
          group: "courses",
          id: `courses/${name}/${objective}`,
          kind: "slo",
          truth: status,
          size: null,
          verdict: told?.status ?? "not judged",
          effect: null,
          mde: null,
          milliseconds,
          confirmation: null,
          certain: told?.certain ?? null,
        },
        cluster: name,
        unit: name,
        hasRerun: false,
        oracleMde: null,
        rivals: new Map(),
      };
    });
  });
}
