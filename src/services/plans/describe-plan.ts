import type { apiWarningSchema, SubmittedPlan } from "../../contract/api/plans.ts";
import type { z } from "zod";
import type { UnderstoodObjective } from "../../contract/command-documents.ts";
import { remedyOf, type Mistake } from "../../contract/errors.ts";
import type { ScriptBundle } from "../../contract/script-bundle.ts";
import { writeEffectivePlan } from "../../pipeline/plan/write-effective-plan.ts";
import type { LoadedPlan } from "../load-plan.ts";
import type { FolderHider } from "./hide-folder.ts";

/** What answers about a plan say of it, beside its name and its state. */
export type DescribedPlan = Pick<SubmittedPlan, "effectivePlan" | "preview" | "scripts" | "understood" | "warnings">;

export function describePlan(
  loaded: LoadedPlan,
  script: ScriptBundle,
  more: readonly Mistake[],
  hider: FolderHider,
): DescribedPlan {
  return {
    effectivePlan: writeEffectivePlan(loaded.plan),
    preview: loaded.preview,
    scripts: { k6: entryTextOf(script) },
    understood: understoodIn(loaded, hider),
    warnings: [...loaded.warnings, ...more].map((mistake) => warningOf(hider.mistake(mistake))),
  };
}

/** Objectives as they were understood, with the files that they were handed in as. */
export function understoodIn(
  { objectives }: Pick<LoadedPlan, "objectives">,
  hider: FolderHider,
): UnderstoodObjective[] {
  return objectives.map((objective) => ({ ...objective, file: hider.file(objective.file) }));
}

export function warningOf(mistake: Mistake): z.infer<typeof apiWarningSchema> {
  return {
    code: mistake.code,
    text: mistake.text,
    file: mistake.file ?? null,
    line: mistake.line ?? null,
    column: mistake.column ?? null,
    remedy: remedyOf(mistake),
  };
}

/** The file that the engine is given; the others are parts of it that every plan has. */
function entryTextOf({ entry, files }: ScriptBundle): string {
  const file = files.find(({ path }) => path === entry);
  return file !== undefined && "text" in file ? file.text : "";
}
