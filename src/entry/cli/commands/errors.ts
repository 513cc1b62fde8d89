import { errorTable, PerfAgentError } from "../../../contract/errors.ts";
import type { CommandContext } from "../command-context.ts";

export function errors(context: CommandContext, positional: readonly string[]): Promise<number> {
  const [wanted] = positional;
  const entries = Object.entries(errorTable).filter(([code]) => wanted === undefined || code === wanted.toUpperCase());
  if (entries.length === 0) throw PerfAgentError.of("PA_USAGE", `there is no error "${wanted ?? ""}"`);
  if (context.globals().json) {
    context.printJson({ schemaVersion: 1, errors: entries.map(([code, entry]) => ({ code, ...entry })) });
  } else {
    for (const [code, { exit, cause, remedy }] of entries)
      context.print(`${code} (exit ${exit})\n  ${cause}\n  ${remedy}`);
  }
  return Promise.resolve(0);
}
