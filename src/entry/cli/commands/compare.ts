import { compareRuns } from "../../../services/compare-runs.ts";
import { showRun } from "../../../services/show-run.ts";
import type { CommandContext } from "../command-context.ts";
import { renderCompare } from "../terminal/render-compare.ts";

export async function compare(context: CommandContext, positional: readonly string[]): Promise<number> {
  const agent = await context.agent();
  const [before = "", after = ""] = positional;
  const [a, b] = [await showRun(agent, before), await showRun(agent, after)];
  if (context.globals().json) context.printJson(compareRuns(a, b));
  else context.print(renderCompare(a, b, context.style));
  return 0;
}
