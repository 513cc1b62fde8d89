import { PerfAgentError } from "../../../contract/errors.ts";
import { exportBaselines, importBaselines } from "../../../services/carry-baselines.ts";
import { textOption, type CommandContext, type OptionValues } from "../command-context.ts";

export async function baselines(
  context: CommandContext,
  positional: readonly string[],
  options: OptionValues,
): Promise<number> {
  const [direction, file = ""] = positional;
  const agent = await context.agent();
  let count: number;
  if (direction === "import") count = await importBaselines(agent, file);
  else if (direction === "export") {
    const service = textOption(options, "service");
    if (service === undefined) throw PerfAgentError.of("PA_USAGE", "baselines export needs --service NAME");
    count = await exportBaselines(agent, service, file);
  } else throw PerfAgentError.of("PA_USAGE", `"${direction ?? ""}" is neither export nor import`);
  if (context.globals().json) context.printJson({ schemaVersion: 1, file, runs: count });
  else context.print(`${direction}ed ${count} ${count === 1 ? "run" : "runs"}: ${file}`);
  return 0;
}
