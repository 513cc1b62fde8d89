import type { SloSet } from "../../../contract/slo-set.ts";
import type { TestPlan } from "../../../contract/test-plan.ts";
import { parseObjective } from "./parse-objective.ts";
import { placed } from "./placed-objective.ts";

/** Where nobody said what good means: every endpoint within a second, and no more than one request in a hundred failed. */
const defaults = ["p95 of each < 1s", "errors of all < 1%"];

const nowhere = { file: "", line: 1, column: 1 };

/** The platform's objectives for runs that have none. They warn and never fail a run. */
export function defaultSlos(plan: TestPlan | null): SloSet {
  return {
    schemaVersion: 1,
    service: plan?.service ?? null,
    defaults: true,
    objectives: defaults.map((line) => placed(parseObjective(line), nowhere, { severity: "warn" }).objective),
    scoring: null,
  };
}
