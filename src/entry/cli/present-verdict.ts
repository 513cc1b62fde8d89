import type { Mistake } from "../../contract/errors.ts";
import type { Analysis } from "../../contract/run.ts";
import { placed } from "../../services/run-bundle.ts";
import type { CommandContext } from "./command-context.ts";
import { renderWarnings } from "./terminal/render-mistakes.ts";
import { renderFindings, renderVerdict } from "./terminal/render-verdict.ts";

/** Shows a judged run the same way whichever command judged it. */
export function presentVerdict(
  context: CommandContext,
  judged: {
    readonly analysis: Analysis;
    readonly directory: string;
    readonly exitCode: number;
    readonly warnings?: readonly Mistake[];
    readonly junitFile?: string | null;
  },
): void {
  const { analysis, directory, exitCode, warnings = [] } = judged;
  const located = placed(analysis.document, directory);
  const document = { ...located, exitCode, files: { ...located.files, junit: judged.junitFile ?? null } };
  const { json, quiet } = context.globals();
  if (warnings.length > 0) context.tell(renderWarnings(warnings, context.style));
  if (json) context.printJson(document);
  else {
    // For people, places are told as they would type them.
    const here = `${context.system.cwd}/`;
    const shorten = (path: string | null): string | null =>
      path?.startsWith(here) === true ? path.slice(here.length) : path;
    const told = { ...document, files: { ...document.files, html: shorten(document.files.html) } };
    context.print((quiet ? renderFindings : renderVerdict)({ ...analysis, document: told }, context.style));
  }
}
