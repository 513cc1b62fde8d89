import type { LoadPreview } from "../../../contract/load-preview.ts";
import type { ScriptBundle } from "../../../contract/script-bundle.ts";
import type { TestPlan } from "../../../contract/test-plan.ts";
import { cleanupSteps, type MissingStep } from "./cleanup-steps.ts";
import { writeBundle, type BundleInput } from "./write-bundle.ts";

export interface CleanupInput extends Pick<BundleInput, "plan" | "uploads"> {
  /** Of the clean-up alone. */
  readonly preview: Pick<LoadPreview, "durationMs" | "maxDurationMs">;
}

export interface CleanupScript {
  /** null: every step needs something that only setup knew. */
  readonly bundle: ScriptBundle | null;
  /** Steps that cannot be done without the run's own setup: what they would remove stays. */
  readonly missingInCleanup: readonly MissingStep[];
}

/**
 * A script that does the plan's clean-up alone, for a run whose engine died before its teardown: one pass of one virtual user
 * through the teardown's steps, then the leftovers check. It is to be run under the id of that run. null when the plan has neither.
 * Throws as `generateScript` does.
 */
export function generateCleanupScript({ plan, uploads, preview }: CleanupInput): CleanupScript | null {
  if (plan.teardown.length === 0 && plan.leftovers === null) return null;
  const { teardown, leftovers, missing } = cleanupSteps(plan);
  if (teardown.length === 0 && leftovers === null) return { bundle: null, missingInCleanup: missing };
  const alone: TestPlan = { ...plan, setup: [], teardown, leftovers, scenarios: [scenarioOf(preview)] };
  const bundle = writeBundle({ plan: alone, data: [], uploads }, { entries: [], remarks: [] }, "cleanup");
  return { bundle, missingInCleanup: missing };
}

function scenarioOf({ durationMs, maxDurationMs }: CleanupInput["preview"]): TestPlan["scenarios"][number] {
  return {
    name: "clean-up",
    startAfterMs: 0,
    load: {
      model: "iterations",
      profile: "explicit",
      drainMs: maxDurationMs - durationMs,
      hold: null,
      iterations: 1,
      vus: 1,
      mode: "shared",
      maxDurationMs: durationMs,
    },
    session: "iteration",
    auth: null,
    work: { kind: "journey", steps: [] },
    rows: [],
    tags: {},
  };
}
