import { importResults } from "../../../services/import-results.ts";
import { writeJunit } from "../../../services/write-junit.ts";
import { textOption, textsOption, type CommandContext, type OptionValues } from "../command-context.ts";
import { toInconclusiveAs, toTags } from "../plan-request.ts";
import { presentVerdict } from "../present-verdict.ts";

export async function importCommand(
  context: CommandContext,
  positional: readonly string[],
  options: OptionValues,
): Promise<number> {
  const agent = await context.agent();
  const judged = await importResults(agent, {
    resultsFile: positional[0] ?? "",
    sloFiles: textsOption(options, "slo"),
    service: textOption(options, "service") ?? "imported",
    tags: toTags(options),
    inconclusiveAs: toInconclusiveAs(options),
  });
  const junitFile = textOption(options, "junit") ?? null;
  if (junitFile !== null) await writeJunit(agent, judged.analysis, junitFile);
  presentVerdict(context, { ...judged, junitFile });
  return judged.exitCode;
}
