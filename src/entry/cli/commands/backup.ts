import type { BackupDocument } from "../../../contract/command-documents.ts";
import { formatBytes } from "../../../contract/format-quantity.ts";
import { backUp } from "../../../services/back-up.ts";
import type { CommandContext, OptionValues } from "../command-context.ts";
import { plain } from "../terminal/terminal-text.ts";

export async function backup(
  context: CommandContext,
  positional: readonly string[],
  options: OptionValues,
): Promise<number> {
  const [target = ""] = positional;
  const { file, bytes } = await backUp(await context.agent(), { file: target, overwrite: options["force"] === true });
  if (context.globals().json) context.printJson({ schemaVersion: 1, file, bytes } satisfies BackupDocument);
  else {
    context.print(`the store of runs is copied (${formatBytes(bytes)}): ${plain(file)}`);
    context.tell("Run folders, plans and keys are plain files beside it: copy those folders after this.");
  }
  return 0;
}
