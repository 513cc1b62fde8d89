import type { AnalyseRequest } from "../../contract/api/runs.ts";
import { assertTextSize } from "../plans/text-size.ts";

export interface SloInput {
  readonly text: string;
  /** What mistakes are placed in. */
  readonly file: string;
}

/** The documents of objectives in a request: one as text or as an object, or texts by their names. Throws PA_UPLOAD_TOO_LARGE. */
export function sloInputsOf(slos: AnalyseRequest["slos"]): readonly SloInput[] {
  const inputs = inputsOf(slos);
  assertTextSize(inputs.map(({ text }) => text));
  return inputs;
}

function inputsOf(slos: AnalyseRequest["slos"]): readonly SloInput[] {
  if (slos === undefined) return [];
  if (typeof slos === "string") return [{ text: slos, file: "slos" }];
  const files = Object.entries(slos);
  const texts = files.flatMap(([file, text]) => (typeof text === "string" && isFileName(file) ? [{ text, file }] : []));
  // JSON is YAML too.
  return texts.length === files.length && files.length > 0 ? texts : [{ text: JSON.stringify(slos), file: "slos" }];
}

function isFileName(name: string): boolean {
  return /\.(?:ya?ml|json|[cm]?[jt]s)$/iu.test(name);
}
