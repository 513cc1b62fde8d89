import { errorTable, isErrorCode } from "../../contract/errors.ts";
import { findEvidence } from "./find-evidence.ts";
import type { Advice, Advised } from "./advice.ts";

/** A run that cannot be trusted comes first: what made it so, and how that is mended. */
export function adviseOnValidity({ document, evidence }: Advised): Advice[] {
  return document.quality.flags.flatMap(({ code, severity, text }) => {
    if (!severity.startsWith("invalid") || !isErrorCode(code)) return [];
    return [{ text: `${errorTable[code].remedy} (${text})`, evidence: findEvidence(evidence, "quality", { code }) }];
  });
}
