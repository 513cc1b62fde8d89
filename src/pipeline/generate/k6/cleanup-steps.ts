import { builtInVariables, isolationVariable, type TestPlan } from "../../../contract/test-plan.ts";
import { touchesOf } from "./reach.ts";

/** A step of clean-up that cannot be done, and the variables that nothing defines for it. */
export interface MissingStep {
  readonly endpoint: string;
  readonly values: readonly string[];
}

export interface CleanupSteps extends Pick<TestPlan, "teardown" | "leftovers"> {
  readonly missing: readonly MissingStep[];
}

const alwaysDefined: ReadonlySet<string> = new Set([...builtInVariables, isolationVariable]);

/** What of a plan's clean-up can be done without its setup. What a step that is left out would have extracted is missing too. */
export function cleanupSteps(plan: TestPlan): CleanupSteps {
  const touches = touchesOf(plan);
  const known = new Set<string>();
  const missing: MissingStep[] = [];
  const isPossible = (endpoint: string): boolean => {
    const { endpoints, refs } = touches([endpoint], null);
    const extracted = plan.endpoints
      .filter(({ name }) => endpoints.has(name))
      .flatMap(({ name, extract }) => extract.map((one) => ({ by: name, value: one.name })));
    // A log-in defines what the request after it needs; what the request itself extracts comes too late for it.
    const defined = new Set([...known, ...extracted.filter(({ by }) => by !== endpoint).map(({ value }) => value)]);
    // Names with a field are secrets, ids and times, which exist here too: rows are never taken in clean-up.
    const values = [...refs].filter((ref) => !ref.includes(".") && !alwaysDefined.has(ref) && !defined.has(ref));
    if (values.length > 0) {
      missing.push({ endpoint, values: values.toSorted() });
      return false;
    }
    for (const { value } of extracted) known.add(value);
    return true;
  };
  const teardown = plan.teardown.filter(isPossible);
  const leftovers = plan.leftovers !== null && isPossible(plan.leftovers.endpoint) ? plan.leftovers : null;
  return { teardown, leftovers, missing };
}
