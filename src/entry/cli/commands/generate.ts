import { generate, writeGenerated } from "../../../services/generate-plan.ts";
import { textOption, type CommandContext, type OptionValues } from "../command-context.ts";
import { toPlanRequest } from "../plan-request.ts";

export async function generateCommand(
  context: CommandContext,
  positional: readonly string[],
  options: OptionValues,
): Promise<number> {
  const agent = await context.agent();
  const { bundle } = await generate(agent, toPlanRequest(positional, options));
  const directory = textOption(options, "output") ?? "script";
  const files = await writeGenerated(agent, bundle, directory, { overwrite: options["force"] === true });
  if (context.globals().json) {
    context.printJson({ schemaVersion: 1, engine: bundle.engine, entry: `${directory}/${bundle.entry}`, files });
    return 0;
  }
  for (const file of files) context.print(`wrote    ${file}`);
  const secrets = bundle.secretNames.length > 0 ? "--secret-source=file=secrets.env " : "";
  context.tell(`\nIt runs with k6 alone: k6 run ${secrets}${directory}/${bundle.entry}`);
  return 0;
}
