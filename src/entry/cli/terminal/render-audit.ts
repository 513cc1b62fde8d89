import { formatStamp } from "../../../contract/format-quantity.ts";
import type { AuditEntry } from "../../../ports/audit-log.ts";
import { paint, plain, wrap, type TerminalStyle, type Tone } from "./terminal-text.ts";

const tones: Readonly<Record<AuditEntry["outcome"], Tone>> = { allowed: "green", refused: "red", done: "cyan" };

/** Entries as given (newest first from the log), each with its reasons below. Ends with a line break. */
export function renderAudit(entries: readonly AuditEntry[], style: TerminalStyle): string {
  if (entries.length === 0) return "Nothing is in the log yet.\n";
  const lines = entries.flatMap(({ at, actor, action, outcome, runId, subject, reasons }) => {
    const what = `${paint(action, ["bold"], style)} ${paint(outcome, [tones[outcome]], style)}`;
    const run = runId === null || subject.includes(runId) ? "" : `, run ${plain(runId)}`;
    return [
      `${formatStamp(new Date(at).toISOString())}  ${plain(actor)}  ${what}  ${plain(subject)}${run}`,
      ...reasons.flatMap((reason) =>
        wrap(plain(reason), Math.max(30, style.columns - 4)).map((line) => `    ${paint(line, ["dim"], style)}`),
      ),
    ];
  });
  return `${lines.join("\n")}\n`;
}
