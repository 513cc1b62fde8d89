import type { DoctorDocument } from "../../../contract/command-documents.ts";
import { examineMachine } from "../../../services/examine-machine.ts";
import type { CommandContext } from "../command-context.ts";

export async function doctor(context: CommandContext): Promise<number> {
  const checks = await examineMachine(await context.agent());
  const exitCode = checks.some(({ status }) => status === "problem") ? 3 : 0;
  if (context.globals().json)
    context.printJson({ schemaVersion: 1, exitCode, checks: [...checks] } satisfies DoctorDocument);
  else {
    for (const { name, status, text, remedy } of checks) {
      context.print(`${status.padEnd(8)} ${name.padEnd(9)} ${text}`);
      if (remedy !== null) context.print(`${" ".repeat(19)}${remedy}`);
    }
  }
  return exitCode;
}
