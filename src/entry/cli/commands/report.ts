import { reportRun, writeReport, type ReportFormat } from "../../../services/report-run.ts";
import { textOption, type CommandContext, type OptionValues } from "../command-context.ts";

const formats: readonly ReportFormat[] = ["markdown", "html", "json", "junit"];

export async function report(
  context: CommandContext,
  positional: readonly string[],
  options: OptionValues,
): Promise<number> {
  const agent = await context.agent();
  const run = positional[0] ?? "latest";
  const format = formats.find((name) => name === (context.globals().json ? "json" : options["format"])) ?? "markdown";
  const file = textOption(options, "output");
  if (file === undefined) context.system.stdout.write(await reportRun(agent, run, format));
  else {
    await writeReport(agent, run, format, file);
    context.tell(`wrote    ${file}`);
  }
  return 0;
}
