import type { CheckedPlan, SubmitPlanRequest } from "../../contract/api/plans.ts";
import { mostToldMistakes } from "../../contract/api/problem.ts";
import { toErrorDocument } from "../../contract/error-document.ts";
import { PerfAgentError } from "../../contract/errors.ts";
import { summariseLoad } from "../../pipeline/guard/compare-loads.ts";
import { admit, loadPlan } from "../load-plan.ts";
import type { Service } from "../service.ts";
import { understoodIn, warningOf } from "./describe-plan.ts";
import { draftPlan, secretProblems } from "./draft-plan.ts";
import { bundleOf } from "./plan-bundle.ts";

/**
 * What `validate` and `plan` say of a plan, keeping nothing and asking no engine. Mistakes of the plan are the answer; throws
 * PA_UPLOAD_INVALID and PA_UPLOAD_TOO_LARGE for what is no plan's bundle.
 */
export async function checkPlan(
  service: Service,
  input: { readonly request: SubmitPlanRequest },
): Promise<CheckedPlan> {
  const draft = await draftPlan(service, bundleOf(input.request));
  const { hider, request } = draft;
  try {
    return await hider.during(async () => {
      const loaded = await loadPlan(draft.service, request);
      const guard = await admit(draft.service, loaded);
      const { plan, preview } = loaded;
      const secrets = await secretProblems(draft.service, loaded, request.planFile);
      const warnings = [...loaded.warnings, ...draft.warnings, ...secrets];
      return {
        valid: true,
        errors: [],
        preview,
        guard,
        load: summariseLoad(plan, preview, guard),
        understood: understoodIn(loaded, hider),
        warnings: warnings.map((mistake) => warningOf(hider.mistake(mistake))),
      };
    });
  } catch (error) {
    if (!(error instanceof PerfAgentError) || error.exitCode !== 2) throw error;
    const errors = toErrorDocument(error).errors.slice(0, mostToldMistakes);
    return { valid: false, errors, preview: null, guard: null, load: null, understood: [], warnings: [] };
  }
}
