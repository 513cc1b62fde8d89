import { PerfAgentError } from "../../../contract/errors.ts";
import type { LoadPreview } from "../../../contract/load-preview.ts";
import type { ScriptBundle } from "../../../contract/script-bundle.ts";
import type { SloSet } from "../../../contract/slo-set.ts";
import type { TestPlan } from "../../../contract/test-plan.ts";
import { writeBundle, type BundleInput } from "./write-bundle.ts";
import { thresholdsOf } from "./write-thresholds.ts";

/** What a script is made of. */
export interface ScriptInput extends BundleInput {
  readonly slos: SloSet;
  readonly preview: Pick<LoadPreview, "requests">;
}

/**
 * The k6 script of a plan: main.js, helpers in lib/, rows in data/, uploads in files/. The same input gives the same bytes;
 * nothing of a run and no secret stands in them. Masked columns are in `data/*.masked.json` only.
 * Throws PA_PLAN_INVALID_VALUE for JSON paths, patterns and names that a script cannot hold.
 */
export function generateScript(input: ScriptInput): ScriptBundle {
  return writeBundle(input, thresholdsOf(input.slos, input.plan, input.preview.requests?.count ?? null), "run");
}

/**
 * A script that passes once through one scenario (null: the first), with setup and teardown, and tells each step on k6's
 * log as TryEvents. It pauses for a second at most.
 */
export function generateTryScript(input: ScriptInput & { readonly scenario: string | null }): ScriptBundle {
  const { plan, scenario: wanted } = input;
  const scenario = plan.scenarios.find(({ name }) => wanted === null || name === wanted);
  if (scenario === undefined) {
    const declared = plan.scenarios.map(({ name }) => name).join(", ");
    throw PerfAgentError.of("PA_PLAN_UNKNOWN_NAME", `there is no scenario "${wanted}". Declared: ${declared}`);
  }
  const { profile, drainMs } = scenario.load;
  const load = {
    model: "iterations",
    profile,
    drainMs,
    hold: null,
    iterations: 1,
    vus: 1,
    mode: "shared",
    maxDurationMs: 600_000,
  } as const;
  const once: TestPlan = { ...plan, scenarios: [{ ...scenario, startAfterMs: 0, load }] };
  return writeBundle({ ...input, plan: once }, { entries: [], remarks: [] }, "try");
}
