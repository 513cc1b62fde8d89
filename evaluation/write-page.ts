import { writeFile } from "node:fs/promises";
import { PerfAgentError } from "../src/contract/errors.ts";
import type { EvaluationDocument } from "../src/contract/evaluation.ts";
import { renderPage } from "./render/render-page.ts";

/** Writes docs/evaluation.md, or whatever the page is to be called. Throws PA_USAGE when it cannot be written. */
export async function writePage(path: string, document: EvaluationDocument): Promise<void> {
  try {
    await writeFile(path, renderPage(document));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw PerfAgentError.of("PA_USAGE", `--write ${path}: ${reason}`, { cause: error });
  }
}
