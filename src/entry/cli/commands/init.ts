import { initProject } from "../../../services/init-project.ts";
import type { CommandContext, OptionValues } from "../command-context.ts";

export async function init(
  context: CommandContext,
  positional: readonly string[],
  options: OptionValues,
): Promise<number> {
  const directory = positional[0] ?? ".";
  const files = await initProject(await context.agent(), directory, { overwrite: options["force"] === true });
  if (context.globals().json) context.printJson({ schemaVersion: 1, files });
  else {
    for (const file of files) context.print(`wrote    ${file}`);
    context.tell("\nNext: `perf-agent validate plan.yaml`, `perf-agent try plan.yaml`, `perf-agent run plan.yaml`.");
  }
  return 0;
}
