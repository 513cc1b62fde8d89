import { stringify } from "yaml";
import { testPlanSchema, type TestPlan } from "../../contract/test-plan.ts";

/** The plan as understood, as YAML: the same plan gives the same bytes, and reading them gives the same plan. */
export function writeEffectivePlan(plan: TestPlan): string {
  // The schema puts the fields into its own order and leaves out what is undefined.
  return stringify(testPlanSchema.parse(plan), { lineWidth: 0, aliasDuplicateObjects: false });
}
