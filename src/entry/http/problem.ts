import { mostToldMistakes, type Problem } from "../../contract/api/problem.ts";
import { toErrorDocument } from "../../contract/error-document.ts";
import { errorTable, type PerfAgentError, remedyOf, type Mistake } from "../../contract/errors.ts";
import { statusOf } from "./status-of.ts";

export const problemType = "application/problem+json";

/** What an error says to whoever asked, in the form of RFC 9457. `requestId` finds its line in the log. */
export function problemOf(error: PerfAgentError, requestId: string): Problem {
  // An error without mistakes is a defect of ours.
  const first: Mistake = error.mistakes[0] ?? { code: "PA_INTERNAL", text: "nothing is known about what went wrong" };
  const others = error.mistakes.length - 1;
  return {
    type: `/docs/errors#${first.code}`,
    title: errorTable[first.code].cause,
    status: statusOf(first.code),
    detail: others > 0 ? `${placed(first)} (and ${others} more)` : placed(first),
    instance: requestId,
    code: first.code,
    remedy: remedyOf(first),
    errors: toErrorDocument(error).errors.slice(0, mostToldMistakes),
  };
}

function placed({ file, line, column, text }: Mistake): string {
  if (file === undefined) return text;
  const place = [file, ...(line === undefined ? [] : [line, ...(column === undefined ? [] : [column])])];
  return `${place.join(":")}: ${text}`;
}
