import { analyseRun } from "../../../services/analyse-run.ts";
import { textsOption, type CommandContext, type OptionValues } from "../command-context.ts";
import { toInconclusiveAs } from "../plan-request.ts";
import { presentVerdict } from "../present-verdict.ts";

export async function analyseCommand(
  context: CommandContext,
  positional: readonly string[],
  options: OptionValues,
): Promise<number> {
  const judged = await analyseRun(await context.agent(), positional[0] ?? "latest", {
    sloFiles: textsOption(options, "slo"),
    inconclusiveAs: toInconclusiveAs(options),
  });
  presentVerdict(context, judged);
  return judged.exitCode;
}
