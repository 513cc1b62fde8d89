import { historyStatistics, type HistoryStatistic } from "../../../contract/history-document.ts";
import { PerfAgentError } from "../../../contract/errors.ts";
import { showHistory } from "../../../services/show-history.ts";
import { textOption, type CommandContext, type OptionValues } from "../command-context.ts";
import { toCount } from "../plan-request.ts";
import { renderHistory } from "../terminal/render-history.ts";

const mostListed = 100_000;

export async function history(
  context: CommandContext,
  positional: readonly string[],
  options: OptionValues,
): Promise<number> {
  const endpoint = textOption(options, "endpoint");
  const environment = textOption(options, "environment");
  const document = await showHistory(await context.agent(), {
    name: positional[0] ?? "",
    statistic: statisticOf(textOption(options, "statistic") ?? "p95"),
    limit: toCount(options, "limit", 1, mostListed),
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(environment === undefined ? {} : { environment }),
  });
  if (context.globals().json) context.printJson(document);
  else context.print(renderHistory(document, context.style));
  return 0;
}

function statisticOf(text: string): HistoryStatistic {
  const known = historyStatistics.find((statistic) => statistic === text);
  if (known === undefined)
    throw PerfAgentError.of("PA_USAGE", `--statistic ${text}: there are ${historyStatistics.join(", ")}`);
  return known;
}
