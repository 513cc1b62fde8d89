import type { LoadPreview } from "../../contract/load-preview.ts";
import type { TestPlan } from "../../contract/test-plan.ts";
import { previewLoad } from "./arithmetic.ts";
import { endpointsOfCleanup, onceScenario } from "./once-scenario.ts";
import { endpointsOfAuth } from "./read-auth.ts";

/** For what stands between the requests: the start of the pass, and a last response that is read to its end. */
const allowanceMs = 5_000;

/**
 * The load of the plan's clean-up alone: one virtual user for as long as its requests may take when each runs into its timeout.
 * An upper bound where some steps cannot be done without setup. null when the plan has neither teardown nor leftovers check.
 */
export function previewCleanup(plan: TestPlan): LoadPreview | null {
  const steps = endpointsOfCleanup(plan);
  if (steps.length === 0) return null;
  const requested = steps.map((step) => requestsFor(plan, step, []));
  const used = new Set(requested.flat());
  const maxDurationMs = requested.flat().reduce((sum, name) => sum + timeoutOf(plan, name), 0);
  const alone: TestPlan = {
    ...plan,
    data: [],
    endpoints: plan.endpoints.filter(({ name }) => used.has(name)),
    setup: [],
    teardown: [],
    leftovers: null,
    scenarios: [onceScenario("clean-up", steps, { maxDurationMs, drainMs: allowanceMs })],
  };
  return previewLoad(alone);
}

/** The requests of one step at most: those of its log-in, which is tried again where it failed for the step before, and its own. */
function requestsFor(plan: TestPlan, name: string, path: readonly string[]): string[] {
  const own = plan.endpoints.find((endpoint) => endpoint.name === name)?.auth;
  const auth = path.includes(name) ? undefined : plan.auth.find((one) => one.name === own);
  const first = auth === undefined ? [] : endpointsOfAuth(auth);
  return [...first.flatMap((one) => requestsFor(plan, one, [...path, name])), name];
}

function timeoutOf(plan: TestPlan, name: string): number {
  return plan.endpoints.find((endpoint) => endpoint.name === name)?.timeoutMs ?? 0;
}
