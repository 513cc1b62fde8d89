import { PerfAgentError } from "../../../contract/errors.ts";
import type { AuditDocument } from "../../../contract/review-documents.ts";
import { showAudit } from "../../../services/show-audit.ts";
import type { CommandContext, OptionValues } from "../command-context.ts";
import { renderAudit } from "../terminal/render-audit.ts";

export async function audit(
  context: CommandContext,
  positional: readonly string[],
  options: OptionValues,
): Promise<number> {
  const limit = Number(options["limit"] ?? 50);
  if (!Number.isInteger(limit) || limit < 1) throw PerfAgentError.of("PA_USAGE", "--limit takes a whole number from 1");
  const run = positional[0] ?? null;
  const entries = await showAudit(await context.agent(), { run, limit });
  if (context.globals().json) {
    context.printJson({
      schemaVersion: 1,
      entries: entries.map(({ reasons, ...entry }) => ({ ...entry, reasons: [...reasons] })),
    } satisfies AuditDocument);
  } else context.print(renderAudit(entries, context.style));
  return 0;
}
