import type { CheckedPlan } from "../../../../src/contract/api/plans.ts";
import type { EditorMark } from "../../editor/yaml-editor.tsx";
import { planFileName } from "./plan-draft.ts";

/** A mistake or warning of a plan, with the file of the draft that it is in. */
export interface PlacedMistake {
  readonly severity: "error" | "warning";
  readonly code: string;
  readonly text: string;
  readonly remedy: string;
  /** Name of the file, as the tabs have it; null: of none. */
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
}

/** What was said of a plan, mistakes first, in the order of the files. */
export function placedMistakes({
  errors,
  warnings,
}: Pick<CheckedPlan, "errors" | "warnings">): readonly PlacedMistake[] {
  return [
    ...errors.map((error) => ({ ...error, severity: "error" as const, file: tabOf(error.file) })),
    ...warnings.map((warning) => ({ ...warning, severity: "warning" as const, file: tabOf(warning.file) })),
  ];
}

/** Those of one file with a place, for its editor. */
export function marksOf(mistakes: readonly PlacedMistake[], file: string): readonly EditorMark[] {
  return mistakes.flatMap((mistake) =>
    mistake.file === file && mistake.line !== null
      ? [
          {
            severity: mistake.severity,
            line: mistake.line,
            column: mistake.column,
            text: `${mistake.text}\n${mistake.remedy}`,
          },
        ]
      : [],
  );
}

/** Objectives lie in a folder of their own where they are checked; here they have tabs by their names. */
function tabOf(file: string | null): string | null {
  if (file === null) return null;
  return file === planFileName ? file : file.replace(/^slo\//u, "");
}
